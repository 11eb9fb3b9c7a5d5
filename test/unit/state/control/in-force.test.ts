import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { millisFromSeconds, secondsFromMillis, type UnixMillis } from '../../../../src/lib/time.ts'
import type { RevocableToken } from '../../../../src/session/verify.ts'
import { InForce } from '../../../../src/state/control/in-force.ts'
import type { Control, ControlUpdate, Revocation } from '../../../../src/state/control/types.ts'
import { at, T, TABLES } from '../../../contracts/control-orders.ts'

const START = millisFromSeconds(at(0))
const later = (seconds: number) => (START + seconds * 1000) as UnixMillis
/** Chance as it is at its end: every time is the longest that it can be. */
const LONGEST = (bytes: number) => new Uint8Array(bytes).fill(255)
const SHORTEST = (bytes: number) => new Uint8Array(bytes)
const MAX_AGE = { maxAgeSeconds: 3_600, random: LONGEST }

const revoked = (value: string, more: Partial<Revocation> = {}): Revocation => ({
  id: `id-${value}`,
  kind: 'session',
  value,
  at: at(0),
  expires: at(100_000),
  ...more,
})
const update = (stamp: number, more: Partial<ControlUpdate> = {}): ControlUpdate => ({
  stamp,
  epoch: 0,
  tables: undefined,
  policy: undefined,
  candidate: undefined,
  breakGlassUntil: undefined,
  complete: false,
  revocations: [],
  lifted: [],
  ...more,
})
const all = (stamp: number, ...revocations: readonly Revocation[]) =>
  update(stamp, { complete: true, revocations })
const token = (sid: string): RevocableToken => ({
  sid,
  jti: 'j',
  sub: 's',
  kind: 'none',
  pol: 'p',
  kid: 'k',
  iat: T,
  authTime: T,
  assuredAt: T,
  epoch: 0,
})

type Read = Control['read']
const answering = (millis: number, answer: ControlUpdate) =>
  new Promise<ControlUpdate>((resolve) => setTimeout(() => resolve(answer), millis))
const never = () => new Promise<never>(() => {})
/** Nothing here ends a read with its request. */
const behind = () => {}

/** An isolate that asks a control which answers in turn; the last of the answers again and again. */
function isolate(...answers: readonly Read[]) {
  return isolateOf(LONGEST, ...answers)
}

function isolateOf(random: typeof LONGEST, ...answers: readonly Read[]) {
  let asked = 0
  const read = vi.fn<Read>((since, now) => {
    const answer = answers[Math.min(++asked, answers.length) - 1]
    return answer === undefined ? never() : answer(since, now)
  })
  return { inForce: new InForce({ read }, { ...MAX_AGE, random }), read }
}
const fine: Read = async (since) => (since === undefined ? all(1, revoked('a')) : update(1))
const down: Read = () => Promise.reject(new Error('secret internals'))

