import { describe, expect, test } from 'vitest'
import { attacks, costOf } from '../../../../bench/capacity/attack.ts'
import { billOf } from '../../../../bench/capacity/cost.ts'
import { loadOf, type Mix } from '../../../../bench/capacity/load.ts'
import { loggedBy, volumeOf } from '../../../../bench/capacity/logs.ts'
import { CPU_MICROS } from '../../../../bench/capacity/measured.ts'
import { chargeOf, PRICES } from '../../../../bench/capacity/prices.ts'
import { meanCpuMicros, sharesOf } from '../../../../bench/capacity/traffic.ts'

const ALL_KNOWN = { known: 1, first: 0, api: 0, strict: 0, refused: 0 }
const SETTINGS = { allowRate: 0.01, sampling: 1, invocations: false }
const MIX: Mix = {
  requestsPerSecond: 1_000,
  isolates: 2_000,
  shares: ALL_KNOWN,
  cpuMicros: 1_000,
  logs: { events: 0, bytes: 0 },
  revocations: 0,
}
const line = (mix: Mix, about: string) =>
  billOf(mix, loadOf(mix)).lines.find((one) => one.about === about)?.dollars

describe('chargeOf()', () => {
  test.each([
    [0, 0],
    [10e6, 0],
    [15e6, 1.5],
    [100e6, 27],
  ])('%i requests a month cost $%f, as in the examples of the price list', (units, dollars) => {
    expect(chargeOf(PRICES.requests, units)).toBeCloseTo(dollars)
  })

  test('75 GB of logs cost $6.25, as there', () => {
    expect(chargeOf(PRICES.logBytes, 75)).toBeCloseTo(6.25)
  })
})

describe('billOf()', () => {
  test('requests and CPU of a thousand a second for thirty days', () => {
    expect(line(MIX, PRICES.requests.about)).toBeCloseTo((2_592e6 - 10e6) * 0.3e-6)
    expect(line(MIX, PRICES.cpu.about)).toBeCloseTo((2_592e6 - 30e6) * 0.02e-6)
  })

  test('one object that never sleeps is included, 64 more are not', () => {
    expect(line(MIX, PRICES.objectDuration.about)).toBe(0)
    const strict = { ...MIX, shares: { ...ALL_KNOWN, known: 0, strict: 1 } }
    expect(line(strict, PRICES.objectDuration.about)).toBeCloseTo(
      (65 * 2_592_000 * 0.128 - 400_000) * 12.5e-6,
      0,
    )
  })

  test('Control is asked by isolates and not by requests', () => {
    const more = { ...MIX, requestsPerSecond: 1_000_000 }
    expect(loadOf(more).controlReads).toBe(loadOf(MIX).controlReads)
    expect(loadOf(MIX).controlReads).toBeCloseTo(2_000 / 17.5)
  })
})

describe('loggedBy()', () => {
  test('a refusal always, what is let in as often as it should', () => {
    const refused = { ...ALL_KNOWN, known: 0, refused: 1 }
    const none = { admitted: 0, refused: 0 }
    expect(loggedBy(refused, none, SETTINGS).events).toBe(1)
    expect(loggedBy(ALL_KNOWN, none, SETTINGS).events).toBeCloseTo(0.01)
    expect(loggedBy(ALL_KNOWN, none, { ...SETTINGS, invocations: true }).events).toBeCloseTo(1.01)
    expect(loggedBy(refused, none, { ...SETTINGS, sampling: 0.1 }).events).toBeCloseTo(0.1)
  })

  test('a first visit is an admission record', () => {
    const first = { ...ALL_KNOWN, known: 0, first: 1 }
    expect(loggedBy(first, { admitted: 0, refused: 0 }, SETTINGS).events).toBeCloseTo(1.01)
  })

  test('bytes are those of the records and what the platform adds', () => {
    expect(volumeOf({ decisionRecords: 1, admissionRecords: 0 }, SETTINGS).bytes).toBe(1_020)
  })
})

describe('costOf()', () => {
  const costs = new Map(attacks(CPU_MICROS, 0.01).map((one) => [one.name, costOf(one, 10_000, SETTINGS)]))

  test('refusals cost no store', () => {
    expect(costs.get('refused')?.ofWhich.stores).toBe(0)
    expect(costs.get('refused, always new')?.ofWhich.stores).toBe(0)
    expect(costs.get('fresh proofs')?.ofWhich.stores).toBeCloseTo(4.15)
  })

  test('an hour is 36 million at ten thousand a second', () => {
    const cost = costs.get('refused')
    expect(cost?.dollarsPerHour).toBeCloseTo(36 * (cost?.dollarsPerMillion ?? 0))
  })
})

describe('the mix', () => {
  test('is known sessions where nothing else is said, and never more than all', () => {
    expect(sharesOf({ first: 0.1, api: 0.2, strict: 0, refused: 0.3 })?.known).toBeCloseTo(0.4)
    expect(sharesOf({ first: 0.1, api: 0.2, strict: 0, refused: 0.8 })).toBeUndefined()
  })

  test('a token that was not seen and a statement that was not signed cost more', () => {
    const micros = { ...CPU_MICROS, known: 1_000, api: 1_200 }
    const found = { knownToken: 1, reusedAssertion: 1, newAdmission: 0 }
    expect(meanCpuMicros(ALL_KNOWN, micros, found)).toBe(1_000)
    expect(meanCpuMicros(ALL_KNOWN, micros, { ...found, knownToken: 0, reusedAssertion: 0 })).toBe(1_398)
  })
})
