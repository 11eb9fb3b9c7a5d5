import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { millisFromSeconds } from '../../../../src/lib/time.ts'
import type { RevocableToken } from '../../../../src/session/verify.ts'
import { InForce } from '../../../../src/state/control/in-force.ts'
import { LIMITS } from '../../../../src/state/control/limits.ts'
import { unpacked } from '../../../../src/state/control/packed.ts'
import { ControlStore } from '../../../../src/state/control/store.ts'
import {
  type Change,
  type Control,
  type ControlUpdate,
  REVOCABLE,
} from '../../../../src/state/control/types.ts'
import { appealEntry } from '../../../contracts/control-appeals.ts'
import { at, lift, order, RAISE, revoke, T, TABLES } from '../../../contracts/control-orders.ts'
import { nodeStorage } from '../../../contracts/control-sqlite.ts'

const numRuns = 300
const OPTIONS = { maxAgeSeconds: 3_600, random: (bytes: number) => new Uint8Array(randomBytes(bytes)) }

type Step =
  | { readonly step: 'change'; readonly change: Change; readonly own: boolean }
  | { readonly step: 'lift'; readonly which: number; readonly own: boolean }
  | { readonly step: 'appeal'; readonly own: boolean }
  | { readonly step: 'read' }
  /** Another isolate, which has the object keep what it is told. */
  | { readonly step: 'start' }
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'prune' }

const value = fc.constantFrom('x', 'y', 'z')
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ kind: fc.constantFrom(...REVOCABLE), value, forSeconds: fc.integer({ min: 1, max: 400 }) })
      .map(({ kind, value, forSeconds }) => revoke(kind, value, forSeconds)),
  },
  { weight: 1, arbitrary: fc.constant(RAISE) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Change>(
      { action: 'set_tables', sha256: TABLES },
      { action: 'set_tables', sha256: undefined },
    ),
  },
)
const own = fc.boolean()
const steps = (mostBack: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ step: fc.constant('change' as const), change, own }) },
      { weight: 2, arbitrary: fc.record({ step: fc.constant('lift' as const), which: fc.nat(50), own }) },
      { weight: 1, arbitrary: fc.record({ step: fc.constant('appeal' as const), own }) },
      { weight: 3, arbitrary: fc.constant<Step>({ step: 'read' }) },
      { weight: 2, arbitrary: fc.constant<Step>({ step: 'start' }) },
      {
        weight: 3,
        arbitrary: fc.record({
          step: fc.constant('wait' as const),
          seconds: fc.integer({ min: -mostBack, max: 200 }),
        }),
      },
      { weight: 1, arbitrary: fc.constant<Step>({ step: 'prune' }) },
    ),
    { maxLength: 60 },
  )

/** Seconds ago that a token was issued, its subject vouched for, its assurance verified: each the oldest in turn. */
const AGES = [
  [0, 0, 0],
  [60, 60, 60],
  [61, 61, 61],
  [300, 300, 300],
  [0, 61, 0],
  [0, 300, 60],
  [0, 0, 61],
  [0, 60, 300],
  [61, 0, 0],
  [300, 60, 61],
] as const

/** Every token that those values could mean, of a few instants around them. */
function tokens(epoch: number, seconds: number): RevocableToken[] {
  const base = { sid: '-', jti: '-', sub: '-', kind: 'none', pol: '-', kid: '-' } as const
  return ['x', 'y', 'z'].flatMap((name) =>
    [
      { ...base, sid: name },
      { ...base, jti: name },
      { ...base, sub: name, kind: 'account' as const },
      { ...base, sub: name, kind: 'key' as const },
      { ...base, pol: name },
      { ...base, kid: name },
    ].flatMap((token) =>
      AGES.flatMap(([issuedAgo, vouchedAgo, assuredAgo]) =>
        [epoch, epoch - 1].map((issued) => ({
          ...token,
          iat: T + seconds - issuedAgo,
          authTime: T + seconds - vouchedAgo,
          assuredAt: T + seconds - assuredAgo,
          epoch: issued,
        })),
      ),
    ),
  )
}

