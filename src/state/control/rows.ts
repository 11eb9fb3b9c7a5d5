import type { UnixSeconds } from '../../lib/time.ts'
import type { Actor } from './actor.ts'
import { APPEAL_OUTCOMES } from './appeal-types.ts'
import type { SqlRow } from './schema.ts'
import {
  type Change,
  type ChangeRecord,
  REVOCABLE,
  type Revocation,
  type RevocationKind,
  ROLES,
} from './types.ts'

/** Rows as this object has written them. Anything else in them is a damaged store, and throws. */
export function revocationOf(row: SqlRow): Revocation & { readonly stamp: number } {
  const issuedUpTo = optional(row, 'issued_up_to', seconds)
  return {
    id: text(row, 'id'),
    kind: kindOf(text(row, 'kind')),
    value: text(row, 'value'),
    at: seconds(row, 'at'),
    ...(issuedUpTo !== undefined && { issuedUpTo }),
    expires: seconds(row, 'expires'),
    stamp: integer(row, 'stamp'),
  }
}

export function recordOf(row: SqlRow): ChangeRecord {
  const revocation = optional(row, 'revocation', text)
  const epoch = optional(row, 'epoch', integer)
  return {
    stamp: integer(row, 'stamp'),
    at: seconds(row, 'at'),
    by: { name: text(row, 'actor'), role: roleOf(text(row, 'role')) },
    why: text(row, 'why'),
    decision: text(row, 'decision'),
    change: changeOf(JSON.parse(text(row, 'change'))),
    ...(revocation !== undefined && { revocation }),
    ...(epoch !== undefined && { epoch }),
  }
}

export function text(row: SqlRow, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`${column} is no text`)
  return value
}

export function integer(row: SqlRow, column: string): number {
  const value = row[column]
  if (!Number.isSafeInteger(value)) throw new TypeError(`${column} is no integer`)
  return value as number
}

export function seconds(row: SqlRow, column: string): UnixSeconds {
  return integer(row, column) as UnixSeconds
}

export function optional<T>(
  row: SqlRow,
  column: string,
  read: (row: SqlRow, column: string) => T,
): T | undefined {
  return row[column] === null ? undefined : read(row, column)
}

export function kindOf(name: unknown): RevocationKind {
  const kind = REVOCABLE.find((known) => known === name)
  if (kind === undefined) throw new TypeError('no kind of revocation')
  return kind
}

export function roleOf(name: string): Actor['role'] {
  const role = name === 'client' ? name : ROLES.find((known) => known === name)
  if (role === undefined) throw new TypeError('no role')
  return role
}

/** JSON leaves out what is undefined, and a `Change` does not. */
function changeOf(stored: Record<string, unknown>): Change {
  const { action, kind, value, forSeconds, revocation, sha256, seconds, appeal, asn, network } = stored
  if (action === 'revoke' && typeof value === 'string' && typeof forSeconds === 'number')
    return { action, kind: kindOf(kind), value, forSeconds }
  if (action === 'lift' && typeof revocation === 'string') return { action, revocation }
  if (action === 'raise_epoch') return { action }
  if (action === 'set_tables' || action === 'set_policy' || action === 'set_candidate') {
    if (sha256 === undefined || typeof sha256 === 'string') return { action, sha256 }
  }
  if (action === 'break_glass' && typeof seconds === 'number') return { action, seconds }
  if (action === 'end_break_glass') return { action }
  const outcome = APPEAL_OUTCOMES.find((known) => known === stored.outcome)
  if (outcome !== undefined) {
    if (action === 'close_appeal' && typeof appeal === 'string') return { action, appeal, outcome }
    if (action === 'close_appeals' && typeof asn === 'number') return { action, asn, outcome }
    if (action === 'close_appeals' && typeof network === 'string') return { action, network, outcome }
  }
  throw new TypeError('no change')
}
