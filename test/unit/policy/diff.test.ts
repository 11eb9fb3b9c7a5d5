import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { parseAsn } from '../../../src/net/asn.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import { diffPolicies, formatDiff } from '../../../src/policy/diff.ts'
import type { Policy, Rule } from '../../../src/policy/types.ts'
import { AT, BASIS, DAY, IN_CUBA, POLICY, placeNamed, rule } from '../../support/evidence.ts'

const lines = (before: Partial<Policy>, after: Partial<Policy>) =>
  formatDiff(diffPolicies({ ...POLICY, ...before }, { ...POLICY, ...after }))
const ofRule = (before: Partial<Rule>, after: Partial<Rule>) =>
  lines({ rules: [rule(before)] }, { rules: [rule(after)] })

describe('diffPolicies()', () => {
  it('finds nothing between policies that are alike, in whatever order they are written', () => {
    const rules = [rule(), rule({ id: 'b', when: { signal: 'place', in: ['CU', 'IR'] } })]
    const turned = [rule({ id: 'b', when: { in: ['IR', 'CU'], signal: 'place' } }), rule()]
    expect(diffPolicies({ ...POLICY, rules }, { ...POLICY, rules: turned })).toEqual([])
  })

  it('names each member that is another, and what it was', () => {
    const before = { ...POLICY, rules: [rule()] }
    const after = { ...POLICY, rules: [rule({ effect: 'limit', note: 'n' })] }
    expect(diffPolicies(before, after)).toEqual([
      {
        part: 'rule',
        id: 'rule',
        kind: 'changed',
        members: [
          { path: 'effect', before: 'deny', after: 'limit' },
          { path: 'note', after: 'n' },
        ],
      },
    ])
  })

  it('gives of lists what came and what went', () => {
    const of = (...codes: string[]): Partial<Rule> => ({ when: { signal: 'place', in: codes } })
    expect(ofRule(of('CU', 'IR'), of('IR', 'KP', 'SY'))).toEqual(['~ rule rule', '    when.in: +KP +SY −CU'])
  })

  it('looks into conditions', () => {
    const before = { when: { all: [IN_CUBA, { signal: 'bot.score', lt: 10 }] } } as const
    const after = { when: { all: [IN_CUBA, { signal: 'bot.score', lt: 20 }] } } as const
    expect(ofRule(before, after)).toEqual(['~ rule rule', '    when.all[1].lt: 10 → 20'])
  })

  it('writes dates as dates, in a basis too', () => {
    const at = (seconds: number) => (AT + seconds) as UnixSeconds
    expect(ofRule({ basis: BASIS }, { from: AT, to: at(60), basis: { ...BASIS, to: at(DAY) } })).toEqual([
      '~ rule rule',
      '    from: 2026-11-01',
      '    to: 2026-11-01T00:01:00Z',
      '    basis.to: 2026-11-02',
    ])
  })

  it('says what is new, what is gone, and what a member no longer has', () => {
    expect(lines({ rules: [rule()] }, { rules: [rule({ id: 'b', note: 'Why it is' })] })).toEqual([
      '+ rule b',
      '    effect: deny',
      '    when.signal: network.class',
      '    when.is: hosting',
      '    note: "Why it is"',
      '− rule rule',
      '    effect: deny',
      '    when.signal: network.class',
      '    when.is: hosting',
    ])
    expect(ofRule({ tier: 'open' }, {})).toEqual(['~ rule rule', '    tier: no longer open'])
  })

  it('has settings by the names of their variables, on one line each', () => {
    const networks = (...texts: string[]) => texts.map((text) => networkOf(text))
    const before = { default: 'deny', allowedNetworks: networks('AS1', '10.0.0.0/8') } as const
    const after = {
      unknownPlace: 'allow',
      allowedNetworks: networks('AS1', 'AS2'),
      bodyUnknown: { ...POLICY.bodyUnknown, controlled: 'ceiling' },
      minimumAssurance: { controlled: 'substantial' },
    } as const
    expect(lines(before, after)).toEqual([
      '~ ALLOWED_NETWORKS: +AS2 −10.0.0.0/8',
      '~ BODY_UNKNOWN.controlled: refuse → ceiling',
      '~ MINIMUM_ASSURANCE.controlled: substantial',
      '~ POLICY.default: deny → allow',
      '~ UNKNOWN_PLACE: deny → allow',
    ])
  })

  it('has exemptions, resources, catalogues and overrides by their ids', () => {
    const exemption = {
      id: 'x',
      exempts: ['rule'],
      when: IN_CUBA,
      owner: 'o',
      reason: 'r',
      to: AT,
    }
    const catalogue = {
      id: 'm',
      owner: 'o',
      below: 'open',
      thresholds: [],
      entries: [{ values: ['a'], tier: 'open' }],
    } as const
    const entry = { values: ['b'], tier: 'standard' } as const
    const override = { network: networkOf('AS1'), owner: 'o', reason: 'r', expires: AT }
    expect(
      lines(
        {
          exemptions: [exemption],
          resources: [{ id: 'r', tier: 'open', method: 'GET' }],
          catalogues: [catalogue],
          networkOverrides: [{ ...override, class: 'mobile' }],
        },
        {
          exemptions: [{ ...exemption, exempts: ['rule', 'b'] }],
          resources: [{ id: 'r', tier: 'open', method: ['GET', 'HEAD'] }],
          catalogues: [{ ...catalogue, entries: [entry, ...catalogue.entries] }],
          networkOverrides: [{ ...override, class: 'mobile', place: placeNamed('US-CA') }],
        },
      ),
    ).toEqual([
      '~ exemption x',
      '    exempts: +b',
      '~ resource r',
      '    method: +HEAD',
      '~ catalogue m',
      '    entries.b.values: b',
      '    entries.b.tier: standard',
      '~ network override AS1',
      '    place: US-CA',
    ])
  })

  it('keeps apart what has the same name', () => {
    const override = {
      network: networkOf('AS1'),
      owner: 'o',
      reason: 'r',
      expires: AT,
      class: 'mobile',
    } as const
    expect(
      lines(
        { networkOverrides: [override] },
        { networkOverrides: [override, { ...override, class: 'satellite' }] },
      ).at(0),
    ).toBe('+ network override AS1 #2')
  })
})

function networkOf(text: string) {
  const asn = parseAsn(text)
  if (asn !== undefined) return { asn }
  const prefix = parseCidr(text)
  if (!prefix.ok) throw new Error(text)
  return { prefix: prefix.value }
}