/**
 * Plays the steps to a control, and to an isolate that hears of them by deltas and by its own changes only. At the end
 * there are one that has just started and got what the object has ready, and one that has got everything row by row.
 */
async function play(sequence: readonly Step[]) {
  const store = new ControlStore(nodeStorage(), (bytes) => new Uint8Array(randomBytes(bytes)), {
    revocations: 12,
    changesPerMinute: LIMITS.clientChangesPerMinute,
    clientChangesPerMinute: LIMITS.clientChangesPerMinute,
  })
  const control: Pick<Control, 'read'> = {
    read: async (since, now) => unpacked(structuredClone(store.readPacked(since, now)), now) as ControlUpdate,
  }
  const start = async (from: Pick<Control, 'read'>) => {
    const made = new InForce(from, OPTIONS)
    await made.catchUp(millis(), () => {})
    return made
  }
  const isolate = new InForce(control, OPTIONS)
  const ids: string[] = []
  let seconds = 0
  const millis = () => millisFromSeconds(at(seconds))
  const carryOut = (what: Change, isOwn: boolean) => {
    const changed = store.change(order(what), at(seconds))
    if (!changed.ok) return
    if (changed.value.record.revocation !== undefined) ids.push(changed.value.record.revocation)
    if (isOwn) isolate.apply(changed.value.update)
  }
  for (const step of sequence) {
    if (step.step === 'wait') seconds += step.seconds
    if (step.step === 'prune') store.prune(at(seconds))
    if (step.step === 'change') carryOut(step.change, step.own)
    if (step.step === 'lift') carryOut(lift(ids[step.which % Math.max(ids.length, 1)] ?? 'none'), step.own)
    if (step.step === 'appeal') {
      // Taking one moves no stamp, and closing it does, with nothing to tell.
      store.appeal(appealEntry(), at(seconds))
      const [open] = store.appeals({ state: 'open', limit: 1 })
      if (open !== undefined)
        carryOut({ action: 'close_appeal', appeal: open.id, outcome: 'upheld' }, step.own)
    }
    if (step.step === 'read') await isolate.refresh(millis())
    if (step.step === 'start') await start(control)
  }
  // Until the copy is old enough to be renewed: at once it is not, where the clock has gone back to its own time.
  do seconds += 20
  while (!isolate.isDue(millis()))
  await isolate.refresh(millis())
  const fresh = await start({ read: async (since, now) => store.read(since, now) })
  return { isolate, started: await start(control), fresh, seconds }
}

describe('an isolate that hears of changes only', () => {
  it('says of every token what one says that has just read everything', async () => {
    let revoked = 0
    await fc.assert(
      fc.asyncProperty(steps(0), async (sequence) => {
        const { isolate, started, fresh, seconds } = await play(sequence)
        for (const token of tokens(fresh.epoch, seconds)) {
          const expected = fresh.revokes(token)
          if (expected !== undefined && expected !== 'epoch') revoked++
          expect([isolate.revokes(token), started.revokes(token)]).toEqual([expected, expected])
        }
        for (const { stamp, epoch, tables, count } of [isolate, started])
          expect([stamp, epoch, tables, count]).toEqual([fresh.stamp, fresh.epoch, fresh.tables, fresh.count])
      }),
      { numRuns },
    )
    expect(revoked).toBeGreaterThan(numRuns)
  })

  it('never knows less than that, even where the clock goes back and forth', async () => {
    await fc.assert(
      fc.asyncProperty(steps(200), async (sequence) => {
        const { isolate, started, fresh, seconds } = await play(sequence)
        for (const token of tokens(fresh.epoch, seconds))
          if (fresh.revokes(token) !== undefined)
            for (const one of [isolate, started]) expect(one.revokes(token)).toBeDefined()
        for (const { stamp, epoch, tables } of [isolate, started])
          expect([stamp, epoch, tables]).toEqual([fresh.stamp, fresh.epoch, fresh.tables])
      }),
      { numRuns },
    )
  })
})
