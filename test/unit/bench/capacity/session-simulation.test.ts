import { describe, expect, test } from 'vitest'
import { spreadOver } from '../../../../bench/capacity/places.ts'
import { simulateSessions } from '../../../../bench/capacity/session-simulation.ts'

const PLAN = { isolates: 10, requestsPerSecond: 100, clients: 1_000, paths: 1, seed: 1 }

describe('simulateSessions()', () => {
  test('a thousand clients fit, and are met again and again', () => {
    const { knownToken, newAdmission } = simulateSessions(PLAN)
    expect(knownToken).toBeGreaterThan(0.95)
    expect(newAdmission).toBeLessThan(0.02)
  })

  test('a million do not', () => {
    const { knownToken, newAdmission } = simulateSessions({ ...PLAN, clients: 1_000_000 })
    expect(knownToken).toBeLessThan(0.75)
    expect(newAdmission).toBeGreaterThan(0.15)
  })

  test('a statement serves again for the same path only', () => {
    const one = simulateSessions(PLAN).reusedAssertion
    const many = simulateSessions({ ...PLAN, paths: 20 }).reusedAssertion
    expect(many).toBeLessThan(one * 0.8)
  })

  test('is the same for the same seed', () => {
    expect(simulateSessions(PLAN)).toEqual(simulateSessions(PLAN))
  })
})

describe('spreadOver()', () => {
  test.each([
    [1, 330],
    [330, 330],
    [2_000, 330],
    [12, 5],
  ])('%i isolates over %i places: all of them, one each at least', (isolates, most) => {
    const places = spreadOver(isolates, most)
    expect(places).toHaveLength(Math.min(isolates, most))
    expect(places.reduce((sum, place) => sum + place.isolates, 0)).toBe(isolates)
    expect(Math.min(...places.map((place) => place.isolates))).toBeGreaterThanOrEqual(1)
    expect(places.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  })
})
