/** What a SQLite Durable Object's `ctx.storage` has, as far as it is used; synchronous, and a transaction is all or nothing. */
export interface ControlStorage {
  readonly sql: { exec(query: string, ...bindings: SqlValue[]): { toArray(): SqlRow[] } }
  transactionSync<T>(closure: () => T): T
}

export type SqlValue = string | number | null
export type SqlRow = Record<string, SqlValue | ArrayBuffer>

/** One statement each. Running them again changes nothing. */
const SCHEMA = [
  // `in_force` and `by_clients` count rows that are not lifted: counting 50,000 at each change would be billed as such.
  `CREATE TABLE IF NOT EXISTS settings (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    stamp INTEGER NOT NULL, epoch INTEGER NOT NULL, tables TEXT, changed_at INTEGER NOT NULL,
    in_force INTEGER NOT NULL, by_clients INTEGER NOT NULL
  ) STRICT`,
  'INSERT OR IGNORE INTO settings VALUES (1, 0, 0, NULL, 0, 0, 0)',
  `CREATE TABLE IF NOT EXISTS revocations (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL, issued_up_to INTEGER,
    expires INTEGER NOT NULL, lifted INTEGER NOT NULL, by_client INTEGER NOT NULL, stamp INTEGER NOT NULL
  ) STRICT`,
  'CREATE UNIQUE INDEX IF NOT EXISTS revocation_of ON revocations (kind, value) WHERE lifted = 0',
  'CREATE INDEX IF NOT EXISTS revocations_by_stamp ON revocations (stamp)',
  'CREATE INDEX IF NOT EXISTS revocations_by_expiry ON revocations (expires)',
  `CREATE TABLE IF NOT EXISTS changes (
    stamp INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, why TEXT NOT NULL,
    decision TEXT NOT NULL, change TEXT NOT NULL, revocation TEXT, epoch INTEGER
  ) STRICT`,
  `CREATE INDEX IF NOT EXISTS changes_by_clients ON changes (at) WHERE role = 'client'`,
  `CREATE TABLE IF NOT EXISTS orders (
    actor TEXT NOT NULL, key TEXT NOT NULL, stamp INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (actor, key)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX IF NOT EXISTS orders_by_age ON orders (at)',
  `CREATE TABLE IF NOT EXISTS pace (
    actor TEXT PRIMARY KEY, since INTEGER NOT NULL, changes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // A table of its own beside `settings`, which objects from before have without these columns: they open it, and an
  // older deployment that comes back still opens what this one has written.
  `CREATE TABLE IF NOT EXISTS policies (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    policy TEXT, policy_before TEXT, candidate TEXT, break_glass_until INTEGER
  ) STRICT`,
  'INSERT OR IGNORE INTO policies VALUES (1, NULL, NULL, NULL, NULL)',
  `CREATE TABLE IF NOT EXISTS documents (
    sha256 TEXT PRIMARY KEY, text TEXT NOT NULL, bytes INTEGER NOT NULL, signatures TEXT NOT NULL,
    stamp INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, why TEXT NOT NULL
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS documents_by_stamp ON documents (stamp)',
  // Numbers are never used twice: whoever pages through the queue must not miss one.
  `CREATE TABLE IF NOT EXISTS appeals (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, decision TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL, language TEXT NOT NULL, message TEXT NOT NULL, contact TEXT NOT NULL,
    place TEXT, class TEXT NOT NULL, asn INTEGER, network TEXT NOT NULL,
    closed_at INTEGER, closed_by TEXT, closed_role TEXT, outcome TEXT, why TEXT
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS appeals_by_age ON appeals (at)',
  'CREATE INDEX IF NOT EXISTS appeals_by_network ON appeals (network) WHERE closed_at IS NULL',
  'CREATE INDEX IF NOT EXISTS appeals_by_asn ON appeals (asn) WHERE closed_at IS NULL',
] as const

export function createSchema(storage: ControlStorage): void {
  storage.transactionSync(() => {
    for (const statement of SCHEMA) storage.sql.exec(statement)
  })
}
