import { describe, expect, test } from 'vitest'
import type { Curve, Point } from '../../../../bench/growth/curve.ts'
import { growthOf } from '../../../../bench/growth/fit.ts'
import { verdictOf } from '../../../../bench/growth/verdict.ts'

type Figures = Readonly<Record<number, number>>

/** In two rounds, the first of them disturbed. */
function judged(about: Partial<Curve>, figures: Figures) {
  const points = Object.entries(figures).map(([size, micros]) => ({
    size: Number(size),
    micros: [micros * 1.4, micros],
  }))
  return judgedPoints(about, points)
}

function judgedPoints(about: Partial<Curve>, points: readonly Point[]) {
  const curve: Curve = {
    ...{ dimension: 'rules', level: 'step', name: 'decide', unit: 'rule', nature: 'list' },
    ...about,
    points,
  }
  return verdictOf(curve, growthOf(curve))
}

describe('verdictOf() a list', () => {
  test.each<[string, Figures]>([
    ['flat', { 10: 2.1, 200: 2, 1000: 2.2 }],
    ['flat', { 0: 0.01, 10000: 0.03, 1000000: 0.15 }],
    ['flat', { 10: 4, 200: 2, 1000: 2 }],
    ['logarithmic', { 10: 2, 100: 4, 1000: 6, 10000: 8 }],
    ['linear', { 10: 2, 50: 6, 200: 21, 1000: 101 }],
    ['linear', { 100: 0.8, 1000: 6.9, 20000: 123 }],
    ['flat', { 100: 1.6, 1000: 1.5, 20000: 2.2 }],
  ])('is %s', (verdict, figures) => {
    expect(judged({}, figures).verdict).toBe(verdict)
  })

  test('is not judged by what two processes differ by', () => {
    expect(judged({ level: 'request' }, { 10: 1_000, 200: 1_020, 1000: 1_100 }).verdict).toBe('flat')
    expect(judged({ level: 'request' }, { 10: 1_000, 200: 1_200, 1000: 2_000 }).verdict).toBe('linear')
  })
})

describe('verdictOf() a single round', () => {
  const of = (most: number, level: Curve['level']) => {
    const points = [10, 1_000].map((size, at) => ({ size, micros: [at === 0 ? 1_000 : most] }))
    return judgedPoints({ level }, points).verdict
  }

  test('of whole requests tells what doubles them, and nothing less', () => {
    expect(of(1_900, 'request')).toBe('open')
    expect(of(900, 'request')).toBe('open')
    expect(of(2_100, 'request')).toBe('linear')
  })

  test('of a step is enough', () => {
    expect(of(1_900, 'step')).toBe('linear')
  })
})

test('verdictOf() what a message has to carry is not a fault of the gate', () => {
  const about = { level: 'request', nature: 'message' } as const
  expect(judged(about, { 20: 500, 40: 600, 100: 900 }).verdict).toBe('by nature')
  expect(judged(about, { 20: 500, 40: 505, 100: 510 }).verdict).toBe('flat')
})

describe('verdictOf() a cache', () => {
  const about = { level: 'request', nature: 'cache' } as const

  test('is a step where only what does not fit costs more, and says between which sizes', () => {
    expect(judged(about, { 10: 1_000, 1800: 1_020, 2200: 1_400, 50000: 1_430 })).toEqual({
      verdict: 'step',
      step: [1_800, 2_200],
    })
  })

  test('is growth where the largest size costs more than the one before', () => {
    expect(judged(about, { 10: 1_000, 1800: 1_020, 2200: 1_400, 50000: 9_000 }).verdict).toBe('linear')
  })

  test('is flat where nothing costs more', () => {
    expect(judged(about, { 10: 1_000, 1800: 1_020, 50000: 1_030 }).verdict).toBe('flat')
  })
})
