import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../../src/state/control/limits.ts'
import { ControlStore } from '../../../../src/state/control/store.ts'
import type { Change, ChangeOrder } from '../../../../src/state/control/types.ts'
import { at, CLIENT, lift, order, RAISE, revoke, unhurried } from '../../../contracts/control-orders.ts'
import { nodeStorage } from '../../../contracts/control-sqlite.ts'

const FULL = { ok: false, error: 'control.full' }
const RATE = { ok: false, error: 'control.rate' }
const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

/** With room for ten, of which clients may take five. */
function small() {
  const storage = nodeStorage()
  const store = new ControlStore(storage, random, { ...LIMITS, revocations: 10 })
  const fill = (count: number, what: (change: Change) => ChangeOrder, name = 's', now = at(0)) => {
    for (let made = 0; made < count; made++) {
      const changed = store.change(what(revoke('session', `${name}${made}`, 600)), now)
      if (!changed.ok) throw new Error(changed.error)
    }
  }
  return { storage, store, fill }
}
/** As it was, to the letter. */
const SCHEMA_BEFORE_POLICIES = [
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
]
const byClient = (change: Change) => order(change, { by: CLIENT })

describe('room for revocations', () => {
  it('is for fifty thousand', () => {
    expect(LIMITS.revocations).toBe(50_000)
  })

  it('is refused to one more, and what is held can still be prolonged, lifted, and the epoch raised', () => {
    const { store, fill } = small()
    fill(10, unhurried)
    expect(store.change(order(revoke('account', 'a')), at(1))).toEqual(FULL)
    expect(store.read(undefined, at(1)).stamp).toBe(10)
    const prolonged = store.change(order(revoke('session', 's3')), at(1))
    expect(prolonged.ok).toBe(true)
    const id = prolonged.ok ? (prolonged.value.record.revocation ?? '') : ''
    expect(store.change(order(lift(id)), at(1)).ok).toBe(true)
    expect(store.change(order(revoke('account', 'a')), at(1)).ok).toBe(true)
    expect(store.change(order(revoke('account', 'b')), at(1))).toEqual(FULL)
  })

  it('is made by raising the epoch', () => {
    const { store, fill } = small()
    fill(10, unhurried)
    store.change(order(RAISE), at(1))
    fill(10, unhurried, 'n')
    expect(store.change(order(revoke('session', 'x')), at(1))).toEqual(FULL)
  })

  it('is made by time', () => {
    const { store, fill } = small()
    fill(10, unhurried)
    expect(store.change(order(revoke('session', 'x')), at(659))).toEqual(FULL)
    fill(10, unhurried, 'n', at(660))
    expect(store.read(undefined, at(660)).revocations).toHaveLength(10)
  })

  it('is half for clients, who leave the other half to the operators', () => {
    const { store, fill } = small()
    fill(5, byClient)
    expect(store.change(byClient(revoke('session', 'x')), at(1))).toEqual(FULL)
    fill(5, unhurried, 'o')
    expect(store.change(unhurried(revoke('session', 'x')), at(1))).toEqual(FULL)
  })

  it('is the operators’ from the moment they revoke what a client has', () => {
    const { store, fill } = small()
    fill(5, byClient)
    fill(2, unhurried)
    fill(2, byClient, 'c')
    expect(store.change(byClient(revoke('session', 'x')), at(1))).toEqual(FULL)
    // And stays theirs when the client comes again.
    store.change(byClient(revoke('session', 's0')), at(1))
    expect(store.change(byClient(revoke('session', 's1')), at(1)).ok).toBe(true)
    expect(store.change(byClient(revoke('session', 'x')), at(1))).toEqual(FULL)
  })

  it('is counted rightly through any mixture of changes', () => {
    const { storage, store } = small()
    const ids: string[] = []
    for (let made = 0; made < 400; made++) {
      const what = [
        revoke('session', `s${made % 7}`, 1 + (made % 90)),
        revoke('key', `k${made % 5}`, 30),
        RAISE,
      ][made % 11 === 0 ? 2 : made % 2] as Change
      const isClient = what.action === 'revoke' && what.kind === 'session' && made % 3 === 0
      const changed = store.change(isClient ? byClient(what) : unhurried(what), at(made * 4))
      if (changed.ok && changed.value.record.revocation !== undefined)
        ids.push(changed.value.record.revocation)
      if (made % 5 === 0) store.change(unhurried(lift(ids[made % ids.length] ?? '')), at(made * 4))
      const [counted] = storage.sql
        .exec('SELECT count(*) AS n, coalesce(sum(by_client), 0) AS c FROM revocations WHERE lifted = 0')
        .toArray()
      const [kept] = storage.sql.exec('SELECT in_force AS n, by_clients AS c FROM settings').toArray()
      expect(kept).toEqual(counted)
    }
  })
})

describe('clients', () => {
  it('are one actor, by whatever names, with 1,200 changes a minute', () => {
    const store = new ControlStore(nodeStorage(), random)
    for (let made = 0; made < 1_200; made++) {
      const by = { name: `session-${made}`, role: 'client' } as const
      expect(store.change(order(revoke('session', `s${made}`), { by }), at(0)).ok).toBe(true)
    }
    expect(store.change(byClient(revoke('session', 'x')), at(59))).toEqual(RATE)
    expect(store.change(order(revoke('session', 'x')), at(59)).ok).toBe(true)
    expect(store.change(byClient(revoke('session', 'x')), at(60)).ok).toBe(true)
  })

  it.each<Change>([
    revoke('account', 'a'),
    revoke('token', 't'),
    revoke('key', 'k'),
    revoke('revision', 'r'),
    revoke('signing_key', 'k'),
    lift('x'.repeat(22)),
    RAISE,
    { action: 'set_tables', sha256: undefined },
  ])('may end a session and nothing else: not %o', (change) => {
    const store = new ControlStore(nodeStorage(), random)
    expect(() => store.change(byClient(change), at(0))).toThrow('a client may')
    expect(store.read(undefined, at(0)).stamp).toBe(0)
  })
})

