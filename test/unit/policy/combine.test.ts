import { describe, expect, it } from 'vitest'
import { combine, type Weighed } from '../../../src/policy/combine.ts'
import { TIERS, type Tier } from '../../../src/policy/types.ts'

const found = {
  denyMatched: { effect: 'deny', finding: 'matched' },
  denyMaybe: { effect: 'deny', finding: 'indeterminate' },
  challengeMatched: { effect: 'challenge', finding: 'matched' },
  challengeMaybe: { effect: 'challenge', finding: 'indeterminate' },
  limitMatched: { effect: 'limit', finding: 'matched' },
  limitMaybe: { effect: 'limit', finding: 'indeterminate' },
  allowMatched: { effect: 'allow', finding: 'matched' },
  allowMaybe: { effect: 'allow', finding: 'indeterminate' },
} as const satisfies Record<string, Weighed>
type Name = keyof typeof found

/** Findings that are milder than every row above `default`, to lie below the row under test. */
const ALL: readonly Name[] = Object.keys(found) as Name[]
const below = (...above: Name[]) => ALL.filter((name) => !above.includes(name))

interface Expected {
  readonly verdict: string
  readonly row: string
  readonly determining: readonly Name[]
  readonly degraded: readonly Name[]
}

type Row = readonly [rule: string, names: readonly Name[], expected: Readonly<Record<Tier, Expected>>]

const same = (expected: Expected): Readonly<Record<Tier, Expected>> => ({
  open: expected,
  standard: expected,
  controlled: expected,
})

const DEFAULT: Expected = { verdict: 'allow', row: 'default', determining: [], degraded: [] }
const MILD_MAYBES: readonly Name[] = ['limitMaybe', 'allowMaybe']
const ALL_MAYBES: readonly Name[] = ['denyMaybe', 'challengeMaybe', 'limitMaybe', 'allowMaybe']

const denied: Expected = { verdict: 'deny', row: 'deny_matched', determining: ['denyMatched'], degraded: [] }
const challenged: Expected = {
  verdict: 'challenge',
  row: 'challenge',
  determining: ['challengeMatched'],
  degraded: [],
}
const limited: Expected = {
  verdict: 'limit',
  row: 'limit_matched',
  determining: ['limitMatched'],
  degraded: [],
}
const allowed: Expected = {
  verdict: 'allow',
  row: 'allow_matched',
  determining: ['allowMatched'],
  degraded: [],
}

