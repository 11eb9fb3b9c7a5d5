import type { UnixSeconds } from '../../lib/time.ts'
import { integer, kindOf, text } from './rows.ts'
import type { ControlStorage } from './schema.ts'
import type { Revocation } from './types.ts'

/** As text far below the 2 MB that a value may have, however long the names are. */
const ROWS_AT_ONCE = 1_000

/** Of the types that a STRICT table holds its columns to. */
type StoredRevocation = readonly [
  id: string,
  kind: string,
  value: string,
  at: UnixSeconds,
  issuedUpTo: UnixSeconds | null,
  expires: UnixSeconds,
  lifted: number,
]

export interface Since {
  readonly revocations: readonly Revocation[]
  /** Ids. */
  readonly lifted: readonly string[]
}

/** What lies above a stamp and has not expired, in the order of the changes; lifted ones only where they are asked for. */
export function revocationsSince(
  sql: ControlStorage['sql'],
  since: number,
  now: UnixSeconds,
  lifted: 'with_lifted' | 'in_force',
): Since {
  const found: { revocations: Revocation[]; lifted: string[] } = { revocations: [], lifted: [] }
  for (const page of pagesSince(sql, since, now, lifted)) {
    const stored: readonly StoredRevocation[] = JSON.parse(page)
    for (const [id, kind, value, at, issuedUpTo, expires, isLifted] of stored) {
      const always = { id, kind: kindOf(kind), value, at, expires }
      if (isLifted !== 0) found.lifted.push(id)
      else found.revocations.push(issuedUpTo === null ? always : { ...always, issuedUpTo })
    }
  }
  return found
}

/** Everything in force that has not expired, as JSON: an array of rows as `packed` has them. */
export function packedRevocations(sql: ControlStorage['sql'], now: UnixSeconds): string {
  const pages = [...pagesSince(sql, 0, now, 'in_force')].map((page) => page.slice(1, -1))
  return `[${pages.filter((rows) => rows !== '').join(',')}]`
}

/**
 * JSON from SQLite, many rows at once: row by row it takes more than twice as long, and isolates that start wait for it.
 */
function* pagesSince(
  sql: ControlStorage['sql'],
  since: number,
  now: UnixSeconds,
  lifted: 'with_lifted' | 'in_force',
): Generator<string> {
  for (let after = since, count = ROWS_AT_ONCE; count === ROWS_AT_ONCE; ) {
    const [row = {}] = sql
      .exec(
        `SELECT count(*) AS count, coalesce(max(stamp), 0) AS last,
          json_group_array(json_array(id, kind, value, at, issued_up_to, expires, lifted)) AS found
          FROM (SELECT * FROM revocations WHERE stamp > ? AND expires > ? AND lifted <= ? ORDER BY stamp LIMIT ?)`,
        ...[after, now, lifted === 'with_lifted' ? 1 : 0, ROWS_AT_ONCE],
      )
      .toArray()
    count = integer(row, 'count')
    after = integer(row, 'last')
    yield text(row, 'found')
  }
}
