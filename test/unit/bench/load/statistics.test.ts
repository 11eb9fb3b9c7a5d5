import { describe, expect, test } from 'vitest'
import { quantile, spreadOf } from '../../../../bench/load/statistics.ts'

describe('spreadOf()', () => {
  test.each([
    [[7], { median: 7, least: 7, most: 7 }],
    [[10, 9, 100], { median: 10, least: 9, most: 100 }],
    [[4, 1, 3, 2], { median: 2.5, least: 1, most: 4 }],
  ])('of %j is %j, by number and not by text', (values, spread) => {
    expect(spreadOf(values)).toEqual(spread)
  })

  test('leaves the order of what it is given', () => {
    const values = [3, 1, 2]
    spreadOf(values)
    expect(values).toEqual([3, 1, 2])
  })

  test('refuses to say something about nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError)
  })
})

describe('quantile()', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

  test.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('of 1 to 100 at %d is %d', (share, expected) => {
    expect(quantile(hundred, share)).toBe(expected)
  })

  test('of a single value is that value', () => {
    expect(quantile([5], 0.99)).toBe(5)
  })

  test('refuses to say something about nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })
})