const ROWS: readonly Row[] = [
  ['nothing found gives the default', [], same(DEFAULT)],
  ['a deny matched denies', ['denyMatched'], same(denied)],
  [
    'a deny matched comes before everything else',
    ALL,
    {
      open: { ...denied, degraded: ALL_MAYBES },
      standard: { ...denied, degraded: MILD_MAYBES },
      controlled: { ...denied, degraded: MILD_MAYBES },
    },
  ],
  [
    'a deny indeterminate denies, challenges, or is passed over and listed',
    ['denyMaybe'],
    {
      open: { ...DEFAULT, degraded: ['denyMaybe'] },
      standard: {
        verdict: 'challenge',
        row: 'deny_indeterminate',
        determining: ['denyMaybe'],
        degraded: [],
      },
      controlled: { verdict: 'deny', row: 'deny_indeterminate', determining: ['denyMaybe'], degraded: [] },
    },
  ],
  [
    'a deny indeterminate comes before all that is milder, and is never milder than a matched challenge',
    below('denyMatched'),
    {
      open: { ...challenged, degraded: ALL_MAYBES },
      standard: {
        verdict: 'challenge',
        row: 'deny_indeterminate',
        determining: ['denyMaybe', 'challengeMatched'],
        degraded: MILD_MAYBES,
      },
      controlled: {
        verdict: 'deny',
        row: 'deny_indeterminate',
        determining: ['denyMaybe'],
        degraded: MILD_MAYBES,
      },
    },
  ],
  [
    'a deny indeterminate on open does not stand in the way of a limit',
    ['denyMaybe', 'limitMatched'],
    {
      open: { ...limited, degraded: ['denyMaybe'] },
      standard: {
        verdict: 'challenge',
        row: 'deny_indeterminate',
        determining: ['denyMaybe'],
        degraded: [],
      },
      controlled: { verdict: 'deny', row: 'deny_indeterminate', determining: ['denyMaybe'], degraded: [] },
    },
  ],
  ['a challenge matched challenges', ['challengeMatched'], same(challenged)],
  [
    'a challenge matched comes before limits and allows',
    ['challengeMatched', 'limitMatched', 'allowMatched'],
    same(challenged),
  ],
  [
    'a challenge indeterminate challenges, or is passed over and listed',
    ['challengeMaybe'],
    {
      open: { ...DEFAULT, degraded: ['challengeMaybe'] },
      standard: { ...challenged, determining: ['challengeMaybe'] },
      controlled: { ...challenged, determining: ['challengeMaybe'] },
    },
  ],
  [
    'a challenge indeterminate comes before limits and allows, except on open',
    ['challengeMaybe', 'limitMatched', 'allowMatched'],
    {
      open: { ...limited, degraded: ['challengeMaybe'] },
      standard: { ...challenged, determining: ['challengeMaybe'] },
      controlled: { ...challenged, determining: ['challengeMaybe'] },
    },
  ],
  [
    'challenges matched and indeterminate determine together, except on open',
    ['challengeMatched', 'challengeMaybe'],
    {
      open: { ...challenged, degraded: ['challengeMaybe'] },
      standard: { ...challenged, determining: ['challengeMatched', 'challengeMaybe'] },
      controlled: { ...challenged, determining: ['challengeMatched', 'challengeMaybe'] },
    },
  ],
  ['a limit matched limits', ['limitMatched'], same(limited)],
  ['a limit matched comes before an allow', ['limitMatched', 'allowMatched'], same(limited)],
  [
    'a limit indeterminate counts as unmatched and is listed',
    ['limitMaybe'],
    same({ ...DEFAULT, degraded: ['limitMaybe'] }),
  ],
  [
    'a limit indeterminate does not stand in the way of an allow',
    ['limitMaybe', 'allowMatched'],
    same({ ...allowed, degraded: ['limitMaybe'] }),
  ],
  ['an allow matched allows', ['allowMatched'], same(allowed)],
  [
    'an allow indeterminate counts as unmatched and is listed',
    ['allowMaybe'],
    same({ ...DEFAULT, degraded: ['allowMaybe'] }),
  ],
]

const cases = ROWS.flatMap(([rule, names, expected]) =>
  TIERS.map((tier) => [rule, tier, names, expected[tier]] as const),
)

describe('combine()', () => {
  it.each(cases)('%s [%s]', (_, tier, names, expected) => {
    const listed = (names: readonly Name[]) => names.map((name) => found[name])
    expect(
      combine(
        names.map((name) => found[name]),
        tier,
        'allow',
      ),
    ).toEqual({ ...expected, determining: listed(expected.determining), degraded: listed(expected.degraded) })
  })

  it.each(TIERS)('the default may be to deny, which names no finding [%s]', (tier) => {
    expect(combine([], tier, 'deny')).toEqual({ ...DEFAULT, verdict: 'deny' })
  })

  it.each(TIERS)('with default deny an allow that cannot be told admits nobody [%s]', (tier) => {
    expect(combine([found.allowMaybe], tier, 'deny').verdict).toBe('deny')
  })

  it.each(TIERS)('with default deny a matched allow admits [%s]', (tier) => {
    expect(combine([found.allowMatched], tier, 'deny').verdict).toBe('allow')
  })

  it.each(TIERS)('unmatched findings count for nothing [%s]', (tier) => {
    const unmatched = (['deny', 'challenge', 'limit', 'allow'] as const).map(
      (effect): Weighed => ({ effect, finding: 'unmatched' }),
    )
    expect(combine(unmatched, tier, 'allow')).toEqual(DEFAULT)
  })

  it('every matched deny is named, not only the first', () => {
    const findings = [
      { ...found.denyMatched, rule: 'a' },
      found.allowMatched,
      { ...found.denyMatched, rule: 'b' },
    ]
    expect(combine(findings, 'open', 'allow').determining).toEqual([findings[0], findings[2]])
  })
})
