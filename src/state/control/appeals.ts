import { err, ok, type Result } from '../../lib/result.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import { isNetworkClass } from '../../net/network-class.ts'
import {
  APPEAL_OUTCOMES,
  type Appeal,
  type AppealClosed,
  type AppealEntry,
  type AppealFault,
  type AppealPage,
  type AppealTaken,
} from './appeal-types.ts'
import { APPEAL_LIMITS, MINUTE_SECONDS } from './limits.ts'
import { integer, optional, roleOf, seconds, text } from './rows.ts'
import type { ControlStorage, SqlRow, SqlValue } from './schema.ts'
import type { Change, ChangeFault, ChangeOrder } from './types.ts'

/** The appeals of `Control`: a queue that strangers write to, so every bound on it is held here and nowhere else. */
export class Appeals {
  readonly #sql: ControlStorage['sql']

  constructor(sql: ControlStorage['sql']) {
    this.#sql = sql
  }

  /**
   * Takes an appeal, or says why not and changes nothing. To be called within a transaction. What the same network says
   * about the same decision again takes the place of its words, not of its time: nobody comes to the front by it.
   *
   * @param id of the new one, if it becomes one
   * @throws RangeError where the caller let through a text that is too long
   */
  take(entry: AppealEntry, id: string, now: UnixSeconds): Result<AppealTaken, AppealFault> {
    const { decision, language, message, contact, place, networkClass, asn, network } = entry
    if (message.length > APPEAL_LIMITS.messageLength || contact.length > APPEAL_LIMITS.contactLength)
      throw new RangeError('the appeal is too long')
    const [known] = this.#rows('SELECT network, closed_at FROM appeals WHERE decision = ?', decision)
    if (known !== undefined) {
      if (known.closed_at !== null || text(known, 'network') !== network) return err('appeal.known')
      this.#rows(
        'UPDATE appeals SET language = ?, message = ?, contact = ? WHERE decision = ?',
        ...[language, message, contact, decision],
      )
      return ok('replaced')
    }
    const fault = this.#fault(entry, now)
    if (fault !== undefined) return err(fault)
    this.#rows(
      `INSERT INTO appeals (id, decision, at, language, message, contact, place, class, asn, network)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, decision, now, language, message, contact, place ?? null, networkClass, asn ?? null, network],
    )
    return ok('received')
  }

  /** In the order they came. */
  list({ state, limit, after = 0 }: AppealPage): Appeal[] {
    return this.#rows(
      `SELECT * FROM appeals WHERE closed_at IS ${state === 'open' ? '' : 'NOT '}NULL AND number > ?
        ORDER BY number LIMIT ?`,
      ...[after, limit],
    ).map(appealOf)
  }

  /** Closes the one that is meant, or all of those; `control.not_found` where none of them is open. */
  close(
    { by, why }: Pick<ChangeOrder, 'by' | 'why'>,
    change: Closing,
    now: UnixSeconds,
  ): ChangeFault | undefined {
    const { column, value } = meantBy(change)
    const closed = this.#rows(
      `UPDATE appeals SET closed_at = ?, closed_by = ?, closed_role = ?, outcome = ?, why = ?
        WHERE ${column} = ? AND closed_at IS NULL RETURNING id`,
      ...[now, by.name, by.role, change.outcome, why, value],
    )
    return closed.length === 0 ? 'control.not_found' : undefined
  }

  /** The cheapest look first: a flood is told so by the few rows of its minute. */
  #fault({ network, asn }: AppealEntry, now: UnixSeconds): AppealFault | undefined {
    const minute = this.#count('at > ? AND at <= ?', now - MINUTE_SECONDS, now)
    if (minute >= APPEAL_LIMITS.perMinute) return 'appeal.rate'
    const open = 'closed_at IS NULL'
    if (this.#count(`${open} AND network = ?`, network) >= APPEAL_LIMITS.openOfNetwork)
      return 'appeal.network'
    // Those whose network the edge did not name are one.
    if (this.#count(`${open} AND asn IS ?`, asn ?? null) >= APPEAL_LIMITS.openOfAsn) return 'appeal.asn'
    return this.#count(open) >= APPEAL_LIMITS.open ? 'appeal.full' : undefined
  }

  #count(condition: string, ...bindings: SqlValue[]): number {
    const [row = {}] = this.#rows(`SELECT count(*) AS count FROM appeals WHERE ${condition}`, ...bindings)
    return integer(row, 'count')
  }

  #rows(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#sql.exec(query, ...bindings).toArray()
  }
}

type Closing = Extract<Change, { action: 'close_appeal' | 'close_appeals' }>

function meantBy(change: Closing) {
  if (change.action === 'close_appeal') return { column: 'id', value: change.appeal } as const
  if ('asn' in change) return { column: 'asn', value: change.asn } as const
  return { column: 'network', value: change.network } as const
}

function appealOf(row: SqlRow): Appeal {
  const networkClass = row.class
  if (!isNetworkClass(networkClass)) throw new TypeError('no class of network')
  return {
    id: text(row, 'id'),
    number: integer(row, 'number'),
    decision: text(row, 'decision'),
    at: seconds(row, 'at'),
    language: text(row, 'language'),
    message: text(row, 'message'),
    contact: text(row, 'contact'),
    place: optional(row, 'place', text),
    networkClass,
    asn: optional(row, 'asn', integer),
    network: text(row, 'network'),
    closed: closedOf(row),
  }
}

function closedOf(row: SqlRow): AppealClosed | undefined {
  const at = optional(row, 'closed_at', seconds)
  if (at === undefined) return undefined
  const outcome = APPEAL_OUTCOMES.find((known) => known === row.outcome)
  if (outcome === undefined) throw new TypeError('no outcome')
  const by = { name: text(row, 'closed_by'), role: roleOf(text(row, 'closed_role')) }
  return { at, by, outcome, why: text(row, 'why') }
}