describe('the store', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('takes no duration of %s', (forSeconds) => {
    const store = new ControlStore(nodeStorage(), random)
    expect(() => store.change(order(revoke('session', 's', forSeconds)), at(0))).toThrow(RangeError)
  })

  it('undoes everything of a change that fails half-way', () => {
    const storage = nodeStorage()
    const store = new ControlStore(storage, random)
    storage.sql.exec('DROP TABLE pace')
    expect(() => store.change(order(RAISE), at(0))).toThrow()
    expect(store.read(undefined, at(0))).toMatchObject({ stamp: 0, epoch: 0 })
    expect(store.changes({ limit: 1 })).toEqual([])
  })

  it('opens a storage that was written before, and changes nothing in it', () => {
    const storage = nodeStorage()
    new ControlStore(storage, random).change(order(revoke('account', 'a')), at(0))
    const before = new ControlStore(storage, random).read(undefined, at(1))
    expect(new ControlStore(storage, random).read(undefined, at(1))).toEqual(before)
    expect(before.revocations).toHaveLength(1)
  })

  it('opens a storage of before the policies, which keeps all that it had', () => {
    const storage = nodeStorage()
    for (const statement of SCHEMA_BEFORE_POLICIES) storage.sql.exec(statement)
    storage.sql.exec(
      `INSERT INTO revocations VALUES ('i', 'account', 'a', ?, NULL, ?, 0, 0, 7)`,
      ...[at(0), at(600)],
    )
    storage.sql.exec('UPDATE settings SET stamp = 7, epoch = 3, tables = ?, in_force = 1', 'ab'.repeat(32))
    const store = new ControlStore(storage, random)
    expect(store.read(undefined, at(1))).toEqual({
      stamp: 7,
      epoch: 3,
      tables: 'ab'.repeat(32),
      policy: undefined,
      candidate: undefined,
      breakGlassUntil: undefined,
      complete: true,
      revocations: [{ id: 'i', kind: 'account', value: 'a', at: at(0), expires: at(600) }],
      lifted: [],
    })
    const document = { text: '{}', signatures: [] }
    store.change(order({ action: 'set_policy', sha256: 'cd'.repeat(32) }, { document }), at(1))
    expect(store.read(7, at(1))).toMatchObject({ stamp: 8, policy: 'cd'.repeat(32) })
    // A deployment that is rolled back runs its own statements over this.
    for (const statement of SCHEMA_BEFORE_POLICIES) storage.sql.exec(statement)
    expect(new ControlStore(storage, random).read(7, at(1))).toMatchObject({ policy: 'cd'.repeat(32) })
  })

  it('leaves no document where pointing at it fails half-way', () => {
    const storage = nodeStorage()
    const store = new ControlStore(storage, random)
    storage.sql.exec('DROP TABLE pace')
    const document = { text: '{}', signatures: [] }
    expect(() => store.change(order({ action: 'set_policy', sha256: 'a' }, { document }), at(0))).toThrow()
    expect([store.document('a'), store.policies().policy]).toEqual([undefined, undefined])
  })

  it.each<readonly [string, Change, string]>([
    ['more than a MiB', { action: 'set_policy', sha256: 'a' }, 'é'.repeat(524_289)],
    ['with a change that names none', { action: 'set_policy', sha256: undefined }, '{}'],
    ['with a change of another kind', RAISE, '{}'],
  ])('takes no document %s', (_, change, text) => {
    const store = new ControlStore(nodeStorage(), random)
    expect(() => store.change(order(change, { document: { text, signatures: [] } }), at(0))).toThrow(
      'document',
    )
    expect(store.policies().documents).toEqual([])
  })

  it.each([0, -1, 1.5, 86_401])('breaks no glass for %s seconds', (seconds) => {
    const store = new ControlStore(nodeStorage(), random)
    expect(() => store.change(order({ action: 'break_glass', seconds }), at(0))).toThrow(RangeError)
  })

  it('throws rather than answer from rows that it cannot have written', () => {
    const storage = nodeStorage()
    const store = new ControlStore(storage, random)
    store.change(order(revoke('account', 'a')), at(0))
    storage.sql.exec(`UPDATE revocations SET kind = 'everything'`)
    expect(() => store.read(undefined, at(1))).toThrow('no kind of revocation')
    storage.sql.exec(`UPDATE changes SET change = '{}'`)
    expect(() => store.changes({ limit: 1 })).toThrow('no change')
    storage.sql.exec(`UPDATE changes SET role = 'root'`)
    expect(() => store.changes({ limit: 1 })).toThrow('no role')
    storage.sql.exec('DELETE FROM settings')
    expect(() => store.read(undefined, at(1))).toThrow('the settings are gone')
  })

  it('keeps nothing of what has expired once it has been pruned', () => {
    const { storage, store, fill } = small()
    fill(3, byClient)
    store.change(
      order(lift(store.read(undefined, at(0)).revocations[0]?.id ?? ''), { idempotencyKey: 'k' }),
      at(0),
    )
    store.prune(at(31 * 86_400))
    const left = (table: string) => storage.sql.exec(`SELECT * FROM ${table}`).toArray().length
    expect(['revocations', 'orders', 'pace', 'changes'].map(left)).toEqual([0, 0, 0, 1])
    expect(storage.sql.exec('SELECT in_force, by_clients, stamp FROM settings').toArray()).toEqual([
      { in_force: 0, by_clients: 0, stamp: 4 },
    ])
  })
})
