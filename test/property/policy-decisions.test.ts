import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES } from '../../src/net/network-class.ts'
import { absent, observed, type RequestSnapshot } from '../../src/observations/types.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { UNMATCHED } from '../../src/policy/condition.ts'
import { decide } from '../../src/policy/decide.ts'
import { compileResources } from '../../src/policy/resource.ts'
import {
  type Condition,
  type Decision,
  type MatchedResource,
  type Policy,
  type Resource,
  TIERS,
  type Tier,
} from '../../src/policy/types.ts'
import { parseTarget } from '../../src/request/target.ts'
import type { Evidence, SignalName } from '../../src/signals/registry.ts'
import { AT, evidenceWith, POLICY, snapshotOf } from '../support/evidence.ts'
import {
  anyCondition,
  base,
  conditions,
  evidence,
  onNetwork,
  onPlace,
  policy,
  resource,
  ruleOf,
  rulesOf,
} from '../support/made-policies.ts'

const RUNS = { numRuns: 1_500 }

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

  const orderless = ({
    determining,
    degraded,
    exemptions: _,
    would,
    notices,
    findings,
    ...rest
  }: Decision) => ({
    ...rest,
    determining: determining.toSorted(),
    degraded: degraded.toSorted(),
    would: would.map(({ rule }) => rule).toSorted(),
    notices: notices.map(({ rule }) => rule).toSorted(),
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
      minimumAssurance: {},
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

  it('looks at every rule that has anything to say', () => {
    fc.assert(
      fc.property(policy, evidence, (policy, evidence) => {
        const compiled = compilePolicy(policy, 'r')
        const speaking = compiled.rules.filter(({ test }) => test(evidence) !== UNMATCHED)
        const candidates = compiled.candidates(evidence)
        expect(candidates).toEqual(compiled.rules.filter((rule) => candidates.includes(rule)))
        expect(speaking.filter((rule) => !candidates.includes(rule))).toEqual([])
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

  const matchedBy = (resources: readonly Resource[], snapshot: RequestSnapshot) =>
    compileResources({ ...POLICY, resources }).match(snapshot, { state: 'none' }, AT)
  const tierOf = (resources: readonly Resource[], path: string) =>
    matchedBy(resources, snapshotOf({ path })).tier
  const rank = (tier: Tier) => TIERS.indexOf(tier)
  const plain = (path: string) => encodeURI(path)

  it('match the same in any order', () => {
    fc.assert(
      fc.property(list, path, fc.boolean(), (resources, path, slash) => {
        const snapshot = snapshotOf({ path: `${plain(path)}${slash ? '/' : ''}` })
        const { id: _, ...one } = matchedBy(resources, snapshot)
        const { id: __, ...other } = matchedBy(resources.toReversed(), snapshot)
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
