import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import {
  isKeyStart,
  type KeyState,
  keyStateAt,
  stateChanges,
  succession,
} from '../../../src/session/key-states.ts'

const VERIFY_FOR = 100
const at = (seconds: number) => seconds as UnixSeconds
const lives = (...starts: readonly number[]) =>
  succession(
    starts.map((start, place) => ({ place, activeFrom: at(start) })),
    VERIFY_FOR,
  )
/** State by place in the list. */
const statesAt = (now: number, ...starts: readonly number[]): KeyState[] =>
  lives(...starts)
    .toSorted((a, b) => a.place - b.place)
    .map((life) => keyStateAt(life, at(now)))

describe('keyStateAt()', () => {
  it.each<readonly [number, KeyState, KeyState]>([
    [0, 'active', 'next'],
    [999, 'active', 'next'],
    [1000, 'retired', 'active'],
    [1099, 'retired', 'active'],
    [1100, 'ended', 'active'],
    [1_000_000, 'ended', 'active'],
  ])('at %d the key of ever is %s and the one from 1000 on is %s', (now, first, second) => {
    expect(statesAt(now, 0, 1000)).toEqual([first, second])
    expect(statesAt(now, 1000, 0)).toEqual([second, first])
  })

  it('retires a key when its successor begins, not when the one after that does', () => {
    expect(statesAt(1150, 0, 1000, 1100)).toEqual(['ended', 'retired', 'active'])
  })

  it('has no active key before the first begins', () => {
    expect(statesAt(499, 500, 1000)).toEqual(['next', 'next'])
  })

  it('lets the first of the list sign where several begin together; the others retire as they begin', () => {
    expect(statesAt(99, 0, 0, 0)).toEqual(['active', 'retired', 'retired'])
    expect(statesAt(100, 0, 0, 0)).toEqual(['active', 'ended', 'ended'])
    expect(statesAt(1000, 0, 1000, 1000)).toEqual(['retired', 'active', 'retired'])
  })
})

describe('stateChanges()', () => {
  it('are the beginnings and the ends, each once, the latest first', () => {
    expect(stateChanges(lives(0, 1000, 1100))).toEqual([1200, 1100, 1000, 0])
    expect(stateChanges(lives(7))).toEqual([7])
  })
})

describe('isKeyStart()', () => {
  it.each([0, 1, 1_793_491_200, 253_402_300_799])('takes %d', (value) => {
    expect(isKeyStart(value)).toBe(true)
  })

  it.each([-1, 0.5, Number.NaN, Infinity, 253_402_300_800, 1_793_491_200_000, '0', null, undefined])(
    'refuses %j',
    (value) => {
      expect(isKeyStart(value)).toBe(false)
    },
  )
})

describe('whatever the list', () => {
  const ORDER: readonly KeyState[] = ['next', 'active', 'retired', 'ended']
  // Few values, so that keys often begin together or just as another ends.
  const start = fc.integer({ min: 0, max: 12 })
  const starts = fc.array(start, { minLength: 1, maxLength: 8 })
  const verifyFor = fc.integer({ min: 0, max: 6 })
  const instants = Array.from({ length: 24 }, (_, second) => at(second - 1))
  const succeed = (list: readonly number[], verifyForSeconds: number) =>
    succession(
      list.map((activeFrom, place) => ({ place, activeFrom: at(activeFrom) })),
      verifyForSeconds,
    )

  it('one key is active at every instant from the first beginning on, and none before', () => {
    fc.assert(
      fc.property(starts, verifyFor, (list, seconds) => {
        for (const now of instants) {
          const active = succeed(list, seconds).filter((life) => keyStateAt(life, now) === 'active')
          expect(active).toHaveLength(now >= Math.min(...list) ? 1 : 0)
        }
      }),
    )
  })

  it('the active key is the one that began last, and of several the first of the list', () => {
    fc.assert(
      fc.property(starts, verifyFor, (list, seconds) => {
        for (const now of instants) {
          const begun = list.filter((activeFrom) => activeFrom <= now)
          const [active] = succeed(list, seconds).filter((life) => keyStateAt(life, now) === 'active')
          const expected = begun.length === 0 ? undefined : list.indexOf(Math.max(...begun))
          expect(active?.place).toBe(expected)
        }
      }),
    )
  })

  it('a key goes on from next to ended and never back', () => {
    fc.assert(
      fc.property(starts, verifyFor, (list, seconds) => {
        for (const life of succeed(list, seconds)) {
          const passed = instants.map((now) => ORDER.indexOf(keyStateAt(life, now)))
          expect(passed).toEqual(passed.toSorted((a, b) => a - b))
        }
      }),
    )
  })

  it('a key that was active verifies as long afterwards as what it signed may hold', () => {
    fc.assert(
      fc.property(starts, verifyFor, (list, seconds) => {
        for (const life of succeed(list, seconds))
          for (const signedAt of instants.filter((now) => keyStateAt(life, now) === 'active'))
            for (let age = 0; age <= seconds; age++)
              expect(keyStateAt(life, at(signedAt + age))).toMatch(/^(?:active|retired)$/)
      }),
    )
  })

  it('its order decides nothing among keys that begin at different times', () => {
    const shuffled = fc
      .uniqueArray(start, { minLength: 1, maxLength: 8 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        ),
      )
    fc.assert(
      fc.property(shuffled, verifyFor, ([list, other], seconds) => {
        const spans = (order: readonly number[]) =>
          succeed(order, seconds).map(({ place: _, ...span }) => span)
        expect(spans(other)).toEqual(spans(list))
      }),
    )
  })

  it('nothing changes between two changes', () => {
    fc.assert(
      fc.property(starts, verifyFor, (list, seconds) => {
        const all = succeed(list, seconds)
        const changes = new Set<number>(stateChanges(all))
        for (const now of instants) {
          if (changes.has(now)) continue
          for (const life of all) expect(keyStateAt(life, now)).toBe(keyStateAt(life, at(now - 1)))
        }
      }),
    )
  })
})
