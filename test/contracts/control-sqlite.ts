import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { ControlStorage, SqlRow } from '../../src/state/control/schema.ts'

/** What `ctx.storage` of a SQLite Durable Object does, over Node's own SQLite in memory. */
export function nodeStorage(): ControlStorage {
  const database = new DatabaseSync(':memory:')
  const prepared = new Map<string, StatementSync>()
  return {
    sql: {
      exec(query, ...bindings) {
        const statement = prepared.get(query) ?? database.prepare(query)
        prepared.set(query, statement)
        const rows = statement.all(...bindings) as SqlRow[]
        return { toArray: () => rows.map((row) => ({ ...row })) }
      },
    },
    transactionSync(closure) {
      database.exec('BEGIN')
      try {
        const value = closure()
        database.exec('COMMIT')
        return value
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
  }
}
