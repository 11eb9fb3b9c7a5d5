import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { formatPlace } from '../../../src/net/region.ts'
import type { PrefixAnswer, TableAnswers } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import { judge } from '../../../src/policy/judge.ts'
import type { Condition, Effect, Exemption, Policy, Tier } from '../../../src/policy/types.ts'
import { collectEvidence } from '../../../src/signals/registry.ts'
import {
  AT,
  BASIS,
  DAY,
  IN_CUBA,
  NO_ANSWERS,
  observationsOf,
  POLICY,
  placeNamed,
  resourceOn,
  rule,
} from '../../support/evidence.ts'
import { answer, listed, movedTo } from '../../support/network-tables.ts'

type Cf = Readonly<Record<string, unknown>>
interface Case {
  readonly policy?: Partial<Policy>
  readonly cf?: Cf
  /** What the satellite operator's list says. */
  readonly list?: string
  readonly prefixes?: readonly PrefixAnswer[]
  readonly tables?: Partial<TableAnswers>
  readonly tier?: Tier
}

const satellite = (place: string) =>
  listed('satellite', { feed: 'starlink', place: placeNamed(place), movesPlace: true })

function judged({ policy = {}, cf = {}, list = 'GB-ENG', prefixes, tables, tier = 'controlled' }: Case) {
  const compiled = compilePolicy({ ...POLICY, ...policy }, '0123456789abcdef')
  const observations = observationsOf(
    { cf },
    { tables: { ...NO_ANSWERS, ...tables, prefixes: prefixes ?? [satellite(list)] } },
  )
  const found = judge(compiled, observations, resourceOn(tier), AT)
  // Whatever was believed: what is handed on belongs together.
  expect(collectEvidence(found.observations)).toEqual(found.evidence)
  expect(decide(compiled, found.evidence, resourceOn(tier), AT)).toEqual(found.decision)
  const { place } = found.evidence
  return {
    ...found,
    seen: place.state === 'observed' ? `${place.source}:${formatPlace(place.value)}` : place.state,
    verdict: found.decision.verdict,
  }
}

const rules = (when: Condition, effect: Effect = 'deny', changes: Partial<Policy> = {}): Partial<Policy> => ({
  rules: [rule({ when, effect })],
  ...changes,
})
const CUBA = { country: 'CU', regionCode: undefined }
const UKRAINE = { country: 'UA', regionCode: undefined, continent: 'EU' }
const inside = (...codes: string[]): Condition => ({ signal: 'place', in: codes })
const SATELLITE: Condition = { signal: 'network.class', is: 'satellite' }
const EUROPE: Condition = { signal: 'place.continent', is: 'EU' }
const UNION: Condition = { signal: 'place.eu', is: true }
const exempt = (when: Condition, ...exempts: string[]): Exemption => ({
  id: 'x',
  exempts,
  when,
  owner: 'o',
  reason: 'r',
  to: (AT + DAY) as UnixSeconds,
})

