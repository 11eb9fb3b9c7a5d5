import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import { absent } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { leafFindings, ruleFindings, type Standing } from '../../../src/policy/rule-findings.ts'
import type { Condition, Exemption, MatchedResource, Policy, Rule } from '../../../src/policy/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import {
  ABSENT,
  AT,
  at,
  BASIS,
  DAY,
  evidenceWith,
  FROM_HOSTING,
  IN_CUBA,
  NOWHERE,
  POLICY,
  resourceOn,
  rule,
  through,
  UNAVAILABLE,
} from '../../support/evidence.ts'

const day = (days: number) => (AT + days * DAY) as UnixSeconds

function explain(
  policy: Partial<Policy>,
  evidence: Partial<Evidence>,
  resource: MatchedResource = resourceOn('controlled'),
) {
  return ruleFindings(compilePolicy({ ...POLICY, ...policy }, 'r'), evidenceWith(evidence), resource, AT)
}
function standing(changes: Partial<Rule>, exemptions: readonly Exemption[] = []): Standing | undefined {
  return explain({ rules: [rule(changes)], exemptions }, through('hosting')).rules[0]?.standing
}
const leaf = (when: Condition, evidence: Partial<Evidence>) => leafFindings(when, evidenceWith(evidence))[0]

describe('ruleFindings()', () => {
  it('holds every rule against the request, and says which decided', () => {
    const rules = [rule(), rule({ id: 'cuba', when: IN_CUBA })]
    const { decision, rules: found } = explain({ rules }, through('hosting'))
    expect(decision).toMatchObject({ verdict: 'deny', row: 'deny_matched' })
    expect(found).toEqual([
      {
        rule: 'rule',
        effect: 'deny',
        standing: 'enforced',
        truth: ['matched'],
        leaves: [
          {
            signal: 'network.class',
            test: 'is hosting',
            state: 'observed',
            value: 'hosting',
            truth: ['matched'],
          },
        ],
        exemptions: [],
        determining: true,
      },
      {
        rule: 'cuba',
        effect: 'deny',
        standing: 'enforced',
        truth: ['unmatched'],
        leaves: [{ signal: 'place', test: 'in CU', state: 'observed', value: 'US-CA', truth: ['unmatched'] }],
        exemptions: [],
        determining: false,
      },
    ])
  })

  it.each<[Standing, Partial<Rule>]>([
    ['enforced', {}],
    ['enforced', { mode: 'notice', from: day(-1) }],
    ['monitored', { mode: 'monitor' }],
    ['announced', { mode: 'notice', from: day(1) }],
    ['not_yet', { from: day(1) }],
    ['ended', { to: AT }],
    ['other_tier', { tier: 'open' }],
    ['other_resource', { resources: ['a'] }],
  ])('%s: %j', (expected, changes) => {
    expect(standing(changes)).toBe(expected)
  })

  it('looks for resources as deciding does: what admits has to be sure of them', () => {
    const maybe = resourceOn('controlled', { anyReading: new Set(['a']) })
    const of = (effect: Rule['effect']) =>
      explain({ rules: [rule({ effect, resources: ['a'] })] }, {}, maybe).rules[0]?.standing
    expect(of('deny')).toBe('enforced')
    expect(of('allow')).toBe('other_resource')
  })

  it('names the exemptions that lift a rule, and only those', () => {
    expect(standing({}, [exemption({})])).toBe('exempted')
    expect(standing({}, [exemption({ when: IN_CUBA })])).toBe('enforced')
    expect(standing({}, [exemption({ to: AT })])).toBe('enforced')
    expect(standing({}, [exemption({ from: day(1) })])).toBe('enforced')
    expect(standing({ basis: BASIS }, [exemption({})])).toBe('enforced')
    expect(standing({ basis: BASIS }, [exemption({ overrides_basis: true })])).toBe('exempted')
  })

  it('says what leaves a rule open', () => {
    const when: Condition = { any: [FROM_HOSTING, IN_CUBA] }
    const truth = (evidence: Partial<Evidence>) =>
      explain({ rules: [rule({ when })] }, evidence).rules[0]?.truth
    expect(truth({ ...NOWHERE, 'network.class': ABSENT })).toEqual(['indeterminate', 'place_unknown'])
    const part: Condition = { signal: 'place', in: ['UA-43'] }
    expect(leaf(part, at('UA'))).toMatchObject({ value: 'UA', truth: ['place_ambiguous'] })
  })
})

describe('leafFindings()', () => {
  it('goes through a condition in its order', () => {
    const when: Condition = {
      all: [{ not: [IN_CUBA] }, { any: [FROM_HOSTING, { signal: 'bot.score', lt: 30 }] }],
    }
    expect(leafFindings(when, evidenceWith()).map(({ signal }) => signal)).toEqual([
      'place',
      'network.class',
      'bot.score',
    ])
  })

  it('writes values as a policy does, and of what is not there why', () => {
    expect(leaf({ signal: 'network.asn', is: 'AS1' }, {})).toMatchObject({ value: 'AS7922', test: 'is AS1' })
    expect(leaf({ signal: 'client.address', prefix: ['10.0.0.0/8'] }, {})).toMatchObject({
      value: '73.162.10.1',
      test: 'prefix 10.0.0.0/8',
    })
    expect(leaf(IN_CUBA, { place: absent('tor') })).toMatchObject({ state: 'absent', value: 'tor' })
    expect(leaf(IN_CUBA, { place: UNAVAILABLE })).toMatchObject({ state: 'unavailable' })
    expect(leaf({ signal: 'place.eu', is: false }, {})).toMatchObject({ value: 'false', truth: ['matched'] })
  })

  it('shows the beginning of a long list', () => {
    const codes = ['CU', 'IR', 'KP', 'SY', 'RU', 'BY', 'VE', 'MM', 'ZW', 'SD']
    expect(leaf({ signal: 'place', in: codes }, {})?.test).toBe(
      'in CU, IR, KP, SY, RU, BY, VE, MM and 2 more',
    )
    const block = parseCidr('10.0.0.0/8')
    if (!block.ok) throw new Error(block.error)
    expect(leaf({ signal: 'client.address', prefix: [block.value] }, {})?.test).toBe('prefix 10.0.0.0/8')
  })
})

function exemption(changes: Partial<Exemption>): Exemption {
  return { id: 'x', exempts: ['rule'], when: FROM_HOSTING, owner: 'o', reason: 'r', to: day(1), ...changes }
}
