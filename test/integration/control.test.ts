import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { millisFromSeconds, type UnixSeconds } from '../../src/lib/time.ts'
import { InForce } from '../../src/state/control/in-force.ts'
import type { ControlObject } from '../../src/state/control/object.ts'
import { controlStub } from '../../src/state/control/stub.ts'
import { isControlUpdate } from '../../src/state/control/update.ts'
import { controlContract } from '../contracts/control.ts'
import { appealEntry, controlAppealsContract } from '../contracts/control-appeals.ts'
import { at, order, RAISE, revoke, TABLES } from '../contracts/control-orders.ts'
import { controlPoliciesContract } from '../contracts/control-policies.ts'

const { CONTROL } = env as unknown as { CONTROL: DurableObjectNamespace<ControlObject> }
let made = 0
const fresh = () => {
  const name = `control-${made++}`
  return { control: controlStub(CONTROL, name), stub: CONTROL.getByName(name) }
}

controlContract('the Durable Object, through its stub', () => fresh().control)
controlPoliciesContract('the Durable Object, through its stub', () => fresh().control)
controlAppealsContract('the Durable Object, through its stub', () => fresh().control)

const rowsIn = (stub: DurableObjectStub<ControlObject>) =>
  runInDurableObject(stub, (_, { storage }) => storage.sql.exec('SELECT * FROM revocations').toArray().length)

describe('an object and an isolate of different deployments', () => {
  it('an earlier isolate names no form, and gets what it knows', async () => {
    const { control, stub } = fresh()
    await control.change(order(revoke('account', 'a')), at(0))
    const answer = await stub.read(undefined, at(1))
    expect(isControlUpdate(answer)).toBe(true)
    expect(answer).toEqual(await control.read(undefined, at(1)))
  })

  it('an earlier object looks at no form, and is understood', async () => {
    const { stub } = fresh()
    const earlier = {
      getByName: () => ({ read: async (since: undefined, now: UnixSeconds) => stub.read(since, now) }),
    }
    const inForce = new InForce(controlStub(earlier as never), {
      maxAgeSeconds: 60,
      random: (bytes) => new Uint8Array(bytes),
    })
    await stub.change(order(revoke('account', 'a')), at(0))
    await inForce.catchUp(millisFromSeconds(at(1)), () => {})
    expect([inForce.stamp, inForce.count, inForce.fault]).toEqual([1, 1, undefined])
  })

  it('of one deployment they speak the form that is kept', async () => {
    const { control, stub } = fresh()
    await control.change(order(revoke('account', 'a')), at(0))
    const answer = await stub.read(undefined, at(1), 'packed')
    expect(answer).toMatchObject({ packed: expect.stringContaining('"a"'), news: { stamp: 1 } })
    expect(isControlUpdate(answer)).toBe(false)
    expect(await stub.read(1, at(1), 'packed')).toMatchObject({ complete: false, stamp: 1 })
  })
})

