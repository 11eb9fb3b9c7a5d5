import { SECONDS_PER_DAY, type UnixSeconds } from '../../lib/time.ts'
import { APPEAL_DAYS, CLIENT_LOG_DAYS, IDEMPOTENCY_DAYS, MINUTE_SECONDS } from './limits.ts'
import { integer, optional, seconds, text } from './rows.ts'
import type { ControlStorage } from './schema.ts'

type Sql = ControlStorage['sql']

/** The one row of `settings`. */
export interface Settings {
  readonly stamp: number
  readonly epoch: number
  readonly tables: string | undefined
  /** When the last change was made, by the clock of whoever made it. */
  readonly changedAt: UnixSeconds
  /** Rows that are not lifted, whether or not they have expired meanwhile. */
  readonly inForce: number
  readonly byClients: number
}

export function settingsOf(sql: Sql): Settings {
  const [row] = sql.exec('SELECT * FROM settings').toArray()
  if (row === undefined) throw new Error('the settings are gone')
  return {
    stamp: integer(row, 'stamp'),
    epoch: integer(row, 'epoch'),
    tables: optional(row, 'tables', text),
    changedAt: seconds(row, 'changed_at'),
    inForce: integer(row, 'in_force'),
    byClients: integer(row, 'by_clients'),
  }
}

/** Deletes what nobody is told of any more. To be called within a transaction. */
export function prune(sql: Sql, now: UnixSeconds): void {
  const gone = sql
    .exec('DELETE FROM revocations WHERE expires <= ? RETURNING lifted, by_client', now)
    .toArray()
    .filter(({ lifted }) => lifted === 0)
  if (gone.length > 0) {
    const byClients = gone.filter((row) => row.by_client === 1).length
    sql.exec(
      'UPDATE settings SET in_force = in_force - ?, by_clients = by_clients - ?',
      gone.length,
      byClients,
    )
  }
  sql.exec('DELETE FROM orders WHERE at <= ?', now - IDEMPOTENCY_DAYS * SECONDS_PER_DAY)
  sql.exec(`DELETE FROM changes WHERE role = 'client' AND at <= ?`, now - CLIENT_LOG_DAYS * SECONDS_PER_DAY)
  sql.exec('DELETE FROM appeals WHERE at <= ?', now - APPEAL_DAYS * SECONDS_PER_DAY)
  sql.exec('DELETE FROM pace WHERE since <= ?', now - MINUTE_SECONDS)
}
