import { MAX_SIGNATURES } from '../../config/policy-signature.ts'
import { utf8 } from '../../lib/bytes.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import { KEPT_DOCUMENTS } from './limits.ts'
import { integer, optional, roleOf, seconds, text } from './rows.ts'
import type { ControlStorage, SqlRow, SqlValue } from './schema.ts'
import type {
  Change,
  ChangeFault,
  ChangeOrder,
  ControlUpdate,
  PolicyDocument,
  PolicyHistory,
  StoredDocument,
} from './types.ts'

type Pointing = Extract<Change, { action: 'set_policy' | 'set_candidate' }>
type InForce = Pick<ControlUpdate, 'policy' | 'candidate' | 'breakGlassUntil'>

/** The policies of `Control`: which is in force, and the documents themselves. What changes is called in a transaction. */
export class Documents {
  readonly #sql: ControlStorage['sql']

  constructor(sql: ControlStorage['sql']) {
    this.#sql = sql
  }

  inForce(): InForce {
    const row = this.#settings()
    return {
      policy: optional(row, 'policy', text),
      candidate: optional(row, 'candidate', text),
      breakGlassUntil: optional(row, 'break_glass_until', seconds),
    }
  }

  read(sha256: string): PolicyDocument | undefined {
    const [row] = this.#rows('SELECT text, signatures FROM documents WHERE sha256 = ?', sha256)
    return row && { text: text(row, 'text'), signatures: JSON.parse(text(row, 'signatures')) as string[] }
  }

  history(): PolicyHistory {
    return {
      ...this.inForce(),
      policyBefore: optional(this.#settings(), 'policy_before', text),
      documents: this.#rows(
        `SELECT sha256, bytes, json_array_length(signatures) AS signatures, stamp, at, actor, role, why
          FROM documents ORDER BY stamp DESC`,
      ).map(storedOf),
    }
  }

  /** Stores the document that came with the order, and points at it. Where it says no, nothing has changed. */
  point(order: ChangeOrder, change: Pointing, stamp: number, now: UnixSeconds): ChangeFault | undefined {
    const { policy } = this.inForce()
    if (order.replaces !== undefined && order.replaces.policy !== policy) return 'control.moved'
    const { sha256, action } = change
    if (sha256 !== undefined && !this.#keep(sha256, order, stamp, now)) return 'control.no_document'
    if (action === 'set_candidate') this.#rows('UPDATE policies SET candidate = ?', sha256 ?? null)
    else if (sha256 !== policy)
      this.#rows('UPDATE policies SET policy_before = policy, policy = ?', sha256 ?? null)
    this.#forgetOldest()
    return undefined
  }

  breakGlass(until: UnixSeconds | undefined): void {
    this.#rows('UPDATE policies SET break_glass_until = ?', until ?? null)
  }

  /** Whether the document is there now. */
  #keep(sha256: string, { document, by, why }: ChangeOrder, stamp: number, now: UnixSeconds): boolean {
    if (document !== undefined) {
      const { text, signatures } = document
      // Of a text that is here already those that it has stay: somebody may need them to go back to it.
      const all = new Set([...signatures, ...(this.read(sha256)?.signatures ?? [])])
      const kept = JSON.stringify([...all].slice(0, MAX_SIGNATURES))
      this.#rows(
        'INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        ...[sha256, text, utf8(text).length, kept, stamp, now, by.name, by.role, why],
      )
      return true
    }
    const touched = this.#rows(
      'UPDATE documents SET stamp = ?, at = ?, actor = ?, role = ?, why = ? WHERE sha256 = ? RETURNING sha256',
      ...[stamp, now, by.name, by.role, why, sha256],
    )
    return touched.length > 0
  }

  #forgetOldest(): void {
    this.#rows(
      `DELETE FROM documents WHERE
        sha256 NOT IN (SELECT sha256 FROM documents ORDER BY stamp DESC LIMIT ?) AND NOT EXISTS
        (SELECT 1 FROM policies WHERE sha256 IN (policy, policy_before, candidate))`,
      KEPT_DOCUMENTS,
    )
  }

  #settings(): SqlRow {
    const [row] = this.#rows('SELECT * FROM policies')
    if (row === undefined) throw new Error('the settings are gone')
    return row
  }

  #rows(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#sql.exec(query, ...bindings).toArray()
  }
}

function storedOf(row: SqlRow): StoredDocument {
  return {
    sha256: text(row, 'sha256'),
    bytes: integer(row, 'bytes'),
    signatures: integer(row, 'signatures'),
    stamp: integer(row, 'stamp'),
    at: seconds(row, 'at'),
    by: { name: text(row, 'actor'), role: roleOf(text(row, 'role')) },
    why: text(row, 'why'),
  }
}
