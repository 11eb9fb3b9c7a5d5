import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { parseAsn } from '../../src/net/asn.ts'
import { absent, observed, type Signal, unavailable } from '../../src/observations/types.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import { loosened } from '../../src/policy/loosening.ts'
import {
  type Condition,
  EFFECTS,
  type Exemption,
  type MatchedResource,
  type Policy,
  type Rule,
  TIERS,
} from '../../src/policy/types.ts'
import type { Evidence } from '../../src/signals/registry.ts'
import { AT, BASIS, DAY, evidenceWith, POLICY, placeNamed } from '../support/evidence.ts'

const RUNS = { numRuns: 2_000 }
const after = (days: number) => (AT + days * DAY) as UnixSeconds

const PLACES = ['US', 'US-CA', 'UA', 'UA-43', 'UA-30', 'CU'] as const
const CLASSES = ['residential', 'hosting', 'vpn'] as const

function anyState<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Signal<T>> {
  return fc.oneof(
    { weight: 4, arbitrary: value.map((one) => observed(one, 'edge')) },
    fc.constant(absent('missing')),
    fc.constant<Signal<T>>(unavailable('test')),
  )
}

const asn = fc.constantFrom('AS64500', 'AS64501').map((text) => {
  const parsed = parseAsn(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
})
const evidence = fc
  .record({
    place: anyState(fc.constantFrom(...PLACES).map(placeNamed)),
    'place.city': anyState(fc.constantFrom('Simferopol', 'Kyiv')),
    'network.class': anyState(fc.constantFrom(...CLASSES)),
    'network.asn': anyState(asn),
    'bot.score': anyState(fc.constantFrom(1, 50, 99)),
  })
  .map((changes) => evidenceWith(changes))

const leaf = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 2 })
    .map((list): Condition => ({ signal: 'place', in: list })),
  fc.constantFrom(...CLASSES).map((is): Condition => ({ signal: 'network.class', is })),
  asn.map((is): Condition => ({ signal: 'network.asn', is })),
  fc.constantFrom<Condition>(
    { signal: 'bot.score', lt: 30 },
    { signal: 'place.city', is: 'simferopol' },
    { signal: 'network.asn', is: 'absent' },
  ),
)
const condition = fc.oneof(
  leaf,
  fc.tuple(fc.constantFrom('all', 'any', 'not'), fc.array(leaf, { minLength: 1, maxLength: 2 })).map(joined),
)

function joined([how, members]: [string, Condition[]]): Condition {
  if (how === 'all') return { all: members }
  return how === 'any' ? { any: members } : { not: members }
}

const ruleMembers = fc.record(
  {
    effect: fc.constantFrom(...EFFECTS),
    when: condition,
    tier: fc.constantFrom(...TIERS),
    resources: fc.subarray(['a', 'b'], { minLength: 1 }),
    mode: fc.constantFrom('enforce' as const, 'monitor' as const),
    basis: fc.constant(BASIS),
    from: fc.constantFrom(after(-1), after(1)),
    to: fc.constantFrom(after(2), after(4)),
  },
  { requiredKeys: ['effect', 'when'] },
)
const exemptionMembers = fc
  .record({
    exempts: fc.subarray(['r0', 'r1', 'unknown-place', 'ambiguous-place'], { minLength: 1 }),
    when: leaf,
    overrides_basis: fc.boolean(),
  })
  .map((changes) => ({ ...changes, owner: 'o', reason: 'r', to: after(9) }))

const numbered = <T>(prefix: string, items: readonly T[]) =>
  items.map((item, index) => ({ ...item, id: `${prefix}${index}` }))

const before = fc
  .record({
    default: fc.constantFrom('allow' as const, 'deny' as const),
    unknownPlace: fc.constantFrom(...EFFECTS),
    ambiguousPlace: fc.constantFrom(...EFFECTS),
    law: fc.array(ruleMembers, { minLength: 1, maxLength: 2 }),
    others: fc.array(ruleMembers, { maxLength: 1 }),
    exemptions: fc.array(exemptionMembers, { maxLength: 2 }),
  })
  .map(
    ({ law, others, exemptions, ...flat }): Policy => ({
      ...POLICY,
      ...flat,
      rules: numbered<Omit<Rule, 'id'>>('r', [...law.map((rule) => ({ ...rule, basis: BASIS })), ...others]),
      exemptions: numbered<Omit<Exemption, 'id'>>('x', exemptions),
    }),
  )

type Edit = (policy: Policy) => Policy
const ofFirst =
  (edit: (rule: Rule) => Rule | undefined): Edit =>
  (policy) => ({
    ...policy,
    rules: policy.rules.flatMap((rule, index) => (index === 0 ? (edit(rule) ?? []) : rule)),
  })
