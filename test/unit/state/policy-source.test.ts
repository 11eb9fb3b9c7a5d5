import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { documentSha256 } from '../../../src/config/live-document.ts'
import { signPolicy } from '../../../src/config/policy-signature.ts'
import type { PolicySigner } from '../../../src/config/policy-signers-schema.ts'
import type { UnixMillis } from '../../../src/lib/time.ts'
import { PolicySource, type ReadDocument } from '../../../src/state/policy-source.ts'
import { policySigner } from '../../support/policy-signers.ts'

const text = (...regions: readonly string[]) =>
  JSON.stringify({ POLICY: { default: 'allow' }, RESTRICTED_REGIONS: regions, DENIED_NETWORKS: [] })
const A = text('CU')
const B = text('KP')
const SHA_A = await documentSha256(A)
const SHA_B = await documentSha256(B)
const START = 1_793_491_200_000 as UnixMillis
const later = (seconds: number) => (START + seconds * 1000) as UnixMillis
const HOUR = 3_600

const unsigned = (found: string | undefined): ReadDocument => {
  return async () => (found === undefined ? undefined : { text: found, signatures: [] })
}
const BOTH: ReadDocument = async (sha256) => ({ text: sha256 === SHA_A ? A : B, signatures: [] })
const down: ReadDocument = async () => Promise.reject(new Error('Control is down'))
const silent: ReadDocument = () => new Promise(() => {})

function sourceOf(first: ReadDocument, signers: readonly PolicySigner[] = []) {
  const state = { read: first, inForce: 'deployed' as string, swaps: 0 }
  const read = vi.fn<ReadDocument>((sha256) => state.read(sha256))
  const source = new PolicySource<string>(
    {
      make: async ({ document }) => String(document.RESTRICTED_REGIONS),
      swap: (policy) => {
        state.swaps++
        state.inForce = policy ?? 'deployed'
      },
    },
    read,
    { name: 'the live policy', signers, maxAgeSeconds: HOUR },
  )
  return { source, state, read }
}

/** An isolate whose first request has come, while `Control` names that document. */
async function started(
  read: ReadDocument,
  named: string | 'none' = SHA_A,
  signers?: readonly PolicySigner[],
) {
  const made = sourceOf(read, signers)
  made.source.want(named === 'none' ? undefined : named, START)
  if (made.source.isStarting) await made.source.start(START)
  return made
}

describe('what is in force', () => {
  it('is the deployed policy while nothing was heard, and nobody waits for it', () => {
    const { source } = sourceOf(BOTH)
    expect([source.isStarting, source.isDue(START), source.standing(START)]).toEqual([
      false,
      false,
      'current',
    ])
  })

  it('is the deployed policy where Control names none', async () => {
    const { source, state, read } = await started(BOTH, 'none')
    expect([state.inForce, source.standing(START), source.fault]).toEqual(['deployed', 'current', undefined])
    expect(read).not.toHaveBeenCalled()
  })

  it('is the document that Control names, before the first request is decided', async () => {
    const { source, state } = await started(BOTH)
    expect([state.inForce, source.standing(START), source.isStarting]).toEqual(['CU', 'current', false])
  })

  it('is read once, and then never again', async () => {
    const { source, read } = await started(BOTH)
    source.want(SHA_A, later(1_000))
    expect([source.isDue(later(1_000)), read.mock.calls]).toEqual([false, [[SHA_A]]])
  })

  it('is the next one once that is there, and nobody waits meanwhile', async () => {
    const { source, state } = await started(BOTH)
    source.want(SHA_B, later(60))
    expect([source.isStarting, source.isDue(later(60)), source.standing(later(60))]).toEqual([
      false,
      true,
      'stale',
    ])
    expect(state.inForce).toBe('CU')
    await source.retry(later(60))
    expect([state.inForce, source.standing(later(60))]).toEqual(['KP', 'current'])
  })

  it('is the deployed policy again at once where that is wanted', async () => {
    const { source, state } = await started(BOTH)
    source.want(undefined, later(60))
    expect([state.inForce, source.standing(later(60)), source.isDue(later(60))]).toEqual([
      'deployed',
      'current',
      false,
    ])
  })

  it('is not what was read for a name that nobody names any more', async () => {
    const { source, state } = await started(BOTH)
    const answers: (() => void)[] = []
    state.read = (sha256) => new Promise((resolve) => answers.push(() => resolve(BOTH(sha256))))
    source.want(SHA_B, later(60))
    const late = source.retry(later(60))
    source.want(undefined, later(61))
    for (const answer of answers) answer()
    await late
    expect([state.inForce, source.standing(later(61))]).toEqual(['deployed', 'current'])
  })

  it('stays where the name goes to another one and comes back before that was there', async () => {
    const { source, state } = await started(BOTH)
    source.want(SHA_B, later(60))
    source.want(SHA_A, later(61))
    expect([state.inForce, source.standing(later(9_999)), source.isDue(later(61))]).toEqual([
      'CU',
      'current',
      false,
    ])
  })
})

