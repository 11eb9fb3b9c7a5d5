import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { ASSURANCE_LEVELS } from '../../../src/observations/types.ts'
import { compileLifetimes, endOf } from '../../../src/session/lifetime.ts'
import { NOW } from './fixture.ts'

const LIFETIMES = compileLifetimes({
  high: { tor: 60, other: 3600 },
  substantial: 1800,
  low: { privacy_relay: 1700, corporate_gateway: 1600, other: 600 },
  none: 300,
})
const never = () => undefined
const at = (seconds: number) => (NOW + seconds) as UnixSeconds
const life = (assuredAt: UnixSeconds = NOW) =>
  ({ assurance: 'high', networkClass: 'residential', assuredAt }) as const

describe('compileLifetimes()', () => {
  it.each([
    ['high', 'tor', 60],
    ['high', 'residential', 3600],
    ['low', 'privacy_relay', 1700],
    ['low', 'corporate_gateway', 1600],
    ['low', 'hosting', 600],
    ['low', 'unknown', 600],
    ['none', 'privacy_relay', 300],
  ] as const)('%s through %s: %i seconds', (assurance, networkClass, seconds) => {
    expect(LIFETIMES.seconds(assurance, networkClass)).toBe(seconds)
  })

  it.each(NETWORK_CLASSES)('a plain number is for every class: %s', (networkClass) => {
    expect(LIFETIMES.seconds('substantial', networkClass)).toBe(1800)
  })

  it('has a life for every level through every class', () => {
    for (const assurance of ASSURANCE_LEVELS)
      for (const networkClass of NETWORK_CLASSES)
        expect(LIFETIMES.seconds(assurance, networkClass)).toBeGreaterThan(0)
  })

  it.each([
    ['of a plain number', { high: 100, substantial: 900, low: 30, none: 40 }, 900],
    ['of one class', { high: 100, substantial: 90, low: { vpn: 901, other: 30 }, none: 40 }, 901],
    ['of every other class', { high: 100, substantial: 90, low: 30, none: { vpn: 30, other: 902 } }, 902],
  ])('knows the longest life, be it that %s', (_, table, longest) => {
    expect(compileLifetimes(table).longestSeconds).toBe(longest)
  })
})

describe('endOf()', () => {
  it.each(ASSURANCE_LEVELS)('is a life of %s after now, where that was verified now', (assurance) => {
    const end = endOf({ ...life(), assurance }, LIFETIMES, never, NOW)
    expect(end).toBe(NOW + LIFETIMES.seconds(assurance, 'residential'))
  })

  it('goes by the network class as well', () => {
    expect(endOf({ ...life(), networkClass: 'tor' }, LIFETIMES, never, NOW)).toBe(at(60))
  })

  it.each([
    [0, 3600],
    [-1, 3599],
    [-3599, 1],
  ])('counts from when the assurance was verified, %i seconds from now: it ends in %i', (ago, left) => {
    expect(endOf(life(at(ago)), LIFETIMES, never, NOW)).toBe(at(left))
  })

  it.each([
    ['before the life ends', 3599, 3599],
    ['with it', 3600, 3600],
    ['after it', 3601, 3600],
    ['in the next second', 1, 1],
  ])('is never beyond a date of the policy: %s', (_, date, end) => {
    expect(endOf(life(), LIFETIMES, (after) => (after < at(date) ? at(date) : undefined), NOW)).toBe(at(end))
  })

  it('asks for the date after now, so that a token issued at a date begins a life of its own', () => {
    const dates = [at(0), at(100)]
    const nextChange = (after: UnixSeconds) => dates.find((date) => date > after)
    expect(endOf(life(), LIFETIMES, nextChange, NOW)).toBe(at(100))
    expect(endOf(life(at(100)), LIFETIMES, nextChange, at(100))).toBe(at(3700))
  })
})