describe('a list is followed where nothing becomes milder', () => {
  it.each<readonly [string, Case, seen: string, verdict: Effect]>([
    ['to another country', {}, 'feed:GB-ENG', 'allow'],
    ['to another region', { list: 'US-NY' }, 'feed:US-NY', 'allow'],
    ['into a restricted country', { policy: rules(IN_CUBA), list: 'CU' }, 'feed:CU', 'deny'],
    [
      'into a restricted region of the country',
      { policy: rules(inside('UA-43')), cf: { ...UKRAINE, regionCode: '30' }, list: 'UA-43' },
      'feed:UA-43',
      'deny',
    ],
    [
      'where the region was open, into the restricted one',
      { policy: rules(inside('UA-43')), cf: UKRAINE, list: 'UA-43' },
      'feed:UA-43',
      'deny',
    ],
    ['into a country that is limited', { policy: rules(inside('GB'), 'limit') }, 'feed:GB-ENG', 'limit'],
    [
      'from a limited country into a challenged one',
      {
        policy: {
          rules: [
            rule({ id: 'a', when: inside('US'), effect: 'limit' }),
            rule({ id: 'b', when: inside('GB'), effect: 'challenge' }),
          ],
        },
      },
      'feed:GB-ENG',
      'challenge',
    ],
    [
      'from a challenged country into a denied one',
      {
        policy: {
          rules: [
            rule({ id: 'a', when: inside('US'), effect: 'challenge' }),
            rule({ id: 'b', when: inside('GB') }),
          ],
        },
      },
      'feed:GB-ENG',
      'deny',
    ],
    [
      'where it would open a lower tier only',
      { policy: { rules: [rule({ when: inside('GB'), tier: 'controlled' })] }, tier: 'open' },
      'feed:GB-ENG',
      'allow',
    ],
    [
      'where default = "deny" and both places are let in',
      { policy: rules(inside('GB', 'US'), 'allow', { default: 'deny' }) },
      'feed:GB-ENG',
      'allow',
    ],
    [
      'where default = "deny", to where nobody is let in',
      { policy: rules(inside('US'), 'allow', { default: 'deny' }) },
      'feed:GB-ENG',
      'deny',
    ],
    [
      'where rules on trial alone would be milder',
      { policy: { rules: [rule({ when: inside('US'), mode: 'monitor' })] } },
      'feed:GB-ENG',
      'allow',
    ],
    [
      'over a mixed network of servers',
      { policy: rules(IN_CUBA), list: 'CU', tables: { asn: answer('hosting', true) } },
      'feed:CU',
      'deny',
    ],
    [
      'where AMBIGUOUS_PLACE lets in all the same',
      { policy: rules(inside('UA-43'), 'deny', { ambiguousPlace: 'allow' }), cf: UKRAINE, list: 'UA-30' },
      'feed:UA-30',
      'allow',
    ],
  ])('%s', (_, input, seen, verdict) => {
    expect(judged(input)).toMatchObject({ seen, verdict })
  })

  it('and the evidence says so: who, where, what the edge said, and a low assurance', () => {
    const { evidence, decision, observations } = judged({})
    expect(observations.tables.moved).toEqual({ place: placeNamed('GB-ENG'), source: 'feed', by: 'starlink' })
    expect(evidence).toMatchObject({
      'place.edge': { state: 'observed', value: placeNamed('US-CA') },
      'place.continent': { value: 'EU' },
      'place.eu': { value: false },
      'place.state': { value: 'known' },
      'network.signs': { value: 'feed:starlink=satellite/high place:starlink=GB-ENG' },
    })
    expect(decision.assurance).toBe('low')
  })
})

describe("the edge's word stays, and nothing is said to have moved,", () => {
  it.each<readonly [string, Case, verdict: Effect]>([
    ['in a restricted country', { policy: rules(IN_CUBA), cf: CUBA }, 'deny'],
    ['in a challenged one', { policy: rules(IN_CUBA, 'challenge'), cf: CUBA }, 'challenge'],
    ['in a limited one', { policy: rules(IN_CUBA, 'limit'), cf: CUBA }, 'limit'],
    [
      'where default = "deny" and a rule allows the country of the list',
      { policy: rules(inside('GB'), 'allow', { default: 'deny' }), cf: CUBA },
      'deny',
    ],
    [
      'where default = "deny" and a rule limits the country of the list',
      { policy: rules(inside('GB'), 'limit', { default: 'deny' }), cf: CUBA },
      'deny',
    ],
    [
      'where default = "deny" and a rule allows all but the place',
      { policy: rules({ not: [IN_CUBA] }, 'allow', { default: 'deny' }), cf: CUBA },
      'deny',
    ],
    [
      'where a rule refuses all but the country of the list',
      { policy: rules({ not: [inside('GB')] }), cf: CUBA },
      'deny',
    ],
    [
      'where a rule refuses the place through such networks',
      { policy: rules({ all: [IN_CUBA, SATELLITE] }), cf: CUBA },
      'deny',
    ],
    [
      'where an edge continent that is not the one of the country is refused',
      { policy: rules(EUROPE), cf: { continent: 'EU' }, list: 'JP' },
      'deny',
    ],
    [
      'where the edge names no continent, and a rule asks for it',
      { policy: rules(EUROPE), cf: { continent: undefined }, list: 'JP' },
      'deny',
    ],
    [
      'where the edge names no continent, and UNKNOWN_PLACE challenges',
      {
        policy: rules(EUROPE, 'deny', { unknownPlace: 'challenge' }),
        cf: { continent: undefined },
        list: 'JP',
      },
      'challenge',
    ],
    [
      "where the edge's word on the Union is not ours, and is refused",
      { policy: rules(UNION), cf: { country: 'GB', regionCode: undefined, isEUCountry: '1' }, list: 'US' },
      'deny',
    ],
    [
      'where the Union is told by our list, and is refused',
      { policy: rules(UNION), cf: { country: 'DE' }, list: 'US' },
      'deny',
    ],
    [
      'where not to know the region is refused',
      { policy: rules({ signal: 'place.state', is: 'country_only' }), cf: { regionCode: undefined } },
      'deny',
    ],
    [
      'where not to know the region is challenged',
      {
        policy: rules({ signal: 'place.state', is: 'country_only' }, 'challenge'),
        cf: { regionCode: undefined },
      },
      'challenge',
    ],
    [
      'where the country of the list is exempted',
      { policy: rules(SATELLITE, 'deny', { exemptions: [exempt(inside('GB'), 'rule')] }) },
      'deny',
    ],
    [
      'where all but the place are exempted',
      {
        policy: rules(SATELLITE, 'challenge', { exemptions: [exempt({ not: [IN_CUBA] }, 'rule')] }),
        cf: CUBA,
      },
      'challenge',
    ],
    [
      'where the restricted part of the country is not known, and the list names another part',
      { policy: rules(inside('UA-43')), cf: UKRAINE, list: 'UA-30' },
      'challenge',
    ],
    [
      'where the restricted part of the country is not known, and the list names another country',
      { policy: rules(inside('UA-43')), cf: UKRAINE, list: 'GB' },
      'challenge',
    ],
    [
      'where a higher tier would open',
      { policy: { rules: [rule({ when: IN_CUBA, tier: 'controlled' })] }, cf: CUBA, tier: 'open' },
      'allow',
    ],
    [
      'where any tier would open at all',
      {
        policy: {
          rules: [
            rule({ when: IN_CUBA, effect: 'challenge' }),
            rule({ id: 'b', when: inside('GB'), effect: 'challenge', tier: 'standard' }),
          ],
        },
        cf: CUBA,
        tier: 'standard',
      },
      'challenge',
    ],
    ['where it is denied for the network, wherever the client is', { policy: rules(SATELLITE) }, 'deny'],
    ['where the list knows no more', { list: 'US' }, 'allow'],
  ])('%s', (_, input, verdict) => {
    const found = judged(input)
    expect(found.verdict).toBe(verdict)
    expect(found.seen).toMatch(/^edge:/)
    expect(found.observations.tables.moved).toBeUndefined()
    expect(found.evidence['place.edge']).toMatchObject({ state: 'absent' })
  })

  it('where a list of phones lies over an ASN of servers, which is refused', () => {
    const found = judged({
      policy: rules({ signal: 'network.class', is: 'hosting' }),
      prefixes: [listed('mobile', { place: placeNamed('GB'), movesPlace: true })],
      tables: { asn: answer('hosting') },
    })
    expect(found).toMatchObject({ verdict: 'deny', seen: 'edge:US-CA' })
  })

  it('where the lists cannot be read', () => {
    const compiled = compilePolicy(POLICY, 'r')
    const observations = observationsOf({}, { tables: { ...NO_ANSWERS, prefixes: undefined } })
    expect(judge(compiled, observations, resourceOn('open'), AT).observations).toBe(observations)
  })
})