const wider = (when: Condition, more: Condition): Condition => {
  if ('any' in when) return { any: [...when.any, more] }
  if ('all' in when)
    return { all: when.all.map((member, index) => (index === 0 ? wider(member, more) : member)) }
  return 'in' in when && 'in' in more && when.signal === more.signal
    ? { signal: when.signal, in: [...when.in, ...more.in] }
    : { any: [when, more] }
}
const without = (key: 'tier' | 'resources' | 'mode' | 'basis' | 'from' | 'to') =>
  ofFirst((rule) => {
    const { [key]: _, ...others } = rule
    return others
  })

const edit: fc.Arbitrary<Edit> = fc.oneof(
  ruleMembers.map(
    (rule): Edit =>
      (policy) => ({ ...policy, rules: [...policy.rules, { ...rule, id: 'more' }] }),
  ),
  exemptionMembers.map(
    (exemption): Edit =>
      (policy) => ({ ...policy, exemptions: [...policy.exemptions, { ...exemption, id: 'more' }] }),
  ),
  fc.constant<Edit>((policy) => ({ ...policy, exemptions: policy.exemptions.slice(1) })),
  fc.constantFrom(...EFFECTS).map(
    (unknownPlace): Edit =>
      (policy) => ({ ...policy, unknownPlace }),
  ),
  fc.constantFrom(...EFFECTS).map(
    (ambiguousPlace): Edit =>
      (policy) => ({ ...policy, ambiguousPlace }),
  ),
  fc.constantFrom('allow' as const, 'deny' as const).map(
    (fallback): Edit =>
      (policy) => ({ ...policy, default: fallback }),
  ),
  fc.constantFrom(...EFFECTS).map((effect) => ofFirst((rule) => ({ ...rule, effect }))),
  leaf.map((more) => ofFirst((rule) => ({ ...rule, when: wider(rule.when, more) }))),
  condition.map((when) => ofFirst((rule) => ({ ...rule, when }))),
  fc.constantFrom('tier', 'resources', 'mode', 'basis', 'from', 'to').map((key) => without(key as 'tier')),
  fc.constantFrom(...TIERS).map((tier) => ofFirst((rule) => ({ ...rule, tier }))),
  fc.constantFrom(after(-1), after(1)).map((from) => ofFirst((rule) => ({ ...rule, from }))),
  fc.constantFrom(after(2), after(4)).map((to) => ofFirst((rule) => ({ ...rule, to }))),
  fc.constant(ofFirst(() => undefined)),
)

const resource = fc
  .record({ tier: fc.constantFrom(...TIERS), any: fc.subarray(['a', 'b']), sure: fc.boolean() })
  .map(
    ({ tier, any, sure }): MatchedResource => ({
      tier,
      id: 'r',
      anyReading: new Set(any),
      everyReading: new Set(sure ? any : []),
      sessionRequired: false,
      singleUse: false,
      keysChecked: true,
    }),
  )

const edited = fc.tuple(before, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([policy, edits]) => ({
  was: policy,
  is: edits.reduce((changed, change) => change(changed), policy),
}))
const later = fc.constantFrom(AT, after(1), after(3), after(5))

/** What the law alone demands: nothing that the operator's other rules add, and a default that admits. */
function byLawAlone(policy: Policy): Policy {
  return { ...policy, default: 'allow', rules: policy.rules.filter(({ basis }) => basis !== undefined) }
}

type Situation = readonly [Evidence, MatchedResource, UnixSeconds]
const situations = fc.array(fc.tuple(evidence, resource, later), { minLength: 25, maxLength: 25 })

function severities(policy: Policy, asked: readonly Situation[]): readonly number[] {
  const compiled = compilePolicy(policy, 'r')
  return asked.map((situation) => EFFECTS.indexOf(decide(compiled, ...situation).verdict))
}

describe('loosened()', () => {
  it('misses nothing: without a finding, whatever the law alone demanded is demanded still', () => {
    fc.assert(
      fc.property(edited, situations, ({ was, is }, asked) => {
        if (loosened(was, is, AT).length > 0) return
        const demanded = severities(byLawAlone(was), asked)
        for (const [index, severity] of severities(is, asked).entries())
          expect(severity).toBeGreaterThanOrEqual(demanded[index] ?? 0)
      }),
      RUNS,
    )
  })

  it('and finds nothing in a policy that did not change', () => {
    fc.assert(
      fc.property(before, (policy) => {
        expect(loosened(policy, structuredClone(policy), AT)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('and the generators reach both answers, where the law demands something', () => {
    const sample = fc.sample(fc.tuple(edited, situations), { numRuns: 1_000, seed: 1 })
    const kinds = sample.map(([{ was, is }, asked]) => {
      const demanded = severities(byLawAlone(was), asked)
      if (demanded.every((severity) => severity === 0)) return 'nothing demanded'
      const milder = severities(is, asked).some((severity, index) => severity < (demanded[index] ?? 0))
      return `${loosened(was, is, AT).length > 0 ? 'found' : 'not found'}${milder ? ', milder' : ''}`
    })
    for (const kind of ['found, milder', 'found', 'not found'])
      expect(kinds.filter((each) => each === kind).length).toBeGreaterThan(50)
  })
})
