import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { isReasonCode } from '../../../src/policy/reasons.ts'
import type { AnySignal, SignalKind } from '../../../src/signals/define.ts'
import {
  collectEvidence,
  isSignalName,
  registry,
  SIGNAL_NAMES,
  signalNamed,
} from '../../../src/signals/registry.ts'
import { observationsOf } from '../../support/evidence.ts'
import { VARS } from '../../support/gate.ts'

const SIGNALS: readonly AnySignal[] = registry.map((signal) => signal as unknown as AnySignal)

/** Every operator a kind of signal may be compared with. */
const OPERATORS: Readonly<Record<SignalKind, (signal: AnySignal) => readonly object[]>> = {
  place: () => [{ is: 'UA-43' }, { in: ['CN', 'UA-43'] }],
  code: ({ values = [] }) => [{ is: values[0] }, { in: values }],
  text: () => [{ is: 'x' }, { in: ['x'] }, { prefix: ['x'] }],
  name: () => [{ is: 'Київ' }, { in: ['Kyiv', 'Киев'] }],
  instant: () => [{ lt: '2026-09-15' }, { gt: '2026-09-15T12:00:00Z' }],
  number: () => [{ is: 1 }, { in: [1, 2] }, { lt: 1 }, { gt: 1 }],
  boolean: () => [{ is: true }, { is: false }],
  address: () => [{ is: '203.0.113.1' }, { in: ['203.0.113.0/24'] }, { prefix: ['2001:db8::/32'] }],
  asn: () => [{ is: 'AS64500' }, { is: 64500 }, { in: [64500, 'AS64501'] }],
  coordinates: () => [],
}

describe('the registry', () => {
  it('names every signal once', () => {
    expect(new Set(SIGNAL_NAMES).size).toBe(registry.length)
  })

  it.each(SIGNALS)('$name is found by its name, which is one a policy can write', (signal) => {
    expect(signal.name).toMatch(/^[a-z]+(?:\.[a-z0-9_]+)?$/)
    expect(signalNamed(signal.name as never)).toBe(signal)
    expect(isSignalName(signal.name)).toBe(true)
  })

  it.each(['', 'places', 'Place', 'toString', '__proto__', 'constructor'])('%j is no signal', (name) => {
    expect(isSignalName(name)).toBe(false)
    expect(() => signalNamed(name as never)).toThrow()
  })

  it.each(SIGNALS)('$name gives a known reason, also without a value', (signal) => {
    expect(isReasonCode(signal.reason(undefined))).toBe(true)
    for (const value of signal.values ?? []) expect(isReasonCode(signal.reason(value))).toBe(true)
  })

  it('every code signal names its values', () => {
    for (const { name, kind, values } of SIGNALS)
      expect([name, values !== undefined]).toEqual([name, kind === 'code'])
  })

  it('evidence has every signal, also where nothing is known', () => {
    const nothing = observationsOf({ cf: null, address: null })
    for (const evidence of [collectEvidence(observationsOf()), collectEvidence(nothing)]) {
      expect(Object.keys(evidence)).toEqual(SIGNAL_NAMES)
      for (const signal of Object.values(evidence)) expect(['observed', 'absent']).toContain(signal.state)
    }
  })
})

describe('a policy may name', () => {
  const cases = SIGNALS.flatMap((signal) =>
    [...OPERATORS[signal.kind](signal), { is: 'absent' }].map(
      (operator) => [signal.name, JSON.stringify(operator), operator] as const,
    ),
  )
  it.each(cases)('%s with %s', (signal, _, operator) => {
    const rules = [{ id: 'r', effect: 'deny', when: { signal, ...operator } }]
    expect(loadConfig({ ...VARS, ORIGIN_MODE: 'zone', POLICY: { default: 'allow', rules } })).toMatchObject({
      ok: true,
    })
  })
})
