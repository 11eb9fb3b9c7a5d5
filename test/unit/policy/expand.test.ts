import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { absent, observed } from '../../../src/observations/types.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import { expandPolicy, type FlatPolicy, type RegionGroup } from '../../../src/policy/expand.ts'
import type { Condition } from '../../../src/policy/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import {
  AT,
  at,
  BASIS,
  evidenceWith,
  NOWHERE,
  resourceOn,
  rule,
  UNAVAILABLE,
} from '../../support/evidence.ts'

const FLAT: FlatPolicy = {
  POLICY: {
    default: 'allow',
    reverify: 'on_expiry',
    overrides_basis: [],
    resources: [],
    rules: [],
    exemptions: [],
  },
  RESTRICTED_REGIONS: [],
  ALLOWED_REGIONS: [],
  DENIED_NETWORKS: [],
  CHALLENGED_NETWORKS: [],
  ALLOWED_NETWORKS: [],
  NETWORK_OVERRIDES: [],
  PLACE_GROUPS: [],
  CATALOGUES: [],
  BODY_UNKNOWN: { open: 'ceiling', standard: 'ceiling', controlled: 'refuse' },
  MINIMUM_ASSURANCE: {},
  UNKNOWN_PLACE: 'deny',
  AMBIGUOUS_PLACE: 'challenge',
}
const GROUP: RegionGroup = { id: 'cuba', regions: ['CU'], reason: 'Embargo', basis: BASIS }
const rulesOf = (changes: Partial<FlatPolicy>) => expandPolicy({ ...FLAT, ...changes }).rules

describe('expandPolicy()', () => {
  it('makes no rule of an empty list', () => {
    expect(rulesOf({})).toEqual([])
  })

  it('makes one rule a group of restricted regions, with its basis, and one of the plain codes', () => {
    const other = { id: 'iran', regions: ['IR'], reason: 'Another' }
    expect(rulesOf({ RESTRICTED_REGIONS: ['KP', GROUP, 'UA-43', other] })).toEqual([
      {
        id: 'restricted:cuba',
        effect: 'deny',
        when: { signal: 'place', in: ['CU'] },
        note: 'Embargo',
        basis: BASIS,
      },
      { id: 'restricted:iran', effect: 'deny', when: { signal: 'place', in: ['IR'] }, note: 'Another' },
      { id: 'restricted-regions', effect: 'deny', when: { signal: 'place', in: ['KP', 'UA-43'] } },
    ])
  })

  it('makes one rule of all allowed regions, since a place need only be in one of them', () => {
    expect(
      rulesOf({ ALLOWED_REGIONS: ['US', { id: 'eu', regions: ['DE', 'FR'], reason: 'Licence' }] }),
    ).toEqual([
      { id: 'allowed-regions', effect: 'deny', when: { not: [{ signal: 'place', in: ['US', 'DE', 'FR'] }] } },
    ])
  })

  it('makes it with the first basis that an allowed region has', () => {
    const when = { not: [{ signal: 'place', in: ['US', 'DE', 'CU', 'IR'] }] }
    const plain: RegionGroup = { id: 'germany', regions: ['DE'], reason: 'Licence' }
    const later: RegionGroup = { ...GROUP, id: 'iran', regions: ['IR'], basis: { ...BASIS, law: 'Another' } }
    expect(rulesOf({ ALLOWED_REGIONS: ['US', plain, GROUP, later] })).toEqual([
      { id: 'allowed-regions', effect: 'deny', when, basis: BASIS },
    ])
  })

  it.each([
    ['DENIED_NETWORKS', 'denied-networks', 'deny'],
    ['CHALLENGED_NETWORKS', 'challenged-networks', 'challenge'],
  ] as const)('makes one rule of %s', (key, id, effect) => {
    expect(rulesOf({ [key]: ['vpn', 'tor'] })).toEqual([
      { id, effect, when: { signal: 'network.class', in: ['vpn', 'tor'] } },
    ])
  })

  it("keeps the policy's own rules, resources and exemptions as they are", () => {
    const own = rule()
    const policy = expandPolicy({
      ...FLAT,
      POLICY: {
        default: 'deny',
        reverify: 'on_revision',
        overrides_basis: [],
        resources: [{ id: 'r', tier: 'open' }],
        rules: [own],
        exemptions: [],
      },
      RESTRICTED_REGIONS: ['CU'],
      ALLOWED_NETWORKS: [{ asn: 64500 as never }],
      UNKNOWN_PLACE: 'limit',
      AMBIGUOUS_PLACE: 'deny',
    })
    expect(policy).toMatchObject({
      default: 'deny',
      reverify: 'on_revision',
      unknownPlace: 'limit',
      ambiguousPlace: 'deny',
      allowedNetworks: [{ asn: 64500 }],
      resources: [{ id: 'r', tier: 'open' }],
    })
    expect(policy.rules.at(-1)).toEqual(own)
  })
})

