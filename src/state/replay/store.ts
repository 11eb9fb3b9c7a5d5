import type { UnixSeconds } from '../../lib/time.ts'
import type { ProofUse } from './types.ts'

/** As much of SQLite as is used: one statement, run to its end. */
export interface Sql {
  exec(
    query: string,
    ...bindings: readonly (string | number)[]
  ): { toArray(): readonly Readonly<Record<string, unknown>>[] }
}

/** Rows forgotten with each use: more than are added, so that a burst is worked off without anybody waiting for it. */
const PRUNED_A_USE = 20

/** The rows behind `UsedProofs`. Synchronous, so nothing comes between what is read and what is written. */
export class UseTable {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
    sql.exec(
      'CREATE TABLE IF NOT EXISTS used (id TEXT PRIMARY KEY, attempt TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID',
    )
    sql.exec('CREATE INDEX IF NOT EXISTS used_expires ON used (expires)')
  }

  /** Whether this attempt is the one that has used the id. A row that has expired counts as gone, pruned or not. */
  use({ id, attempt, expires }: ProofUse, now: UnixSeconds): boolean {
    this.#sql.exec(
      `INSERT INTO used (id, attempt, expires) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET attempt = excluded.attempt, expires = excluded.expires WHERE expires <= ?`,
      id,
      attempt,
      expires,
      now,
    )
    this.#sql.exec(
      'DELETE FROM used WHERE id IN (SELECT id FROM used WHERE expires <= ? ORDER BY expires LIMIT ?)',
      now,
      PRUNED_A_USE,
    )
    const [row] = this.#sql.exec('SELECT attempt FROM used WHERE id = ?', id).toArray()
    return row?.attempt === attempt
  }

  /** Forgets everything that has expired. */
  prune(now: UnixSeconds): void {
    this.#sql.exec('DELETE FROM used WHERE expires <= ?', now)
  }

  get size(): number {
    const [row] = this.#sql.exec('SELECT COUNT(*) AS rows FROM used').toArray()
    return Number(row?.rows)
  }
}
