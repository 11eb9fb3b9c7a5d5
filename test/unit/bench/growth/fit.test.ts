import { describe, expect, test } from 'vitest'
import { growthOf, lineThrough } from '../../../../bench/growth/fit.ts'

/** Two rounds, the second of them so much slower throughout. */
function curve(sizes: readonly number[], cost: (size: number) => number, slower = 10) {
  return { points: sizes.map((size) => ({ size, micros: [cost(size), cost(size) + slower] })) }
}

describe('lineThrough()', () => {
  test('finds the line that points lie on', () => {
    const { slope, intercept, residual } = lineThrough([0, 10, 20], [5, 8, 11])
    expect([slope, intercept, residual]).toEqual([
      expect.closeTo(0.3, 9),
      expect.closeTo(5, 9),
      expect.closeTo(0, 9),
    ])
  })

  test('refuses points above one another', () => {
    expect(() => lineThrough([3, 3], [1, 2])).toThrow(RangeError)
  })
})

describe('growthOf()', () => {
  test('compares sizes within a round, so that a slow round does not look like growth', () => {
    const { addedMicros, microsPerUnit } = growthOf(curve([0, 100, 1_000], (size) => 1 + size * 0.02, 500))
    expect(addedMicros).toEqual({
      median: expect.closeTo(20, 6),
      least: expect.closeTo(20, 6),
      most: expect.closeTo(20, 6),
    })
    expect(microsPerUnit.median).toBeCloseTo(0.02, 9)
  })

  test('says what a doubling adds, of the sizes above nothing', () => {
    const { microsPerDoubling } = growthOf(
      curve([0, 8, 64, 1_024], (size) => (size === 0 ? 900 : 2 + 0.5 * Math.log2(size))),
    )
    expect(microsPerDoubling.median).toBeCloseTo(0.5, 9)
  })

  test.each([
    ['a line', (size: number) => 100 + 0.01 * size, 1],
    ['a square root', (size: number) => 3 + Math.sqrt(size), 0.5],
    ['a logarithm', (size: number) => 3 + Math.log1p(size), 0],
  ])('tells %s by its exponent', (_, cost, exponent) => {
    expect(growthOf(curve([10, 50, 200, 1_000], cost)).exponent).toBeCloseTo(exponent, 1)
  })
})
