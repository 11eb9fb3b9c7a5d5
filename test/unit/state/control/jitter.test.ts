import { describe, expect, it } from 'vitest'
import { coolDownMillis, dueMillis } from '../../../../src/state/control/jitter.ts'

const always = (byte: number) => (bytes: number) => new Uint8Array(bytes).fill(byte)
const [LEAST, MOST] = [always(0), always(255)]

describe('dueMillis()', () => {
  it('is between fifteen and twenty seconds', () => {
    expect(dueMillis(LEAST)).toBe(15_000)
    expect(dueMillis(always(128))).toBeCloseTo(17_510, -1)
    expect(dueMillis(MOST)).toBeGreaterThan(19_999)
    expect(dueMillis(MOST)).toBeLessThan(20_000)
  })
})

describe('coolDownMillis()', () => {
  it.each([
    // Of a read that goes on behind the request that waited for it.
    [0, 500, 1_000],
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [3, 2_000, 4_000],
    [4, 4_000, 8_000],
    [5, 4_000, 8_000],
    [5_000, 4_000, 8_000],
  ])('after %i failures without a copy: %i to %i ms', (failures, least, most) => {
    expect(coolDownMillis(failures, false, LEAST)).toBe(least)
    expect(coolDownMillis(failures, false, MOST)).toBeGreaterThan(most - 1)
    expect(coolDownMillis(failures, false, MOST)).toBeLessThan(most)
  })

  it('is five seconds where there is a copy', () => {
    for (const failures of [1, 9]) expect(coolDownMillis(failures, true, MOST)).toBe(5_000)
  })
})
