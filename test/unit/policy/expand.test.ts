import { describe, expect, it } from 'vitest'
import { expandPolicy, type FlatPolicy, type RegionGroup } from '../../../src/policy/expand.ts'
import { BASIS, rule } from '../../support/evidence.ts'

const FLAT: FlatPolicy = {
  POLICY: { default: 'allow', reverify: 'on_expiry', resources: [], rules: [], exemptions: [] },
  RESTRICTED_REGIONS: [],
  ALLOWED_REGIONS: [],
  DENIED_NETWORKS: [],
  CHALLENGED_NETWORKS: [],
  ALLOWED_NETWORKS: [],
  NETWORK_OVERRIDES: [],
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
    expect(policy.rules.at(-1)).toBe(own)
  })
})
