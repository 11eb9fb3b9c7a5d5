import { describe, expect, it } from 'vitest'
import {
  INDETERMINATE,
  MATCHED,
  PLACE_AMBIGUOUS,
  PLACE_UNKNOWN,
  type Truth,
  UNMATCHED,
} from '../../../src/policy/condition.ts'
import { UnsettledPlaces } from '../../../src/policy/unsettled-places.ts'
import type { WeighedFinding } from '../../../src/policy/weighed-finding.ts'

const FINDING: WeighedFinding = {
  rule: 'rule',
  effect: 'deny',
  finding: 'indeterminate',
  mode: 'enforce',
  reason: 'place.restricted',
  tier: undefined,
  legalBasis: false,
  restsOnLaw: false,
  reads: ['place'],
}

type Added = readonly [Truth, Partial<WeighedFinding>?]
function standIns(...added: readonly Added[]): WeighedFinding[] {
  const places = new UnsettledPlaces()
  for (const [truth, changes] of added) places.add(truth, { ...FINDING, ...changes })
  return [...places.standIns('deny', 'challenge')]
}

describe('UnsettledPlaces', () => {
  it.each([[], [UNMATCHED], [MATCHED], [INDETERMINATE]])(
    'has nobody stand in for %j',
    (...truths: Truth[]) => {
      expect(standIns(...truths.map((truth) => [truth] as const))).toEqual([])
    },
  )

  it('has each stand in once, with its own effect and reason', () => {
    const both = standIns(
      [PLACE_UNKNOWN],
      [PLACE_UNKNOWN | INDETERMINATE],
      [PLACE_AMBIGUOUS],
      [PLACE_AMBIGUOUS],
    )
    expect(both).toMatchObject([
      { rule: 'unknown-place', effect: 'deny', reason: 'place.unknown', finding: 'matched', tier: undefined },
      {
        rule: 'ambiguous-place',
        effect: 'challenge',
        reason: 'place.ambiguous',
        mode: 'enforce',
        tier: undefined,
      },
    ])
    expect(both).toHaveLength(2)
  })

  it('has both stand in for a condition that is open in both ways', () => {
    expect(standIns([PLACE_UNKNOWN | PLACE_AMBIGUOUS]).map(({ rule }) => rule)).toEqual([
      'unknown-place',
      'ambiguous-place',
    ])
  })

  it('stands in on the tiers of its rules, and on every one where a rule is for every one', () => {
    const tiers = (...added: readonly Added[]) => standIns(...added).map(({ tier }) => tier)
    expect(tiers([PLACE_UNKNOWN, { tier: 'open' }])).toEqual(['open'])
    expect(tiers([PLACE_UNKNOWN, { tier: 'open' }], [PLACE_UNKNOWN, { tier: 'open' }])).toEqual(['open'])
    expect(tiers([PLACE_UNKNOWN, { tier: 'open' }], [PLACE_UNKNOWN, { tier: 'controlled' }])).toEqual([
      'open',
      'controlled',
    ])
    expect(tiers([PLACE_UNKNOWN, { tier: 'open' }], [PLACE_UNKNOWN])).toEqual([undefined])
  })

  it('admits on no tier but those of the rules that would have admitted', () => {
    const found = standIns([PLACE_UNKNOWN], [PLACE_UNKNOWN, { effect: 'allow', tier: 'open' }])
    expect(found.map(({ tier, lowersOnly }) => [tier, lowersOnly])).toEqual([
      ['open', undefined],
      ['standard', true],
      ['controlled', true],
    ])
    const apart = standIns(
      [PLACE_UNKNOWN, { tier: 'controlled' }],
      [PLACE_UNKNOWN, { effect: 'allow', tier: 'open' }],
    )
    expect(apart.map(({ tier, lowersOnly }) => [tier, lowersOnly])).toEqual([
      ['controlled', true],
      ['open', undefined],
    ])
  })

  it('rests on a law where one of its rules does', () => {
    const law = (...added: readonly Added[]) => standIns(...added).map(({ legalBasis }) => legalBasis)
    expect(law([PLACE_UNKNOWN], [PLACE_UNKNOWN])).toEqual([false])
    expect(law([PLACE_UNKNOWN], [PLACE_UNKNOWN, { legalBasis: true }], [PLACE_UNKNOWN])).toEqual([true])
    expect(law([PLACE_UNKNOWN, { legalBasis: true }], [PLACE_AMBIGUOUS])).toEqual([true, false])
  })

  it.each([
    ['deny', true],
    ['challenge', true],
    ['limit', undefined],
    ['allow', undefined],
  ] as const)('for a rule that would %s, only ever lowers: %s', (effect, lowersOnly) => {
    expect(standIns([PLACE_UNKNOWN, { effect }]).map((finding) => finding.lowersOnly)).toEqual([lowersOnly])
    expect(standIns([PLACE_UNKNOWN], [PLACE_UNKNOWN, { effect }])[0]?.lowersOnly).toBe(lowersOnly)
  })
})