async function loaded(...answers: readonly Read[]) {
  const made = isolate(fine, ...answers)
  await made.inForce.catchUp(START, behind)
  return made
}
/** Whether it settles within so many milliseconds. */
async function settles(promise: Promise<unknown>, millis: number): Promise<boolean> {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  await vi.advanceTimersByTimeAsync(millis)
  return settled
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('an isolate without a control', () => {
  it('is current, and nothing is revoked', async () => {
    const inForce = new InForce(undefined, MAX_AGE)
    await inForce.catchUp(START, behind)
    await inForce.refresh(START)
    expect([inForce.standing(START), inForce.isDue(later(99)), inForce.mustWait(later(9_999))]).toEqual([
      'current',
      false,
      false,
    ])
    expect([inForce.epoch, inForce.count, inForce.revokes(token('a')), inForce.fault]).toEqual([
      0,
      0,
      undefined,
      undefined,
    ])
  })
})

describe('the age of the copy', () => {
  it.each([
    [0, false, false, 'current'],
    [19.999, false, false, 'current'],
    [20, true, false, 'current'],
    [49.999, true, false, 'current'],
    [50, true, true, 'current'],
    [60, true, true, 'current'],
    [60.001, true, true, 'stale'],
    [3_600, true, true, 'stale'],
    [3_600.001, true, true, 'expired'],
  ] as const)('of %s seconds: due %s, must wait %s, %s', async (age, due, wait, standing) => {
    const { inForce } = await loaded()
    for (const now of [later(age), later(-age)])
      expect([inForce.isDue(now), inForce.mustWait(now), inForce.standing(now)]).toEqual([
        due,
        wait,
        standing,
      ])
  })

  it('at which it is due is drawn anew with each read', async () => {
    const draws = [0, 128, 0]
    const drawn = (bytes: number) => new Uint8Array(bytes).fill(draws.shift() ?? 255)
    const { inForce } = isolateOf(drawn, fine)
    await inForce.catchUp(START, behind)
    const dueBefore = (seconds: number) =>
      [seconds - 0.02, seconds + 0.02].map((at) => inForce.isDue(later(at)))
    expect(dueBefore(15)).toEqual([false, true])
    await inForce.refresh(later(16))
    expect(dueBefore(16 + 17.51)).toEqual([false, true])
    await inForce.refresh(later(40))
    expect(dueBefore(55)).toEqual([false, true])
  })

  it('is none before the first read: that is due, and waited for', () => {
    const { inForce } = isolate(fine)
    expect([inForce.isDue(START), inForce.mustWait(START), inForce.standing(START)]).toEqual([
      true,
      true,
      'never',
    ])
    expect([inForce.stamp, inForce.epoch, inForce.count]).toEqual([undefined, 0, 0])
  })

  it('counts from when the read began', async () => {
    const { inForce } = await loaded(() => answering(4_000, update(1)))
    void inForce.refresh(later(30))
    await vi.advanceTimersByTimeAsync(4_000)
    expect([inForce.isDue(later(49.9)), inForce.isDue(later(50))]).toEqual([false, true])
  })
})

describe('refresh()', () => {
  it('asks for what is above the stamp, and takes it', async () => {
    const news = update(3, { epoch: 2, tables: TABLES, revocations: [revoked('b')], lifted: ['id-a'] })
    const { inForce, read } = await loaded(async () => news)
    await inForce.refresh(later(20))
    expect(read.mock.calls).toEqual([
      [undefined, at(0)],
      [1, at(20)],
    ])
    expect([inForce.stamp, inForce.epoch, inForce.tables, inForce.count]).toEqual([3, 2, TABLES, 1])
    expect(inForce.revokes({ ...token('b'), epoch: 2 })).toBe('session')
    expect(inForce.standing(later(80))).toBe('current')
  })

  it('reads nothing where it is not due', async () => {
    const { inForce, read } = await loaded()
    await inForce.refresh(later(19))
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('is one at a time', async () => {
    const { inForce, read } = await loaded(never)
    void inForce.refresh(later(20))
    expect(inForce.isDue(later(20))).toBe(false)
    await inForce.refresh(later(21))
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('that was cancelled with its request is taken over after five seconds', async () => {
    const { inForce, read } = await loaded(never, fine)
    void inForce.refresh(later(20))
    vi.clearAllTimers()
    expect([inForce.isDue(later(24.999)), inForce.isDue(later(25))]).toEqual([false, true])
    await inForce.refresh(later(25))
    expect([read.mock.calls.length, inForce.isDue(later(44)), inForce.fault]).toEqual([3, false, undefined])
  })

  it('gives up after five seconds, and is tried again five seconds after that', async () => {
    const { inForce } = await loaded(never)
    const refreshed = inForce.refresh(later(20))
    expect(await settles(refreshed, 4_999)).toBe(false)
    expect(inForce.fault).toBeUndefined()
    expect(await settles(refreshed, 1)).toBe(true)
    expect(inForce.fault).toBe('Control: timeout')
    expect([inForce.isDue(later(29.999)), inForce.isDue(later(30))]).toEqual([false, true])
  })

  it.each<readonly [string, Read]>([
    ['unreachable', down],
    [
      'unreachable',
      () => {
        throw new Error('no binding')
      },
    ],
    ['overloaded', () => Promise.reject(Object.assign(new Error('secret'), { overloaded: true }))],
    ['malformed answer', async () => ({ stamp: 'x' }) as never],
    ['malformed answer', async () => undefined as never],
    // Less than was asked from, although the control is said never to go back without a complete answer.
    ['malformed answer', async () => update(0)],
  ])(
    'leaves the copy as it was when the control is %s, and says no more than that',
    async (fault, answer) => {
      const { inForce } = await loaded(answer)
      await inForce.refresh(later(20))
      expect([inForce.fault, inForce.stamp, inForce.revokes(token('a'))]).toEqual([
        `Control: ${fault}`,
        1,
        'session',
      ])
      expect([inForce.isDue(later(24.9)), inForce.isDue(later(25))]).toEqual([false, true])
    },
  )

  it('forgets the fault with the next success', async () => {
    const { inForce } = await loaded(down, fine)
    await inForce.refresh(later(20))
    await inForce.refresh(later(25))
    expect([inForce.fault, inForce.standing(later(85))]).toEqual([undefined, 'current'])
  })

  it('takes an answer that comes after its time-out, as of when it was asked', async () => {
    const { inForce } = await loaded(() => answering(90_000, update(2, { revocations: [revoked('b')] })))
    void inForce.refresh(later(20))
    await vi.advanceTimersByTimeAsync(90_000)
    expect([inForce.stamp, inForce.revokes(token('b')), inForce.fault]).toEqual([2, 'session', undefined])
    expect([inForce.standing(later(80)), inForce.standing(later(110))]).toEqual(['current', 'stale'])
  })

  it('takes no answer that a later one has overtaken', async () => {
    const { inForce } = await loaded(
      () => answering(30_000, all(9, revoked('late'))),
      async () => update(2, { revocations: [revoked('b')], lifted: ['id-a'] }),
    )
    void inForce.refresh(later(20))
    await vi.advanceTimersByTimeAsync(5_000)
    await inForce.refresh(later(30))
    await vi.advanceTimersByTimeAsync(30_000)
    expect([inForce.stamp, inForce.count, inForce.revokes(token('b'))]).toEqual([2, 1, 'session'])
    expect(inForce.standing(later(90))).toBe('current')
  })

  it('takes no failure either that a later answer has overtaken', async () => {
    const lateFailure: Read = () => answering(30_000, update(1)).then(() => down(1, at(0)))
    const { inForce } = await loaded(lateFailure, fine)
    void inForce.refresh(later(20))
    await vi.advanceTimersByTimeAsync(5_000)
    await inForce.refresh(later(30))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(inForce.fault).toBeUndefined()
  })

  it('replaces everything when the control has lost its storage', async () => {
    const { inForce } = await loaded(async () => all(0))
    await inForce.refresh(later(20))
    expect([inForce.stamp, inForce.count, inForce.revokes(token('a'))]).toEqual([0, 0, undefined])
  })

  it('asks for everything where the clock goes back behind what has been forgotten', async () => {
    const everything: Read = async () => all(1, revoked('a', { expires: at(500) }))
    const { inForce, read } = isolate(everything, async () => update(1), everything)
    await inForce.catchUp(START, behind)
    await inForce.refresh(later(500))
    expect(inForce.count).toBe(0)
    await inForce.refresh(later(0))
    expect([read.mock.calls.at(-1), inForce.revokes(token('a'))]).toEqual([[undefined, at(0)], 'session'])
  })

  it('asks for everything there, too, where it was never told of what had expired by then', async () => {
    const { inForce, read } = isolate(
      async () => all(1),
      async () => all(1, revoked('a', { expires: at(500) })),
    )
    await inForce.catchUp(later(501), behind)
    await inForce.refresh(later(480))
    expect([read.mock.calls.at(-1), inForce.revokes(token('a'))]).toEqual([[undefined, at(480)], 'session'])
  })
})

describe('catchUp()', () => {
  it('waits 250 ms at most, and the request goes on without', async () => {
    const { inForce } = isolate(never)
    const caught = inForce.catchUp(START, behind)
    expect(await settles(caught, 249)).toBe(false)
    expect(await settles(caught, 1)).toBe(true)
    expect([inForce.standing(START), inForce.fault]).toEqual(['never', 'Control: timeout'])
  })

  it('has what a control answers within 250 ms', async () => {
    const { inForce } = isolate(() => answering(249, all(4, revoked('a'))))
    expect(await settles(inForce.catchUp(START, behind), 249)).toBe(true)
    expect([inForce.stamp, inForce.standing(START)]).toEqual([4, 'current'])
  })

  it('reads once for two hundred requests, each of which waits by timers of its own', async () => {
    const { inForce, read } = isolate(() => answering(120, all(4)))
    const first = inForce.catchUp(START, behind)
    const timers = vi.getTimerCount()
    const others = Array.from({ length: 199 }, () => inForce.catchUp(START, behind))
    expect(vi.getTimerCount()).toBe(timers + 2 * 199)
    expect(await settles(Promise.all([first, ...others]), 119)).toBe(false)
    expect(await settles(Promise.all([first, ...others]), 20)).toBe(true)
    expect([read.mock.calls.length, inForce.standing(START), vi.getTimerCount()]).toEqual([1, 'current', 0])
  })

  it('lets the others go as soon as it has failed', async () => {
    const { inForce } = isolate(() => answering(100, all(1)).then(() => down(1, at(0))))
    const others = [inForce.catchUp(START, behind), inForce.catchUp(START, behind)]
    expect(await settles(Promise.all(others), 115)).toBe(true)
    expect(inForce.fault).toBe('Control: unreachable')
  })

  it('waits no longer for another one where the isolate is so busy that timers are late', async () => {
    const { inForce, read } = isolate(never)
    void inForce.catchUp(START, behind)
    const inTime = globalThis.setTimeout
    vi.stubGlobal('setTimeout', (task: () => void, millis: number) =>
      inTime(task, millis < 50 ? 4 * millis : millis),
    )
    expect(await settles(inForce.catchUp(START, behind), 290)).toBe(true)
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('goes on after 250 ms where the read of a cancelled request was cut off, and takes over after 5 s', async () => {
    const { inForce, read } = isolate(never, down, fine)
    void inForce.catchUp(START, behind)
    vi.clearAllTimers()
    for (const [begun, over] of [
      [0, 1.25],
      [1.25, 2.5],
    ] as const) {
      const waiting = inForce.catchUp(later(begun), behind)
      expect(await settles(waiting, 240)).toBe(false)
      expect(await settles(waiting, 10)).toBe(true)
      expect(inForce.standing(START)).toBe('never')
      expect([over - 0.002, over].map((at) => inForce.mustWait(later(at)))).toEqual([false, true])
    }
    expect(read).toHaveBeenCalledTimes(1)
    // What was cut off is a failure as well: the next one is the second.
    await inForce.catchUp(later(5), behind)
    expect([read.mock.calls.length, inForce.fault]).toEqual([2, 'Control: unreachable'])
    expect([6.998, 7].map((seconds) => inForce.mustWait(later(seconds)))).toEqual([false, true])
    await inForce.catchUp(later(7), behind)
    expect([read.mock.calls.length, inForce.standing(later(7))]).toEqual([3, 'current'])
  })

  it('takes over at once where the time of the cancelled one is up, and not before', async () => {
    const { inForce, read } = isolate(never, fine)
    void inForce.catchUp(START, behind)
    vi.clearAllTimers()
    const early = inForce.catchUp(later(4.999), behind)
    expect(await settles(early, 250)).toBe(true)
    expect([read.mock.calls.length, inForce.standing(later(4.999))]).toEqual([1, 'never'])
    await inForce.catchUp(later(6.25), behind)
    expect([read.mock.calls.length, inForce.standing(later(6.25))]).toEqual([2, 'current'])
  })

  it('waits 250 ms at most for a refresh that hangs, which goes on nevertheless', async () => {
    const { inForce, read } = await loaded(() => answering(4_000, update(2)))
    void inForce.refresh(later(49))
    const waiting = inForce.catchUp(later(50), behind)
    expect(await settles(waiting, 250)).toBe(true)
    expect([inForce.fault, inForce.mustWait(later(50.3))]).toEqual(['Control: timeout', false])
    await vi.advanceTimersByTimeAsync(3_750)
    expect([inForce.stamp, inForce.fault, read.mock.calls.length]).toEqual([2, undefined, 2])
  })

  it('is not waited for again for a second without a copy, five seconds with one', async () => {
    const empty = isolate(down)
    await empty.inForce.catchUp(START, behind)
    expect([empty.inForce.mustWait(later(0.999)), empty.inForce.isDue(later(0.999))]).toEqual([false, false])
    expect(empty.inForce.mustWait(later(1))).toBe(true)
    const { inForce } = await loaded(down)
    await inForce.catchUp(later(50), behind)
    expect([inForce.mustWait(later(54.999)), inForce.isDue(later(54.999))]).toEqual([false, false])
    expect(inForce.mustWait(later(55))).toBe(true)
  })

  it('waits longer after each failure without a copy, up to eight seconds, and not longer after a success', async () => {
    for (const [random, share] of [
      [LONGEST, 1],
      [SHORTEST, 0.5],
    ] as const) {
      let isDown = true
      const { inForce } = isolateOf(random, (since) => (isDown ? down(since, at(0)) : fine(since, at(0))))
      let now = 0
      for (const most of [1, 2, 4, 8, 8]) {
        await inForce.catchUp(later(now), behind)
        const over = now + most * share
        expect([inForce.mustWait(later(over - 0.002)), inForce.mustWait(later(over))]).toEqual([false, true])
        expect(inForce.isDue(later(over - 0.002))).toBe(false)
        now = over
      }
      isDown = false
      await inForce.catchUp(later(now), behind)
      expect(inForce.standing(later(now))).toBe('current')
      isDown = true
      await inForce.catchUp(later(now + 50), behind)
      expect([54.999, 55].map((seconds) => inForce.mustWait(later(now + seconds)))).toEqual([false, true])
    }
  })

  it('counts one failure of one read, however many requests have looked on', async () => {
    const { inForce } = isolate(never, down)
    const caught = Array.from({ length: 20 }, () => inForce.catchUp(START, behind))
    expect(await settles(Promise.all(caught), 250)).toBe(true)
    await vi.advanceTimersByTimeAsync(4_750)
    // At five seconds it has failed: for one second nobody waits.
    expect([5.999, 6].map((seconds) => inForce.mustWait(later(seconds)))).toEqual([false, true])
    await inForce.catchUp(later(6), behind)
    expect([7.999, 8].map((seconds) => inForce.mustWait(later(seconds)))).toEqual([false, true])
  })

  it('has a later request wait for the read that still goes on, and begins no other', async () => {
    const { inForce, read } = isolate(() => answering(1_400, all(4, revoked('a'))))
    expect(await settles(inForce.catchUp(START, behind), 250)).toBe(true)
    const meanwhile = later(1.2)
    expect([inForce.mustWait(meanwhile), inForce.isDue(meanwhile)]).toEqual([false, false])
    await vi.advanceTimersByTimeAsync(1_050)
    const next = later(1.3)
    expect([inForce.mustWait(next), inForce.isDue(next)]).toEqual([true, false])
    expect(await settles(inForce.catchUp(next, behind), 110)).toBe(true)
    expect([inForce.standing(next), inForce.revokes(token('a')), read.mock.calls.length]).toEqual([
      'current',
      'session',
      1,
    ])
  })

  it('counts a failure that comes too late for it once, and the next request waits for nothing', async () => {
    const lateFailure: Read = () => answering(400, all(1)).then(() => down(1, at(0)))
    const { inForce, read } = isolate(lateFailure, down)
    expect(await settles(inForce.catchUp(START, behind), 250)).toBe(true)
    expect(inForce.fault).toBe('Control: timeout')
    await vi.advanceTimersByTimeAsync(150)
    expect(inForce.fault).toBe('Control: unreachable')
    expect([0.998, 1].map((seconds) => inForce.mustWait(later(seconds)))).toEqual([false, true])
    await inForce.catchUp(later(1), behind)
    expect([2.998, 3].map((seconds) => inForce.mustWait(later(seconds)))).toEqual([false, true])
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('takes what comes too late for it', async () => {
    const { inForce } = isolate(() => answering(600, all(4)))
    expect(await settles(inForce.catchUp(START, behind), 250)).toBe(true)
    await vi.advanceTimersByTimeAsync(350)
    expect([inForce.standing(START), inForce.stamp, inForce.fault]).toEqual(['current', 4, undefined])
  })

  it('hands a read that takes longer on to what is behind the request, and the next one has it', async () => {
    const { inForce, read } = isolate(() => answering(330, all(4, revoked('a'))))
    const handedOn: Promise<void>[] = []
    const caught = inForce.catchUp(START, (task) => handedOn.push(task))
    expect(await settles(caught, 250)).toBe(true)
    const next = later(0.27)
    expect([inForce.standing(next), inForce.mustWait(next), inForce.isDue(next)]).toEqual([
      'never',
      false,
      false,
    ])
    expect(await settles(Promise.all(handedOn), 80)).toBe(true)
    expect([inForce.standing(next), inForce.revokes(token('a')), inForce.fault]).toEqual([
      'current',
      'session',
      undefined,
    ])
    expect([handedOn.length, read.mock.calls.length]).toEqual([1, 1])
  })

  it('hands nothing on where another read is under way, and takes over after five seconds', async () => {
    const { inForce, read } = isolate(never, fine)
    const handedOn: Promise<void>[] = []
    const caught = [0, 0.1].map((seconds) => inForce.catchUp(later(seconds), (task) => handedOn.push(task)))
    expect(await settles(Promise.all(caught), 250)).toBe(true)
    expect([handedOn.length, read.mock.calls.length]).toEqual([1, 1])
    vi.clearAllTimers()
    await inForce.catchUp(later(5), (task) => handedOn.push(task))
    expect([handedOn.length, inForce.standing(later(5))]).toEqual([2, 'current'])
  })

  it('reads nothing where nobody has to wait', async () => {
    const { inForce, read } = await loaded()
    await inForce.catchUp(later(49), behind)
    expect(read).toHaveBeenCalledTimes(1)
  })
})

describe('three hours without a control', () => {
  it('cost a read every five seconds at most, no request more than 250 ms, and end with the first answer', async () => {
    let isDown = true
    const { inForce, read } = await loaded((since) => (isDown ? never() : fine(since, at(0))))
    const standings: Record<string, number> = {}
    let waits = 0
    for (let seconds = 1; seconds <= 10_800; seconds++) {
      const now = later(seconds)
      if (inForce.mustWait(now)) {
        waits++
        expect(await settles(inForce.catchUp(now, behind), 250)).toBe(true)
        await vi.advanceTimersByTimeAsync(750)
      } else {
        if (inForce.isDue(now)) void inForce.refresh(now)
        await vi.advanceTimersByTimeAsync(1_000)
      }
      expect(inForce.revokes(token('a'))).toBe('session')
      const standing = inForce.standing(now)
      standings[standing] = (standings[standing] ?? 0) + 1
    }
    expect(standings).toEqual({ current: 60, stale: 3_540, expired: 7_200 })
    expect(read.mock.calls.length).toBeLessThan(10_800 / 5)
    expect(waits).toBeGreaterThan(500)
    isDown = false
    await inForce.catchUp(later(10_806), behind)
    expect([inForce.standing(later(10_806)), inForce.fault]).toEqual(['current', undefined])
  })
})

describe('the policies that Control names', () => {
  const POLICIES = { policy: 'a'.repeat(64), candidate: 'b'.repeat(64), breakGlassUntil: at(60) }
  const held = ({ policy, candidate, breakGlassUntil }: InForce) => ({ policy, candidate, breakGlassUntil })
  const NONE = { policy: undefined, candidate: undefined, breakGlassUntil: undefined }

  it('are unknown before the first read, and then what it has brought', async () => {
    const inForce = new InForce({ read: async () => update(1, { complete: true, ...POLICIES }) }, MAX_AGE)
    expect(held(inForce)).toEqual(NONE)
    await inForce.catchUp(START, behind)
    expect(held(inForce)).toEqual(POLICIES)
  })

  it('are what this isolate has changed, at once, until a read has brought it', async () => {
    let answer = update(1, { complete: true })
    const inForce = new InForce({ read: async () => answer }, MAX_AGE)
    await inForce.catchUp(START, behind)
    inForce.apply(update(2, POLICIES))
    expect(held(inForce)).toEqual(POLICIES)
    answer = update(3, { complete: false })
    await inForce.refresh(later(30))
    expect([inForce.stamp, held(inForce)]).toEqual([3, NONE])
  })
})

describe('apply(), of a change that this isolate has made', () => {
  it('holds at once, and makes the copy no younger', async () => {
    const { inForce } = await loaded()
    inForce.apply(update(2, { epoch: 0, tables: TABLES, revocations: [revoked('own')] }))
    expect([inForce.stamp, inForce.tables, inForce.revokes(token('own'))]).toEqual([2, TABLES, 'session'])
    expect(inForce.isDue(later(20))).toBe(true)
  })

  it('leaves the stamp where others have made changes in between, which are still read', async () => {
    const between = update(4, { revocations: [revoked('theirs'), revoked('own')] })
    const { inForce, read } = await loaded(async () => between)
    inForce.apply(update(4, { revocations: [revoked('own')] }))
    expect([inForce.stamp, inForce.revokes(token('own'))]).toEqual([1, 'session'])
    await inForce.refresh(later(20))
    expect(read.mock.calls.at(-1)).toEqual([1, at(20)])
    expect([inForce.stamp, inForce.revokes(token('theirs'))]).toEqual([4, 'session'])
  })

  it.each<readonly [string, ControlUpdate, number]>([
    ['of news', update(3, { revocations: [revoked('theirs')] }), 3],
    ['that nothing is new', update(1), 1],
    ['of everything', all(3, revoked('theirs')), 3],
  ])('is not undone by an answer %s to a question that was asked before it', async (_, answer, stamp) => {
    const { inForce } = await loaded(() => answering(1_000, answer))
    const reading = inForce.refresh(later(20))
    inForce.apply(update(7, { epoch: 5, tables: TABLES, revocations: [revoked('own')] }))
    await vi.advanceTimersByTimeAsync(1_000)
    await reading
    // A complete answer to a question for news means that the storage was lost, and the change with it.
    const isLost = answer.complete
    expect([inForce.stamp, inForce.epoch, inForce.tables]).toEqual([
      stamp,
      isLost ? 0 : 5,
      isLost ? undefined : TABLES,
    ])
    expect(inForce.revokes({ ...token('own'), epoch: 5 })).toBe(isLost ? undefined : 'session')
  })

  it('that follows on the stamp is not undone by an older answer either', async () => {
    const { inForce } = await loaded(() => answering(1_000, update(1)))
    const reading = inForce.refresh(later(20))
    inForce.apply(update(2, { revocations: [revoked('own')] }))
    await vi.advanceTimersByTimeAsync(1_000)
    await reading
    expect([inForce.stamp, inForce.revokes(token('own')), inForce.isDue(later(39))]).toEqual([
      2,
      'session',
      false,
    ])
  })

  it('does nothing where a later state is held, or none', async () => {
    const { inForce } = await loaded()
    inForce.apply(update(1, { revocations: [revoked('old')] }))
    expect(inForce.revokes(token('old'))).toBeUndefined()
    const empty = isolate(fine).inForce
    empty.apply(update(1, { revocations: [revoked('own')] }))
    expect([empty.standing(START), empty.stamp]).toEqual(['never', undefined])
  })
})

describe('revokesSubject()', () => {
  const upTo = (seconds: number, more: Partial<Revocation> = {}) =>
    revoked('acct_1', { kind: 'account', issuedUpTo: at(seconds), ...more })
  const vouched = (seconds: number) => ({ kind: 'account', id: 'acct_1', at: at(seconds) }) as const

  it('is nobody without a control, and before the first read', () => {
    expect(new InForce(undefined, MAX_AGE).revokesSubject(vouched(0))).toBe(false)
    expect(isolate(fine).inForce.revokesSubject(vouched(0))).toBe(false)
  })

  it('is whoever was vouched for up to the last second that is meant', async () => {
    const { inForce } = isolate(async () => all(1, upTo(60)))
    await inForce.catchUp(START, behind)
    expect([0, 60, 61].map((second) => inForce.revokesSubject(vouched(second)))).toEqual([true, true, false])
    expect(inForce.revokesSubject({ ...vouched(0), kind: 'key' })).toBe(false)
  })

  it('holds as soon as an own change is applied, and no longer than it stands', async () => {
    const { inForce } = await loaded(async () => update(3, { lifted: ['id-acct_1'] }))
    inForce.apply(update(2, { revocations: [upTo(60)] }))
    expect(inForce.revokesSubject(vouched(0))).toBe(true)
    await inForce.refresh(later(20))
    expect(inForce.revokesSubject(vouched(0))).toBe(false)
  })

  it('goes on holding where the control cannot be read', async () => {
    const { inForce } = isolate(async () => all(1, upTo(60)), down)
    await inForce.catchUp(START, behind)
    await inForce.refresh(later(20))
    expect([inForce.fault, inForce.revokesSubject(vouched(0))]).toEqual(['Control: unreachable', true])
  })
})

it('tells the control the second in which it asks', async () => {
  const { inForce, read } = isolate(fine)
  const now = later(12.75)
  await inForce.catchUp(now, behind)
  expect(read.mock.calls).toEqual([[undefined, secondsFromMillis(now)]])
})
