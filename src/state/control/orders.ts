import { canonicalJson } from '../../lib/canonical-json.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import { SECONDS_PER_DAY, type UnixSeconds } from '../../lib/time.ts'
import type { Actor } from './actor.ts'
import { type ControlLimits, IDEMPOTENCY_DAYS, MINUTE_SECONDS } from './limits.ts'
import { integer, recordOf } from './rows.ts'
import type { ControlStorage } from './schema.ts'
import type { Change, ChangeOrder, ChangeRecord, EarlierOrder } from './types.ts'

type Sql = ControlStorage['sql']

/**
 * The line of the log that carried out this very order before, if any did within a day; `control.key_reused` where its
 * key stands for another one. Orders that failed are not remembered: the same order may succeed later.
 */
export function earlierOrder(
  sql: Sql,
  { by, idempotencyKey, change }: ChangeOrder,
  now: UnixSeconds,
): Result<ChangeRecord | undefined, 'control.key_reused'> {
  if (idempotencyKey === undefined) return ok(undefined)
  const earlier = orderOf(sql, { by, idempotencyKey }, now)
  if (earlier === undefined) return ok(undefined)
  return wanted(earlier.change) === wanted(change) ? ok(earlier) : err('control.key_reused')
}

/** The line of the log that the order with this key has made, if there was one within a day. */
export function orderOf(
  sql: Sql,
  { by, idempotencyKey }: EarlierOrder,
  now: UnixSeconds,
): ChangeRecord | undefined {
  const [line] = sql
    .exec(
      `SELECT changes.* FROM orders JOIN changes ON changes.stamp = orders.stamp
        WHERE orders.actor = ? AND orders.key = ? AND abs(? - orders.at) < ?`,
      ...[actorOf(by), idempotencyKey, now, IDEMPOTENCY_DAYS * SECONDS_PER_DAY],
    )
    .toArray()
  return line && recordOf(line)
}

/** What somebody asked for. The duration nobody did: the gate adds it, and another deployment another one. */
function wanted(change: Change): string {
  return canonicalJson(change.action === 'revoke' ? { ...change, forSeconds: undefined } : change)
}

export function noteOrder(
  sql: Sql,
  { by, idempotencyKey }: ChangeOrder,
  stamp: number,
  now: UnixSeconds,
): void {
  if (idempotencyKey === undefined) return
  sql.exec('INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?)', actorOf(by), idempotencyKey, stamp, now)
}

/** Whether this actor may make one more change: in windows of a minute, each from its first change on. */
export function hasPace(sql: Sql, by: Actor, limits: ControlLimits, now: UnixSeconds): boolean {
  const [window] = sql
    .exec(
      // A window that begins in the future was begun by another clock, and would shut the actor out until then.
      'SELECT changes FROM pace WHERE actor = ? AND since <= ? AND since > ?',
      ...[pacedAs(by), now, now - MINUTE_SECONDS],
    )
    .toArray()
  const most = by.role === 'client' ? limits.clientChangesPerMinute : limits.changesPerMinute
  return window === undefined || integer(window, 'changes') < most
}

export function countOrder(sql: Sql, by: Actor, now: UnixSeconds): void {
  sql.exec(
    `INSERT INTO pace VALUES (?, ?, 1) ON CONFLICT (actor) DO UPDATE SET
      changes = iif(since <= excluded.since AND since > excluded.since - ?, changes + 1, 1),
      since = iif(since <= excluded.since AND since > excluded.since - ?, since, excluded.since)`,
    ...[pacedAs(by), now, MINUTE_SECONDS, MINUTE_SECONDS],
  )
}

/** A client and an operator of the same name are two. */
function actorOf({ name, role }: Actor): string {
  return role === 'client' ? `client ${name}` : `staff ${name}`
}

/** All clients are one: each of them has as many names as it likes. */
function pacedAs(by: Actor): string {
  return by.role === 'client' ? 'client' : actorOf(by)
}