// Under break glass only laws refuse: what else speaks against a client must not hide one.
describe('a law of either place counts', () => {
  const embargo = rule({ id: 'embargo', when: IN_CUBA, basis: BASIS })
  const noSatellites = rule({ id: 'satellites', when: { signal: 'network.class', is: 'satellite' } })

  it.each([
    ['of the list, behind a refusal of another kind', { list: 'CU' }, [embargo, noSatellites], true],
    ['of the edge', { cf: CUBA, list: 'GB' }, [embargo, noSatellites], true],
    ['of neither', { list: 'GB-ENG' }, [embargo, noSatellites], false],
  ])('%s', (_, where, written, expected) => {
    const compiled = compilePolicy({ ...POLICY, rules: written }, '0123456789abcdef')
    const { cf = {}, list } = where as Case
    const observations = observationsOf(
      { cf },
      { tables: { ...NO_ANSWERS, prefixes: [satellite(list ?? 'GB')] } },
    )
    expect(judge(compiled, observations, resourceOn('controlled'), AT).decision).toMatchObject({
      verdict: 'deny',
      restsOnLaw: expected,
    })
  })
})

describe("the operator's override", () => {
  it('stays, whatever a list says', () => {
    const tables = movedTo('GB', 'operator')
    expect(judged({ policy: rules(IN_CUBA), cf: CUBA, list: 'CU', tables })).toMatchObject({
      seen: 'operator:GB',
      verdict: 'allow',
    })
  })
})

describe('of two lists that may', () => {
  const relay = (place?: string) =>
    listed('privacy_relay', { movesPlace: true, ...(place && { place: placeNamed(place) }) })

  it('the one that decided the class is followed', () => {
    expect(judged({ policy: rules(IN_CUBA), prefixes: [satellite('CU'), relay('FR')] })).toMatchObject({
      seen: 'feed:FR',
      verdict: 'allow',
    })
    expect(judged({ policy: rules(IN_CUBA), prefixes: [satellite('FR'), relay('CU')] })).toMatchObject({
      seen: 'feed:CU',
      verdict: 'deny',
    })
  })

  it('none is where that one has no place', () => {
    expect(judged({ prefixes: [satellite('FR'), relay()] })).toMatchObject({ seen: 'edge:US-CA' })
  })
})
