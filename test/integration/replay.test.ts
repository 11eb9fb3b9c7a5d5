import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { replayGuard } from '../../src/state/replay/guard.ts'
import type { ReplayObject } from '../../src/state/replay/object.ts'
import { at, usedProofsContract, useOf } from '../unit/state/replay/contract.ts'

const { REPLAY } = env as unknown as { REPLAY: DurableObjectNamespace<ReplayObject> }

let made = 0
const newShard = () => REPLAY.getByName(`test-${made++}`)

usedProofsContract('a Durable Object', () => {
  const name = `contract-${made++}`
  return {
    uses: REPLAY.getByName(name),
    async restart() {
      await evictDurableObject(REPLAY.getByName(name))
      return REPLAY.getByName(name)
    },
  }
})

function rowsOf(shard: DurableObjectStub<ReplayObject>): Promise<number> {
  return runInDurableObject(shard, (_, state) => {
    return Number(state.storage.sql.exec('SELECT COUNT(*) AS rows FROM used').one().rows)
  })
}

describe('ReplayObject', () => {
  test('sets one alarm, which forgets what has expired when nobody comes any more', async () => {
    const shard = newShard()
    await shard.use(useOf('a', 'one', 100), at(0))
    await shard.use(useOf('b', 'one', 150), at(10))
    const alarm = () => runInDurableObject(shard, (_, state) => state.storage.getAlarm())
    const first = await alarm()
    expect(first).toBeGreaterThan(Date.now())
    await shard.use(useOf('c', 'one', 150), at(20))
    expect(await alarm()).toBe(first)

    // 120 s after the first use: one has expired.
    expect(await runDurableObjectAlarm(shard)).toBe(true)
    expect(await rowsOf(shard)).toBe(2)
    expect(await shard.use(useOf('b', 'two', 150), at(121))).toBe(false)
    // 240 s: all have, and nothing is left to wake up for.
    expect(await runDurableObjectAlarm(shard)).toBe(true)
    expect(await rowsOf(shard)).toBe(0)
    expect(await runDurableObjectAlarm(shard)).toBe(false)
  })

  test('forgets nothing that counts when its alarm rings after an eviction', async () => {
    const shard = newShard()
    await shard.use(useOf('a', 'one', 131), at(0))
    await evictDurableObject(shard)
    expect(await runDurableObjectAlarm(shard)).toBe(true)
    expect(await shard.use(useOf('a', 'two', 131), at(130))).toBe(false)
  })

  test('keeps neither key nor id of a client', async () => {
    const proof = { jkt: 'k'.repeat(43), jti: 'the-id-of-a-client', iat: at(0) }
    await replayGuard(REPLAY, 5_000).use(proof, 'attempt', at(0))
    const rows = await runInDurableObject(REPLAY.getByName('proofs-k'), (_, state) =>
      state.storage.sql.exec('SELECT * FROM used').toArray(),
    )
    expect(rows).toEqual([{ id: expect.stringMatching(/^[\w-]{43}$/), attempt: 'attempt', expires: at(96) }])
    expect(JSON.stringify(rows)).not.toMatch(/kkk|the-id/)
  })
})

describe('replayGuard() with the object', () => {
  const proof = { jkt: `Z${'q'.repeat(42)}`, jti: 'x', iat: at(0) }
  const guard = replayGuard(REPLAY, 5_000)

  test('is first once, whoever asks and after whatever', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((attempt) => guard.use(proof, attempt, at(0))))
    expect(answers.toSorted()).toEqual(['first', 'replayed', 'replayed'])
    await evictDurableObject(REPLAY.getByName('proofs-Z'))
    expect(await guard.use(proof, 'd', at(36))).toBe('replayed')
    expect(await guard.use({ ...proof, jti: 'y' }, 'd', at(36))).toBe('first')
  })
})