const TROUBLE: readonly (readonly [string, ReadDocument, string])[] = [
  ['is not there', unsigned(undefined), 'not found'],
  ['cannot be reached', down, 'unreachable'],
  ['is another text', unsigned(B), 'not the one with this checksum'],
  ['is cut off', unsigned(A.slice(0, -1)), 'not the one with this checksum'],
  ['has a letter more', unsigned(`${A} `), 'not the one with this checksum'],
  ['is no text', async () => ({ text: 7, signatures: [] }) as never, 'malformed answer'],
  ['has no signatures', async () => ({ text: A }) as never, 'malformed answer'],
]

describe('a document that cannot be had', () => {
  it.each(TROUBLE)('and %s leaves the one before in force, for its age', async (_, read, fault) => {
    const { source, state } = await started(BOTH, SHA_B)
    state.read = read
    source.want(SHA_A, later(60))
    await source.retry(later(60))
    expect(state.inForce).toBe('KP')
    expect(source.fault).toBe(`the live policy ${SHA_A.slice(0, 16)}…: ${source.fault?.split('…: ')[1]}`)
    expect(source.fault).toContain(fault)
    expect(source.standing(later(60 + HOUR))).toBe('stale')
    expect(source.standing(later(60 + HOUR + 1))).toBe('expired')
  })

  it.each(TROUBLE)('and %s leaves nothing where none was in force before', async (_, read, fault) => {
    const { source, state } = await started(read)
    expect([state.swaps, source.standing(START)]).toEqual([0, 'missing'])
    expect(source.fault).toContain(fault)
  })

  it('leaves nothing after ten seconds where the deployed policy was in force: it may admit what this one refuses', async () => {
    const { source, state } = await started(down, 'none')
    source.want(SHA_A, later(60))
    await source.retry(later(60))
    expect([state.inForce, source.standing(later(70)), source.standing(later(71))]).toEqual([
      'deployed',
      'stale',
      'missing',
    ])
  })

  it('is one that is no policy here, whoever stored it', async () => {
    const broken = '{"POLICY":{"default":"perhaps"}}'
    const { source } = await started(unsigned(broken), await documentSha256(broken))
    expect(source.standing(START)).toBe('missing')
    expect(source.fault).toMatch(/POLICY\.default: expected .*; RESTRICTED_REGIONS: expected/)
  })

  it('is asked for again every five seconds, and then holds', async () => {
    const { source, state } = await started(down)
    expect([source.isDue(later(4)), source.isDue(later(5))]).toEqual([false, true])
    await source.retry(later(5))
    expect([source.isDue(later(9)), source.standing(later(9))]).toEqual([false, 'missing'])
    state.read = BOTH
    await source.retry(later(10))
    expect([state.inForce, source.standing(later(10)), source.fault]).toEqual(['CU', 'current', undefined])
  })

  it('is asked for again where the clock goes back', async () => {
    const { source } = await started(down)
    expect(source.isDue(later(-3_600))).toBe(true)
  })

  it('is asked for again at once where another one is named', async () => {
    const { source } = await started(down)
    source.want(SHA_B, later(1))
    expect([source.isDue(later(1)), source.fault]).toEqual([true, undefined])
  })
})

describe('signatures', () => {
  const good = async () => {
    const { signer, jwk } = await policySigner('ada')
    return { signers: [signer], signature: await signPolicy(SHA_A, jwk), jwk }
  }

  it('are needed where there are signers: one', async () => {
    const { signers, signature } = await good()
    const read: ReadDocument = async () => ({ text: A, signatures: ['x.y.z', signature] })
    expect((await started(read, SHA_A, signers)).state.inForce).toBe('CU')
  })

  it('are none of another document, of nobody, or of somebody else', async () => {
    const { signers, jwk } = await good()
    const { jwk: mallory } = await policySigner('mallory')
    for (const signatures of [[], [await signPolicy(SHA_B, jwk)], [await signPolicy(SHA_A, mallory)]]) {
      const { source, state } = await started(async () => ({ text: A, signatures }), SHA_A, signers)
      expect([state.inForce, source.standing(START)]).toEqual(['deployed', 'missing'])
      expect(source.fault).toContain('not signed by any of POLICY_SIGNERS')
    }
  })
})

describe('the start of an isolate', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('waits for two seconds, and goes on without a policy', async () => {
    const { source } = sourceOf(silent)
    source.want(SHA_A, START)
    const requests = [source.start(START), source.start(START), source.start(START)]
    await vi.advanceTimersByTimeAsync(1_990)
    expect(source.isStarting).toBe(true)
    await vi.advanceTimersByTimeAsync(100)
    await Promise.all(requests)
    expect([source.isStarting, source.standing(later(2))]).toEqual([false, 'missing'])
    expect(source.fault).toMatch(/timeout|nobody has read it in time/)
  })
})

describe('the first requests of an isolate', () => {
  it('read once for all of them, each by a timer of its own', async () => {
    const { source, state, read } = sourceOf(
      (sha256) => new Promise((resolve) => setTimeout(() => resolve(BOTH(sha256)), 60)),
    )
    source.want(SHA_A, START)
    await Promise.all([source.start(START), source.start(START), source.start(START)])
    expect([state.inForce, read.mock.calls.length]).toEqual(['CU', 1])
  })
})
