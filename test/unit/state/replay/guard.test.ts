import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../../src/lib/time.ts'
import { proofExpires } from '../../../../src/session/proof-life.ts'
import { replayGuard } from '../../../../src/state/replay/guard.ts'
import type { ProofUse, UsedProofs } from '../../../../src/state/replay/types.ts'

const NOW = 1_793_491_200 as UnixSeconds
const PROOF = { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I', jti: 'an id', iat: NOW }

/** A namespace that answers as it is told, call by call, and keeps what it was asked. */
function namespaceOf(...answers: readonly (() => Promise<boolean>)[]) {
  const asked: { shard: string; use: ProofUse; now: number }[] = []
  return {
    asked,
    getByName: (shard: string): UsedProofs => ({
      use: (use, now) => {
        const answer = answers[asked.length]
        asked.push({ shard, use, now })
        if (answer === undefined) throw new Error('one call too many')
        return answer()
      },
    }),
  }
}
const says = (answer: boolean) => async () => answer
const fails = (flags: object) => async () => {
  throw Object.assign(new Error('broken'), flags)
}
const silent = () => new Promise<boolean>(() => {})

describe('replayGuard()', () => {
  it.each([
    ['first', [says(true)]],
    ['replayed', [says(false)]],
    ['unknown', [fails({})]],
    ['unknown', [fails({ overloaded: true })]],
    ['unknown', [fails({ overloaded: true, retryable: true })]],
    ['unknown', [fails({ retryable: false })]],
    ['first', [fails({ retryable: true }), says(true)]],
    ['replayed', [fails({ retryable: true }), says(false)]],
    ['unknown', [fails({ retryable: true }), fails({ retryable: true })]],
    ['unknown', [fails({ retryable: true }), fails({ retryable: true, overloaded: true })]],
  ] as const)('answers %s, and asks no more often than it should (%#)', async (answer, answers) => {
    const namespace = namespaceOf(...answers)
    expect(await replayGuard(namespace).use(PROOF, 'attempt', NOW)).toBe(answer)
    expect(namespace.asked).toHaveLength(answers.length)
  })

  it('answers unknown when a store throws instead of rejecting, or has no such object', async () => {
    const throwing = {
      getByName: (): UsedProofs => {
        throw new Error('no such namespace')
      },
    }
    expect(await replayGuard(throwing).use(PROOF, 'attempt', NOW)).toBe('unknown')
    const late = namespaceOf(async () => Promise.reject('text'))
    expect(await replayGuard(late).use(PROOF, 'attempt', NOW)).toBe('unknown')
  })

  it('waits no longer than it is told, whatever comes after', async () => {
    const started = performance.now()
    expect(await replayGuard(namespaceOf(silent), 30).use(PROOF, 'attempt', NOW)).toBe('unknown')
    expect(performance.now() - started).toBeLessThan(1_000)
    const afterwards = () =>
      new Promise<boolean>((_, reject) => setTimeout(() => reject(new Error('late')), 30))
    expect(await replayGuard(namespaceOf(afterwards), 5).use(PROOF, 'attempt', NOW)).toBe('unknown')
    await new Promise((resolve) => setTimeout(resolve, 50))
  })

  it('asks with a hash of key and id, the attempt, and an end beyond that of the proof', async () => {
    const namespace = namespaceOf(fails({ retryable: true }), says(true))
    await replayGuard(namespace).use(PROOF, 'attempt', NOW)
    const id = createHash('sha256').update(`${PROOF.jkt} ${PROOF.jti}`).digest('base64url')
    const call = {
      shard: 'proofs-0',
      use: { id, attempt: 'attempt', expires: proofExpires(PROOF) + 60 },
      now: NOW,
    }
    expect(namespace.asked).toEqual([call, call])
  })

  it('asks the same shard for every proof of a key, 64 for all keys', async () => {
    const namespace = namespaceOf(...Array.from({ length: 400 }, () => says(true)))
    const guard = replayGuard(namespace)
    for (let i = 0; i < 400; i++) {
      const jkt = createHash('sha256')
        .update(`${i >> 1}`)
        .digest('base64url')
      await guard.use({ ...PROOF, jkt, jti: `${i}` }, 'attempt', NOW)
    }
    const shards = namespace.asked.map(({ shard }) => shard)
    for (let i = 0; i < 400; i += 2) expect(shards[i]).toBe(shards[i + 1])
    expect(new Set(shards).size).toBeGreaterThan(40)
    expect(new Set(shards).size).toBeLessThanOrEqual(64)
  })
})
