import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { parseAsn } from '../../src/net/asn.ts'
import { NETWORK_CLASSES } from '../../src/net/network-class.ts'
import { absent, observed, type Signal } from '../../src/observations/types.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import { compileResources } from '../../src/policy/resource.ts'
import {
  type Condition,
  type Decision,
  EFFECTS,
  type Exemption,
  type MatchedResource,
  type Policy,
  type Resource,
  type Rule,
  TIERS,
  type Tier,
} from '../../src/policy/types.ts'
import { parseTarget } from '../../src/request/target.ts'
import type { Evidence, SignalName } from '../../src/signals/registry.ts'
import { AT, BASIS, DAY, evidenceWith, POLICY, placeNamed, snapshotOf } from '../support/evidence.ts'

const RUNS = { numRuns: 1_500 }

const PLACES = ['US', 'US-CA', 'UA', 'UA-43', 'UA-30', 'CU'] as const
const CLASSES = ['residential', 'hosting', 'vpn'] as const
const RESOURCES = ['a', 'b'] as const

/** A signal in any of its states. */
function anyState<T>(value: fc.Arbitrary<T>, source: 'edge' | 'table'): fc.Arbitrary<Signal<T>> {
  return fc.oneof(
    { weight: 4, arbitrary: value.map((one) => observed(one, source)) },
    fc.constant(absent('missing')),
    fc.constant<Signal<T>>({ state: 'unavailable', cause: 'test' }),
  )
}

const asn = fc.constantFrom('AS64500', 'AS64501').map((text) => {
  const parsed = parseAsn(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
})
const evidence = fc
  .record({
    place: anyState(fc.constantFrom(...PLACES).map(placeNamed), 'edge'),
    'network.class': anyState(fc.constantFrom(...CLASSES, 'unknown' as const), 'table'),
    'network.asn': anyState(asn, 'edge'),
    'bot.score': anyState(fc.constantFrom(1, 50, 99), 'edge'),
  })
  .map((changes) => evidenceWith(changes))

const onPlace = fc
  .uniqueArray(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 2 })
  .map((list): Condition => ({ signal: 'place', in: list }))
const onNetwork = fc.oneof(
  fc.constantFrom(...CLASSES).map((is): Condition => ({ signal: 'network.class', is })),
  asn.map((is): Condition => ({ signal: 'network.asn', is })),
)
/** Reads what may honestly be missing, or asks whether it is. */
const onPresence = fc.constantFrom<Condition>(
  { signal: 'bot.score', lt: 30 },
  { signal: 'bot.score', is: 'absent' },
  { signal: 'network.asn', is: 'absent' },
  { signal: 'place', is: 'absent' },
)