describe('the Durable Object', () => {
  it('keeps what is in force, the log and the orders when it is evicted', async () => {
    const { control, stub } = fresh()
    const what = order(revoke('account', 'a'), { idempotencyKey: 'key-1' })
    await control.change(what, at(0))
    await control.change(order({ action: 'set_tables', sha256: TABLES }), at(0))
    await control.change(order(RAISE), at(0))
    const before = await control.read(undefined, at(1))
    const log = await control.changes({ limit: 10 })
    await evictDurableObject(stub)
    expect(await control.read(undefined, at(1))).toEqual(before)
    expect(before).toMatchObject({ stamp: 3, epoch: 1, tables: TABLES, revocations: [{ value: 'a' }] })
    expect(await control.changes({ limit: 10 })).toEqual(log)
    expect(await control.change(what, at(2))).toMatchObject({ ok: true, value: { repeated: true } })
  })

  it('keeps policies, the candidate and the broken glass when it is evicted, up to a MiB each', async () => {
    const { control, stub } = fresh()
    const text = 'é'.repeat(524_288)
    const pointTo = (action: 'set_policy' | 'set_candidate', sha256: string) =>
      order({ action, sha256 }, { document: { text, signatures: ['a.b.c'] } })
    await control.change(pointTo('set_policy', TABLES), at(0))
    await control.change(pointTo('set_candidate', 'cd'.repeat(32)), at(0))
    await control.change(order({ action: 'break_glass', seconds: 60 }), at(0))
    const before = await control.policies()
    await evictDurableObject(stub)
    expect(await control.policies()).toEqual(before)
    expect(before).toMatchObject({ policy: TABLES, candidate: 'cd'.repeat(32), breakGlassUntil: at(60) })
    expect(await control.document(TABLES)).toEqual({ text, signatures: ['a.b.c'] })
  })

  it('keeps appeals, open and closed, and their bounds when it is evicted', async () => {
    const { control, stub } = fresh()
    for (let n = 0; n < 30; n++) await control.appeal(appealEntry(), at(0))
    const page = { state: 'open', limit: 200 } as const
    const [{ id = '' } = {}] = await control.appeals(page)
    await control.change(order({ action: 'close_appeal', appeal: id, outcome: 'upheld' }), at(1))
    const before = await control.appeals(page)
    await evictDurableObject(stub)
    expect(before).toHaveLength(29)
    expect(await control.appeals(page)).toEqual(before)
    expect(await control.appeals({ ...page, state: 'closed' })).toMatchObject([{ id }])
    expect(await control.appeal(appealEntry(), at(59))).toEqual({ ok: false, error: 'appeal.rate' })
  })

  it('deletes appeals by its alarm, where nobody has changed anything since', async () => {
    const { control, stub } = fresh()
    await control.appeal(appealEntry(), at(0))
    expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).toBe(at(86_400) * 1000)
    await control.read(undefined, at(29 * 86_400))
    expect(await runDurableObjectAlarm(stub)).toBe(true)
    expect(await control.appeals({ state: 'open', limit: 10 })).toEqual([])
  })

  it('opens what an object of before the appeals has written', async () => {
    const { control, stub } = fresh()
    await control.change(order(RAISE), at(0))
    await runInDurableObject(stub, (_, { storage }) => storage.sql.exec('DROP TABLE appeals'))
    await evictDurableObject(stub)
    expect((await control.appeal(appealEntry(), at(1))).ok).toBe(true)
    expect(await control.read(undefined, at(1))).toMatchObject({ stamp: 1, epoch: 1 })
  })

  it('opens what an object of before the policies has written, and one of then what this has written', async () => {
    const { control, stub } = fresh()
    await control.change(order(revoke('account', 'a')), at(0))
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec('DROP TABLE policies')
      storage.sql.exec('DROP TABLE documents')
    })
    await evictDurableObject(stub)
    expect(await control.read(undefined, at(1))).toMatchObject({ stamp: 1, policy: undefined })
    const document = { text: '{}', signatures: [] }
    expect(
      await control.change(order({ action: 'set_policy', sha256: TABLES }, { document }), at(1)),
    ).toMatchObject({
      ok: true,
    })
    expect(await control.read(1, at(1))).toMatchObject({ stamp: 2, policy: TABLES })
  })

  it('counts the changes of a minute across an eviction', async () => {
    const { control, stub } = fresh()
    for (let count = 0; count < 60; count++) await control.change(order(revoke('token', `t${count}`)), at(0))
    await evictDurableObject(stub)
    expect(await control.change(order(RAISE), at(1))).toEqual({ ok: false, error: 'control.rate' })
  })

  it('carries out changes that come at once, each with a stamp of its own', async () => {
    const { control } = fresh()
    const changes = Array.from({ length: 40 }, (_, count) =>
      control.change(order(revoke('token', `t${count}`)), at(0)),
    )
    const stamps = (await Promise.all(changes)).map((changed) => changed.ok && changed.value.record.stamp)
    expect(stamps.toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    )
  })

  it('deletes by its alarm what has expired by the clock of whoever asked last', async () => {
    const { control, stub } = fresh()
    await control.change(order(revoke('session', 's', 600)), at(0))
    await runDurableObjectAlarm(stub)
    expect(await rowsIn(stub)).toBe(1)
    await control.change(order(RAISE), at(0))
    await control.change(order(revoke('account', 'a', 600)), at(0))
    await control.read(undefined, at(86_400))
    expect(await runDurableObjectAlarm(stub)).toBe(true)
    expect(await rowsIn(stub)).toBe(0)
    expect((await control.read(0, at(86_401))).stamp).toBe(3)
  })

  it('deletes by its alarm where nobody has asked since it woke, and sets the next', async () => {
    const { control, stub } = fresh()
    await control.change(order(revoke('session', 's', 600)), at(0))
    await evictDurableObject(stub)
    expect(await rowsIn(stub)).toBe(1)
    await runInDurableObject(stub, (object) =>
      object.alarm({ isRetry: false, retryCount: 0, scheduledTime: at(86_400) * 1000 }),
    )
    expect(await rowsIn(stub)).toBe(0)
    expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).toBe(at(86_400) * 1000)
  })

  it('does not ring on and on for a clock that stands in the past', async () => {
    const { control, stub } = fresh()
    await control.change(order(revoke('session', 's', 600)), at(0))
    await runInDurableObject(stub, async (object, { storage }) => {
      await storage.deleteAlarm()
      await object.alarm({ isRetry: false, retryCount: 0, scheduledTime: at(86_400) * 1000 })
      expect(await storage.getAlarm()).toBeNull()
    })
    expect(await rowsIn(stub)).toBe(1)
  })

  it('brings an alarm forward that a clock in the future has set', async () => {
    const { control, stub } = fresh()
    await control.change(order(RAISE), at(1_000_000))
    await control.change(order(RAISE), at(0))
    expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).toBe(at(86_400) * 1000)
  })
})
