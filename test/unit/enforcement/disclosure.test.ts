import { describe, expect, it } from 'vitest'
import { disclose, NOTHING_DISCLOSED } from '../../../src/enforcement/disclosure.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { Decision, Rule } from '../../../src/policy/types.ts'
import { collectEvidence, SIGNAL_NAMES } from '../../../src/signals/registry.ts'
import { AT, observationsOf } from '../../support/evidence.ts'
import { decision } from './fixture.ts'

const EVIDENCE = collectEvidence(observationsOf({ cf: { asn: 16509, asOrganization: 'Amazon.com, Inc.' } }))
const LAWS: readonly Pick<Rule, 'id' | 'basis'>[] = [
  { id: 'cuba', basis: { law: '31 CFR 515', owner: 'legal@gate.test', from: 0 as UnixSeconds } },
  { id: 'cuba-too', basis: { law: '31 CFR 515', owner: 'legal@gate.test', from: 0 as UnixSeconds } },
  { id: 'over', basis: { law: 'Repealed', owner: 'a@gate.test', from: 0 as UnixSeconds, to: AT } },
  { id: 'other', basis: { law: 'Another law', owner: 'legal@gate.test', from: 0 as UnixSeconds } },
  { id: 'own' },
]
const CUBA = decision({
  verdict: 'deny',
  reasons: ['place.restricted'],
  status: 451,
  determining: ['cuba', 'cuba-too', 'over', 'own'],
  observed: { place: 'CU', 'client.rtt_ms': 84, 'tls.ja4': 't13d1516h2_8daaf6152771', 'network.mixed': true },
})
const HOSTING = decision({
  verdict: 'deny',
  reasons: ['network.hosting'],
  status: 403,
  determining: ['own'],
  observed: { 'network.class': 'hosting' },
})

const told = (level: Parameters<typeof disclose>[0], what: Decision) =>
  disclose(level, what, EVIDENCE, LAWS, AT)

describe('disclose()', () => {
  it('tells nothing where it is to be terse', () => {
    expect([told('terse', CUBA), told('terse', HOSTING)]).toEqual([NOTHING_DISCLOSED, NOTHING_DISCLOSED])
  })

  it('tells place, network and law, and nothing that was measured', () => {
    expect(told('standard', CUBA)).toEqual({
      observed: { place: 'CU' },
      legalBasis: ['31 CFR 515'],
      rules: [],
    })
  })

  it('tells everything that was read, and by which rules, where it may be verbose', () => {
    expect(told('verbose', CUBA)).toEqual({
      observed: CUBA.observed,
      legalBasis: ['31 CFR 515'],
      rules: CUBA.determining,
    })
  })

  it.each(['standard', 'verbose'] as const)('names the operator of a refused network, %s', (level) => {
    expect(told(level, HOSTING).observed).toEqual({
      'network.class': 'hosting',
      'network.organization': 'Amazon.com, Inc.',
      'network.asn': 16509,
    })
  })

  it('does not name it where the network was not the reason, nor the place where that was not', () => {
    expect(Object.keys(told('standard', CUBA).observed)).not.toContain('network.organization')
    expect(Object.keys(told('verbose', HOSTING).observed)).not.toContain('place')
  })

  it('tells of all signals there are only the place and the network, and those plainly', () => {
    const everything = { ...CUBA, observed: Object.fromEntries(SIGNAL_NAMES.map((name) => [name, 'x'])) }
    expect(Object.keys(told('standard', everything).observed)).toEqual([
      'place',
      'place.state',
      'place.region_name',
      'place.city',
      'network.class',
      'network.asn',
      'network.organization',
    ])
  })

  it('claims no law for what is answered with 403', () => {
    expect(told('standard', { ...CUBA, status: 403 }).legalBasis).toEqual([])
  })
})