describe('a territory', () => {
  const CRIMEA: RegionGroup = {
    id: 'crimea',
    regions: ['UA-43'],
    names: ['Simferopol', 'Симферополь'],
    also_in: ['RU'],
    asns: [201_776 as never],
    reason: 'Embargo',
    from: (AT - 60) as UnixSeconds,
    to: (AT + 60) as UnixSeconds,
    basis: BASIS,
  }
  const compiled = compilePolicy(expandPolicy({ ...FLAT, RESTRICTED_REGIONS: [CRIMEA] }), 'r')
  const decideAt = (evidence: Partial<Evidence>, now: number = AT) =>
    decide(compiled, evidenceWith(evidence), resourceOn('controlled'), now as UnixSeconds)
  const city = (name: string) => ({ 'place.city': observed(name, 'edge') }) as const
  const region = (name: string) => ({ 'place.region_name': observed(name, 'edge') }) as const
  const asn = (number: number) => ({ 'network.asn': observed(number as never, 'edge') }) as const
  const UNNAMED = { 'place.city': absent('missing'), 'place.region_name': absent('missing') } as const

  it.each<readonly [string, Partial<Evidence>]>([
    ['by its code', { ...at('UA-43'), ...UNNAMED }],
    ['by the name of a city, where only the country is known', { ...at('UA'), ...city('Simferopol') }],
    ['by the name of a region', { ...at('UA'), ...region("Simferopol'") }],
    ['by a name in another script', { ...at('UA'), ...city('СИМФЕРОПОЛЬ') }],
    ['by a name in the other country that it is said to be of', { ...at('RU'), ...city('Simferopol') }],
    ['by a name there, whatever the region', { ...at('RU-KDA'), ...city('Simferopol') }],
    ['by a provider of its own, wherever that is said to be', { ...at('RU-MOW'), ...asn(201_776) }],
    ['by a provider of its own in no known place', { ...NOWHERE, ...asn(201_776) }],
  ])('is found %s', (_, evidence) => {
    expect(decideAt(evidence)).toMatchObject({
      verdict: 'deny',
      status: 451,
      reasons: expect.arrayContaining(['place.restricted']),
      determining: expect.arrayContaining(['restricted:crimea']),
      restsOnLaw: true,
    })
  })

  it.each<readonly [string, Partial<Evidence>]>([
    ['elsewhere in the country', { ...at('UA-30'), ...city('Kyiv') }],
    ['elsewhere in the other one', { ...at('RU-MOW'), ...city('Moscow') }],
    ['in the other one, with no region or name known', { ...at('RU'), ...UNNAMED }],
    ['in a third country, under the same name', { ...at('US-CA'), ...city('Simferopol') }],
    ['behind another provider', { ...at('RU-MOW'), ...asn(12_389) }],
    ['behind a provider that nobody knows', { ...at('RU-MOW'), 'network.asn': absent('missing') }],
  ])('is not %s', (_, evidence) => {
    expect(decideAt(evidence)).toMatchObject({ verdict: 'allow' })
  })

  it('may be where only the country is known, and no name speaks for it', () => {
    for (const names of [UNNAMED, city('Kyiv')])
      expect(decideAt({ ...at('UA'), ...names })).toMatchObject({
        verdict: 'challenge',
        reasons: ['place.ambiguous'],
      })
  })

  it('may be behind a provider that could not be asked for', () => {
    expect(decideAt({ ...at('RU-MOW'), 'network.asn': UNAVAILABLE }).verdict).toBe('deny')
  })

  it('is one from its first second until the second before its last', () => {
    const verdicts = [-61, -60, 59, 60].map((seconds) => decideAt(at('UA-43'), AT + seconds).verdict)
    expect(verdicts).toEqual(['allow', 'deny', 'deny', 'allow'])
  })

  it('with names but no other country is looked for where its regions are only', () => {
    const { also_in: _, asns: __, ...plain } = CRIMEA
    expect(rulesOf({ RESTRICTED_REGIONS: [plain] })[0]?.when).toEqual({
      any: [
        { signal: 'place', in: ['UA-43'] },
        {
          all: [
            { signal: 'place', in: ['UA'] },
            {
              any: [
                { signal: 'place.city', in: CRIMEA.names },
                { signal: 'place.region_name', in: CRIMEA.names },
              ],
            },
          ],
        },
      ],
    })
  })
})

