import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAsn } from '../../src/net/asn.ts'
import type { IpAddress } from '../../src/net/ip-address.ts'
import { parsePlaceCode } from '../../src/net/region.ts'
import { absent, observed, unavailable } from '../../src/observations/types.ts'
import { compileCondition } from '../../src/policy/condition.ts'
import { representativeEvidence } from '../../src/policy/representative-evidence.ts'
import type { Condition } from '../../src/policy/types.ts'
import type { Evidence, SignalName } from '../../src/signals/registry.ts'
import { evidenceWith } from '../support/evidence.ts'

const code = fc.oneof(
  fc.constantFrom('US', 'UA', 'CU', 'FR'),
  fc
    .tuple(fc.constantFrom('UA', 'US'), fc.constantFrom('9', '09', '43', '30', 'CA', 'NY', '043'))
    .map(([country, part]) => `${country}-${part}`),
)
const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, 1.5, -2.25))
const date = fc.constantFrom('2026-01-01', '2026-01-01T00:00:01Z', '2026-01-02', '2027-01-01')
const prefix = fc.constantFrom(
  '10.0.0.0/8',
  '10.0.0.0/9',
  '10.128.0.0/9',
  '10.1.2.3',
  '0.0.0.0/0',
  '2001:db8::/32',
  '2001:db8::/127',
  'ffff::/16',
)
const text = fc.constantFrom('a', 'ab', 'abc', 'b', 'x', 'xx', 'Ärger')
const asn = fc.constantFrom('AS1', 'AS2', 'AS4', 'AS4294967294')

const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 })

function leavesOn(signal: SignalName): fc.Arbitrary<Condition> {
  const missing = fc.constant<Condition>({ signal, is: 'absent' })
  switch (signal) {
    case 'place':
      return fc.oneof(
        some(code).map((list) => ({ signal, in: list })),
        missing,
      )
    case 'bot.score':
      return fc.oneof(
        number.map((lt) => ({ signal, lt })),
        number.map((gt) => ({ signal, gt })),
        some(number).map((list) => ({ signal, in: list })),
        missing,
      )
    case 'account.created':
      return fc.oneof(
        date.map((lt) => ({ signal, lt })),
        date.map((gt) => ({ signal, gt })),
        missing,
      )
    case 'client.address':
      return fc.oneof(
        some(prefix).map((list) => ({ signal, prefix: list })),
        missing,
      )
    case 'network.organization':
      return fc.oneof(
        some(text).map((list) => ({ signal, prefix: list })),
        some(text).map((list) => ({ signal, in: list })),
        missing,
      )
    case 'network.asn':
      return fc.oneof(
        some(asn).map((list) => ({ signal, in: list })),
        missing,
      )
    default:
      return fc.oneof(
        some(text).map((list) => ({ signal, in: list })),
        missing,
      )
  }
}

const word = fc.integer({ min: 0, max: 0xffff_ffff })
const address = fc.oneof(
  fc.record({
    version: fc.constant(4 as const),
    w0: fc.oneof(word, fc.constantFrom(0x0a000000, 0x0a010203, 0x0affffff)),
    w1: fc.constant(0),
    w2: fc.constant(0),
    w3: fc.constant(0),
  }),
  fc.record({
    version: fc.constant(6 as const),
    w0: fc.oneof(word, fc.constant(0x20010db8)),
    w1: fc.oneof(word, fc.constant(0)),
    w2: fc.oneof(word, fc.constant(0)),
    w3: fc.oneof(word, fc.constantFrom(0, 1, 2)),
  }),
) satisfies fc.Arbitrary<IpAddress>

const VALUES = {
  place: code.map(parsePlaceCode),
  'bot.score': fc.oneof(number, fc.integer()),
  'account.created': fc.integer({ min: 1_767_225_590, max: 1_798_761_700 }),
  'client.address': address,
  'network.organization': fc.oneof(text, fc.string()),
  'network.asn': fc.oneof(asn.map(parseAsn), fc.integer({ min: 1, max: 9 })),
  'place.city': fc.oneof(text, fc.string()),
} as const satisfies Partial<Record<SignalName, unknown>>
const names = Object.keys(VALUES) as (keyof typeof VALUES)[]

const scene = fc.constantFrom(...names).chain((name) =>
  fc.record({
    conditions: fc.array(leavesOn(name), { minLength: 1, maxLength: 4 }),
    signal: fc.oneof(
      {
        weight: 6,
        arbitrary: (VALUES[name] as fc.Arbitrary<unknown>).map((value) => observed(value, 'edge')),
      },
      fc.constantFrom(absent('missing'), absent('tor'), unavailable('test')),
    ),
    name: fc.constant(name),
  }),
)

const results = (conditions: readonly Condition[], evidence: Evidence) =>
  conditions.map((condition) => compileCondition(condition)(evidence)).join()

describe('representativeEvidence()', () => {
  it('has for all evidence some that the conditions cannot tell from it', () => {
    fc.assert(
      fc.property(scene, ({ conditions, name, signal }) => {
        const found = results(conditions, evidenceWith({ [name]: signal }))
        const known = [...(representativeEvidence(conditions) ?? [])].map((one) => results(conditions, one))
        expect(known).toContain(found)
      }),
      { numRuns: 6_000 },
    )
  })

  it('has one for each combination of what several signals say', () => {
    const conditions: Condition[] = [
      { signal: 'place', in: ['CU'] },
      { signal: 'network.class', is: 'vpn' },
    ]
    const known = [...(representativeEvidence(conditions) ?? [])].map((one) => results(conditions, one))
    // Unmatched, matched, and what leaves each open.
    expect(known.toSorted()).toEqual(['0,0', '0,1', '0,2', '1,0', '1,1', '1,2', '4,0', '4,1', '4,2'])
  })

  it('is undefined where there would be too much of it', () => {
    const names: SignalName[] = [
      'place.city',
      'place.region_name',
      'account.id',
      'key.id',
      'worker.zone',
      'edge.colo',
      'tls.ja3',
    ]
    const conditions = names.flatMap((signal) =>
      ['a', 'b', 'c', 'd'].map((is): Condition => ({ signal, is })),
    )
    expect(representativeEvidence(conditions)).toBeUndefined()
    const long = Array.from({ length: 50_001 }, (_, index) => `a${index}`)
    expect(representativeEvidence([{ signal: 'account.id', in: long }])).toBeUndefined()
  })
})
