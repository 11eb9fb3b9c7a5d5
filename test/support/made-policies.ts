import fc from 'fast-check'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { parseAsn } from '../../src/net/asn.ts'
import { parseIpAddress } from '../../src/net/ip-address.ts'
import { ASSURANCE_LEVELS, absent, observed, type Signal } from '../../src/observations/types.ts'
import {
  type Condition,
  EFFECTS,
  type Exemption,
  type MatchedResource,
  type Policy,
  type Rule,
  TIERS,
} from '../../src/policy/types.ts'
import { AT, BASIS, DAY, evidenceWith, POLICY, placeNamed } from './evidence.ts'

/** Small worlds, in which rules, exemptions, resources and evidence meet each other often. */
export const PLACES = ['US', 'US-CA', 'UA', 'UA-43', 'UA-30', 'UA-9', 'CU'] as const
export const CLASSES = ['residential', 'hosting', 'vpn'] as const
export const RESOURCES = ['a', 'b'] as const

/** A signal in any of its states. */
export function anyState<T>(value: fc.Arbitrary<T>, source: 'edge' | 'table'): fc.Arbitrary<Signal<T>> {
  return fc.oneof(
    { weight: 4, arbitrary: value.map((one) => observed(one, source)) },
    fc.constant(absent('missing')),
    fc.constant<Signal<T>>({ state: 'unavailable', cause: 'test' }),
  )
}

export const asn = fc.constantFrom('AS64500', 'AS64501').map((text) => {
  const parsed = parseAsn(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
})
const address = fc
  .constantFrom('73.162.10.1', '73.1.1.1', '75.0.0.1', '2001:db8::1', '::1')
  .map(parseIpAddress)
  .map((parsed) => {
    if (parsed === undefined) throw new Error('no address')
    return parsed
  })
export const evidence = fc
  .record({
    place: anyState(fc.constantFrom(...PLACES).map(placeNamed), 'edge'),
    'network.class': anyState(fc.constantFrom(...CLASSES, 'unknown' as const), 'table'),
    'network.asn': anyState(asn, 'edge'),
    'bot.score': anyState(fc.constantFrom(1, 50, 99), 'edge'),
    'client.address': anyState(address, 'edge'),
    'edge.colo': anyState(fc.constantFrom('SJC', 'SKP', 'LHR', 'S'), 'edge'),
    'place.city': anyState(fc.constantFrom('San Jose', 'Lviv'), 'edge'),
    'session.status': fc.constantFrom(
      observed('valid' as const, 'token'),
      observed('none' as const, 'token'),
    ),
  })
  .map((changes) => evidenceWith(changes))

export const onPlace = fc
  .uniqueArray(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 2 })
  .map((list): Condition => ({ signal: 'place', in: list }))
export const onNetwork = fc.oneof(
  fc.constantFrom(...CLASSES).map((is): Condition => ({ signal: 'network.class', is })),
  asn.map((is): Condition => ({ signal: 'network.asn', is })),
)
/** Reads what may honestly be missing, or asks whether it is. */
export const onPresence = fc.constantFrom<Condition>(
  { signal: 'bot.score', lt: 30 },
  { signal: 'bot.score', is: 'absent' },
  { signal: 'network.asn', is: 'absent' },
  { signal: 'place', is: 'absent' },
)

export function conditions(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  const some = fc.array(leaf, { minLength: 1, maxLength: 3 })
  const inner = fc.oneof(
    leaf,
    some.map((all): Condition => ({ all })),
    some.map((any): Condition => ({ any })),
    some.map((not): Condition => ({ not })),
  )
  const more = fc.array(inner, { minLength: 1, maxLength: 2 })
  return fc.oneof(
    inner,
    more.map((all): Condition => ({ all })),
    more.map((any): Condition => ({ any })),
    more.map((not): Condition => ({ not })),
  )
}
/** Lists of beginnings, of names, and of addresses: nested, touching and apart. */
export const onLists = fc.oneof(
  fc
    .subarray(['73.0.0.0/8', '73.162.0.0/16', '73.162.10.0/24', '74.0.0.0/8', '2001:db8::/32'], {
      minLength: 1,
    })
    .map((prefix): Condition => ({ signal: 'client.address', prefix })),
  fc
    .subarray(['S', 'SJ', 'SJC', 'SK', 'L'], { minLength: 1 })
    .map((prefix): Condition => ({ signal: 'edge.colo', prefix })),
  fc
    .subarray(['San José', 'Kyiv'], { minLength: 1 })
    .map((list): Condition => ({ signal: 'place.city', in: list })),
)
export const anyCondition = conditions(fc.oneof(onPlace, onNetwork, onPresence, onLists))

/** Before, at and after the time that is decided at. */
export const around = fc.constantFrom(-1, 0, 1).map((offset) => (AT + offset) as UnixSeconds)

export function ruleOf(when: fc.Arbitrary<Condition>): fc.Arbitrary<Omit<Rule, 'id'>> {
  return fc.record(
    {
      effect: fc.constantFrom(...EFFECTS),
      when,
      tier: fc.constantFrom(...TIERS),
      resources: fc.subarray([...RESOURCES], { minLength: 1 }),
      mode: fc.constantFrom('enforce' as const, 'monitor' as const, 'notice' as const),
      from: around,
      to: around,
      basis: fc.constant(BASIS),
    },
    { requiredKeys: ['effect', 'when'] },
  )
}
export const numbered = (rules: readonly Omit<Rule, 'id'>[]) =>
  rules.map((rule, index): Rule => ({ ...rule, id: `r${index}` }))
export const rulesOf = (when: fc.Arbitrary<Condition>) =>
  fc.array(ruleOf(when), { maxLength: 5 }).map(numbered)

export const exemptions = fc
  .array(
    fc.record(
      {
        exempts: fc.subarray(['r0', 'r1', 'r2', 'unknown-place', 'ambiguous-place', 'minimum-assurance'], {
          minLength: 1,
        }),
        when: anyCondition,
        overrides_basis: fc.boolean(),
      },
      { requiredKeys: ['exempts', 'when'] },
    ),
    { maxLength: 3 },
  )
  .map((list) =>
    list.map(
      ({ overrides_basis = false, ...changes }, index): Exemption => ({
        ...changes,
        id: `x${index}`,
        owner: 'o',
        reason: 'r',
        to: (AT + DAY) as UnixSeconds,
        overrides_basis,
      }),
    ),
  )

export const resource = fc
  .record({
    tier: fc.constantFrom(...TIERS),
    any: fc.subarray([...RESOURCES]),
    sure: fc.boolean(),
    sessionRequired: fc.boolean(),
  })
  .map(
    ({ tier, any, sure, sessionRequired }): MatchedResource => ({
      tier,
      id: 'r',
      anyReading: new Set(any),
      everyReading: new Set(sure ? any : []),
      sessionRequired,
      singleUse: false,
      keysChecked: tier !== 'open',
    }),
  )

export const base = fc.record({
  default: fc.constantFrom('allow' as const, 'deny' as const),
  unknownPlace: fc.constantFrom(...EFFECTS),
  ambiguousPlace: fc.constantFrom(...EFFECTS),
  minimumAssurance: fc.record(
    { standard: fc.constantFrom(...ASSURANCE_LEVELS), controlled: fc.constantFrom(...ASSURANCE_LEVELS) },
    { requiredKeys: [] },
  ),
})
export const policy = fc
  .tuple(base, rulesOf(anyCondition), exemptions)
  .map(([flat, rules, exemptions]): Policy => ({ ...POLICY, ...flat, rules, exemptions }))