describe('groups', () => {
  const PARTNERS = {
    id: 'partners',
    regions: ['CH', 'NO'],
    owner: 'o',
    source: 'a contract',
    as_of: AT,
  }
  const PLACE_GROUPS = [PARTNERS, { ...PARTNERS, id: 'more', regions: ['group:partners', 'GB'] }]
  const expanded = (when: Condition) =>
    rulesOf({
      PLACE_GROUPS,
      RESTRICTED_REGIONS: [GROUP],
      POLICY: { ...FLAT.POLICY, rules: [rule({ when })] },
    }).at(-1)?.when
  const exempted = (when: Condition) =>
    expandPolicy({
      ...FLAT,
      PLACE_GROUPS,
      POLICY: {
        ...FLAT.POLICY,
        exemptions: [{ id: 'x', exempts: ['rule'], when, owner: 'o', reason: 'r', to: AT }],
      },
    }).exemptions[0]?.when

  it.each<readonly [string, Condition, Condition]>([
    [
      'a list',
      { signal: 'place', in: ['group:partners', 'DE'] },
      { signal: 'place', in: ['CH', 'NO', 'DE'] },
    ],
    ['one entry', { signal: 'place', is: 'group:more' }, { signal: 'place', in: ['CH', 'NO', 'GB'] }],
    ['another signal of a place', { signal: 'place.edge', is: 'CU' }, { signal: 'place.edge', in: ['CU'] }],
    [
      'a condition within others',
      { all: [{ any: [{ not: [{ signal: 'place', is: 'group:partners' }] }] }] },
      { all: [{ any: [{ not: [{ signal: 'place', in: ['CH', 'NO'] }] }] }] },
    ],
    [
      'what asks whether there is a place',
      { signal: 'place', is: 'absent' },
      { signal: 'place', is: 'absent' },
    ],
    [
      'a name of something else',
      { signal: 'place.city', is: 'group:partners' },
      { signal: 'place.city', is: 'group:partners' },
    ],
  ])('stand for their codes in %s, of rules as of exemptions', (_, when, codes) => {
    expect(expanded(when)).toEqual(codes)
    expect(exempted(when)).toEqual(codes)
  })

  it('of restricted regions can be named too, and are their codes only', () => {
    expect(expanded({ signal: 'place', in: ['group:cuba'] })).toEqual({ signal: 'place', in: ['CU'] })
  })

  it('stand for their codes in the flat lists', () => {
    const [restricted, allowed] = rulesOf({
      PLACE_GROUPS,
      RESTRICTED_REGIONS: ['group:partners', 'CU'],
      ALLOWED_REGIONS: [{ id: 'licence', regions: ['group:more'], reason: 'Licence' }, 'continent:AN'],
    })
    expect(restricted?.when).toEqual({ signal: 'place', in: ['CH', 'NO', 'CU'] })
    expect(allowed?.when).toMatchObject({
      not: [{ in: ['CH', 'NO', 'GB', 'AQ', 'BV', 'GS', 'HM', 'TF'] }],
    })
  })
})
