import { describe, expect, test } from 'vitest'
import { Chance, zipfDraw, zipfShares } from '../../../../bench/capacity/random.ts'

const drawn = (seed: number, count: number) => {
  const chance = new Chance(seed)
  return Array.from({ length: count }, () => chance.next())
}

describe('Chance', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(drawn(1, 5)).toEqual(drawn(1, 5))
    expect(drawn(1, 5)).not.toEqual(drawn(2, 5))
  })

  test('is even, and from 0 to below 1', () => {
    const values = drawn(7, 20_000)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1)
  })

  test('has as many events as it should', () => {
    const chance = new Chance(3)
    let seconds = 0
    for (let made = 0; made < 10_000; made++) seconds += chance.untilNext(50)
    expect(10_000 / seconds).toBeGreaterThan(48)
    expect(10_000 / seconds).toBeLessThan(52)
  })
})

describe('zipfShares() and zipfDraw()', () => {
  test('the first is twice the second and ten times the tenth, and all are 1', () => {
    const shares = zipfShares(100)
    expect((shares[0] ?? 0) / (shares[1] ?? 1)).toBeCloseTo(2)
    expect((shares[0] ?? 0) / (shares[9] ?? 1)).toBeCloseTo(10)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  })

  test('draws as often as the shares say, never beyond the last', () => {
    const draw = zipfDraw(3, new Chance(1))
    const counts = [0, 0, 0]
    for (let made = 0; made < 11_000; made++) {
      const rank = draw()
      counts[rank] = (counts[rank] ?? Number.NaN) + 1
    }
    for (const [rank, share] of [6_000, 3_000, 2_000].entries())
      expect(Math.abs((counts[rank] ?? 0) - share)).toBeLessThan(200)
  })
})