function conditions(leaf: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
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
const anyCondition = conditions(fc.oneof(onPlace, onNetwork, onPresence))

function ruleOf(when: fc.Arbitrary<Condition>): fc.Arbitrary<Omit<Rule, 'id'>> {
  return fc.record(
    {
      effect: fc.constantFrom(...EFFECTS),
      when,
      tier: fc.constantFrom(...TIERS),
      resources: fc.subarray([...RESOURCES], { minLength: 1 }),
      mode: fc.constantFrom('enforce' as const, 'monitor' as const),
      basis: fc.constant(BASIS),
    },
    { requiredKeys: ['effect', 'when'] },
  )
}
const numbered = (rules: readonly Omit<Rule, 'id'>[]) =>
  rules.map((rule, index): Rule => ({ ...rule, id: `r${index}` }))
const rulesOf = (when: fc.Arbitrary<Condition>) => fc.array(ruleOf(when), { maxLength: 5 }).map(numbered)

const exemptions = fc
  .array(
    fc.record(
      {
        exempts: fc.subarray(['r0', 'r1', 'r2', 'unknown-place', 'ambiguous-place'], { minLength: 1 }),
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

const resource = fc
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

const base = fc.record({
  default: fc.constantFrom('allow' as const, 'deny' as const),
  unknownPlace: fc.constantFrom(...EFFECTS),
  ambiguousPlace: fc.constantFrom(...EFFECTS),
})
const policy = fc
  .tuple(base, rulesOf(anyCondition), exemptions)
  .map(([flat, rules, exemptions]): Policy => ({ ...POLICY, ...flat, rules, exemptions }))

const run = (policy: Policy, evidence: Evidence, resource: MatchedResource): Decision =>
  decide(compilePolicy(policy, 'r'), evidence, resource, AT)
const admits = ({ verdict }: Decision) => verdict === 'allow' || verdict === 'limit'

describe('decide()', () => {
  it('is a function of its inputs, and changes none of them', () => {
    fc.assert(
      fc.property(policy, evidence, resource, (policy, evidence, resource) => {
        const before = structuredClone({ policy, evidence })
        const compiled = compilePolicy(policy, 'r')
        const once = decide(compiled, evidence, resource, AT)
        expect(decide(compiled, evidence, resource, AT)).toEqual(once)
        expect(run(structuredClone(policy), structuredClone(evidence), resource)).toEqual(once)
        expect({ policy, evidence }).toEqual(before)
      }),
      RUNS,
    )
  })

  const orderless = ({ determining, degraded, exemptions: _, would, findings, ...rest }: Decision) => ({
    ...rest,
    determining: determining.toSorted(),
    degraded: degraded.toSorted(),
    would: would.map(({ rule }) => rule).toSorted(),
    findings: findings.map(({ rule }) => rule).toSorted(),
  })

  it('does not depend on the order of rules, exemptions or list entries', () => {
    fc.assert(
      fc.property(policy, evidence, resource, (policy, evidence, resource) => {
        const turned: Policy = {
          ...policy,
          rules: policy.rules.map((rule) => ({ ...rule, when: entriesReversed(rule.when) })).toReversed(),
          exemptions: policy.exemptions.toReversed(),
        }
        expect(orderless(run(turned, evidence, resource))).toEqual(orderless(run(policy, evidence, resource)))
      }),
      RUNS,
    )
  })

  it('does not depend on the order inside a condition, but for the reason of a rule that names none', () => {
    const named = policy.map((policy) => ({
      ...policy,
      rules: policy.rules.map((rule) => ({ ...rule, reason: 'policy.denied' as const })),
    }))
    fc.assert(
      fc.property(named, evidence, resource, (policy, evidence, resource) => {
        const turned: Policy = {
          ...policy,
          rules: policy.rules.map((rule) => ({ ...rule, when: membersReversed(rule.when) })),
          exemptions: policy.exemptions.map((one) => ({ ...one, when: membersReversed(one.when) })),
        }
        expect(orderless(run(turned, evidence, resource))).toEqual(orderless(run(policy, evidence, resource)))
      }),
      RUNS,
    )
  })

  it('never admits for a deny rule more what it refused without it', () => {
    fc.assert(
      fc.property(policy, ruleOf(anyCondition), evidence, resource, (policy, more, evidence, resource) => {
        if (admits(run(policy, evidence, resource))) return
        const rules = [...policy.rules, { ...more, id: 'more', effect: 'deny' } as const]
        expect(admits(run({ ...policy, rules }, evidence, resource))).toBe(false)
      }),
      RUNS,
    )
  })

  it('never admits on controlled, for want of evidence, what a matched deny refused', () => {
    const names = ['place', 'network.class', 'network.asn'] as const satisfies readonly SignalName[]
    const strict = fc.tuple(base, rulesOf(conditions(fc.oneof(onPlace, onNetwork)))).map(
      ([flat, rules]): Policy => ({
        ...POLICY,
        ...flat,
        unknownPlace: 'deny',
        ambiguousPlace: 'challenge',
        rules,
      }),
    )
    fc.assert(
      fc.property(
        strict,
        evidence,
        resource,
        fc.subarray([...names], { minLength: 1 }),
        (policy, evidence, resource, lost) => {
          const controlled: MatchedResource = { ...resource, tier: 'controlled' }
          if (run(policy, evidence, controlled).row !== 'deny_matched') return
          const less = { ...evidence, ...Object.fromEntries(lost.map((name) => [name, absent('missing')])) }
          expect(admits(run(policy, less, controlled))).toBe(false)
        },
      ),
      RUNS,
    )
  })

  it('never admits what the same rules refuse on a milder tier, where no rule is for a tier', () => {
    const untiered = policy.map((policy) => ({
      ...policy,
      rules: policy.rules.map(({ tier: _, ...rule }) => rule),
    }))
    fc.assert(
      fc.property(untiered, evidence, resource, (policy, evidence, resource) => {
        const admitted = TIERS.map((tier) => admits(run(policy, evidence, { ...resource, tier })))
        expect(admitted).toEqual(admitted.toSorted((a, b) => Number(b) - Number(a)))
      }),
      RUNS,
    )
  })

  it('explains every refusal, and gives none for an admission', () => {
    fc.assert(
      fc.property(policy, evidence, resource, (policy, evidence, resource) => {
        const decision = run(policy, evidence, resource)
        expect(decision.reasons.length > 0).toBe(!admits(decision))
        expect(decision.status !== undefined).toBe(!admits(decision))
        expect(decision.determining.length).toBeGreaterThan(0)
        if (admits(decision)) expect(decision.tierMax).not.toBeUndefined()
      }),
      RUNS,
    )
  })

  it('is not touched by rules in monitor', () => {
    fc.assert(
      fc.property(policy, evidence, resource, (policy, evidence, resource) => {
        const enforced = policy.rules.filter(({ mode }) => mode !== 'monitor')
        const { verdict, reasons, determining, degraded } = run(policy, evidence, resource)
        expect(run({ ...policy, rules: enforced }, evidence, resource)).toMatchObject({
          verdict,
          reasons,
          determining,
          degraded,
        })
      }),
      RUNS,
    )
  })

  it('and the generators reach every row', () => {
    const sample = fc.sample(fc.tuple(policy, evidence, resource), { numRuns: 3_000, seed: 1 })
    const rows = new Set(sample.map((inputs) => run(...inputs).row))
    expect([...rows].toSorted()).toEqual(
      [
        'deny_matched',
        'deny_indeterminate',
        'challenge',
        'limit_matched',
        'allow_matched',
        'default',
      ].toSorted(),
    )
  })
})

function membersReversed(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(membersReversed).toReversed() }
  if ('any' in condition) return { any: condition.any.map(membersReversed).toReversed() }
  if ('not' in condition) return { not: condition.not.map(membersReversed).toReversed() }
  return condition
}

function entriesReversed(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(entriesReversed) }
  if ('any' in condition) return { any: condition.any.map(entriesReversed) }
  if ('not' in condition) return { not: condition.not.map(entriesReversed) }
  return 'in' in condition ? { ...condition, in: condition.in.toReversed() } : condition
}

describe('resources', () => {
  const word = fc.constantFrom('a', 'b', 'Admin', 'v1', 'übung')
  const pattern = fc
    .tuple(fc.array(fc.oneof(word, fc.constant('*')), { maxLength: 3 }), fc.boolean())
    .map(([segments, open]) => `/${[...segments, ...(open ? ['*'] : [])].join('/')}`)
  const list = fc
    .array(fc.record({ tier: fc.constantFrom(...TIERS), path: pattern }), { maxLength: 5 })
    .map((entries) => entries.map((entry, index): Resource => ({ id: `r${index}`, ...entry })))
  const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`)

  const tierOf = (resources: readonly Resource[], path: string) =>
    compileResources(resources)(snapshotOf({ path })).tier
  const rank = (tier: Tier) => TIERS.indexOf(tier)
  const plain = (path: string) => encodeURI(path)

  it('match the same in any order', () => {
    fc.assert(
      fc.property(list, path, fc.boolean(), (resources, path, slash) => {
        const snapshot = snapshotOf({ path: `${plain(path)}${slash ? '/' : ''}` })
        const { id: _, ...one } = compileResources(resources)(snapshot)
        const { id: __, ...other } = compileResources(resources.toReversed())(snapshot)
        expect(other).toEqual(one)
      }),
      RUNS,
    )
  })

  it('are no milder for any spelling of a path: case, escapes, a slash at the end', () => {
    const spelling = fc.record({
      letters: fc.array(fc.constantFrom('as is', 'upper', 'lower', 'escaped', 'escaped upper'), {
        minLength: 1,
        maxLength: 7,
      }),
      slash: fc.boolean(),
      form: fc.constantFrom('NFC', 'NFD'),
    })
    const spell = (
      path: string,
      { letters, slash, form }: { letters: string[]; slash: boolean; form: string },
    ) => {
      const spelt = [...path.normalize(form)].map((letter, index) => {
        if (letter === '/') return letter
        const how = letters[index % letters.length] ?? ''
        const cased = how.endsWith('upper')
          ? letter.toUpperCase()
          : how === 'lower'
            ? letter.toLowerCase()
            : letter
        const escaped = () => `%${cased.charCodeAt(0).toString(16).padStart(2, '0')}`
        return how.startsWith('escaped') && cased < '\x80' ? escaped() : encodeURI(cased)
      })
      return `${spelt.join('')}${slash ? '/' : ''}`
    }
    fc.assert(
      fc.property(list, path, spelling, (resources, path, how) => {
        const alias = spell(path, how)
        if (!parseTarget(`https://gate.test${alias}`, 'gate.test').ok) return
        expect(rank(tierOf(resources, alias))).toBeGreaterThanOrEqual(rank(tierOf(resources, plain(path))))
      }),
      { numRuns: 10_000 },
    )
  })

  it('know every network class in conditions', () => {
    for (const is of NETWORK_CLASSES) {
      const rules = [{ id: 'r', effect: 'deny', when: { signal: 'network.class', is } }] as const
      const seen = evidenceWith({ 'network.class': observed(is, 'table') })
      expect(run({ ...POLICY, rules }, seen, { ...NO_RESOURCE, tier: 'open' }).verdict).toBe('deny')
    }
  })
})

const NO_RESOURCE = {
  id: 'default',
  anyReading: new Set<string>(),
  everyReading: new Set<string>(),
  sessionRequired: false,
  singleUse: false,
  keysChecked: false,
}
