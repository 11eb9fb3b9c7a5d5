import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { compilePlaceFence } from '../../../src/policy/place-fence.ts'
import type { Condition, Policy } from '../../../src/policy/types.ts'
import { IN_CUBA, POLICY, placeNamed, rule } from '../../support/evidence.ts'
import { VARS } from '../../support/gate.ts'

const fenceOf = (policy: Partial<Policy>) => {
  const isFenced = compilePlaceFence(compilePolicy({ ...POLICY, ...policy }, '0123456789abcdef'))
  return (code: string) => isFenced(placeNamed(code))
}
const fence = (when: Condition, changes = {}) => fenceOf({ rules: [rule({ when, ...changes })] })

/** As an operator writes it. */
function fenceBy(vars: Record<string, unknown>) {
  const loaded = loadConfig({ ...VARS, ORIGIN_MODE: 'zone', RESTRICTED_REGIONS: [], ...vars })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
  return fenceOf(loaded.value.policy)
}

describe('a place is fenced', () => {
  it.each<readonly [string, Record<string, unknown>, fenced: readonly string[], free: readonly string[]]>([
    ['where its code is restricted', { RESTRICTED_REGIONS: ['CU'] }, ['CU', 'CU-03'], ['US', 'KP']],
    [
      'where a group restricts it',
      { RESTRICTED_REGIONS: [{ id: 'g', regions: ['KP', 'UA-43'], reason: 'x' }] },
      ['KP', 'UA-43'],
      ['UA-30', 'US'],
    ],
    [
      'where a part of it is restricted, and the part is not known',
      { RESTRICTED_REGIONS: ['UA-43'] },
      ['UA', 'UA-43', 'UA-9'],
      ['UA-30'],
    ],
    [
      'where only others are allowed',
      { ALLOWED_REGIONS: ['US-NV', 'GB'] },
      ['US-CA', 'US', 'CU'],
      ['US-NV', 'GB'],
    ],
  ])('%s', (_, vars, fenced, free) => {
    const isFenced = fenceBy(vars)
    expect(fenced.filter((code) => !isFenced(code))).toEqual([])
    expect(free.filter(isFenced)).toEqual([])
  })

  it.each<readonly [string, Condition, fenced: readonly string[], free: readonly string[]]>([
    ['a continent', { signal: 'place.continent', is: 'AS' }, ['KP', 'JP-13'], ['US', 'DE']],
    ['the Union', { signal: 'place.eu', is: true }, ['DE', 'FR-IDF'], ['GB', 'US']],
    ['all outside the Union', { signal: 'place.eu', is: false }, ['GB', 'US'], ['DE']],
    [
      'a place, through certain networks',
      { all: [IN_CUBA, { signal: 'network.class', is: 'mobile' }] },
      ['CU'],
      ['US'],
    ],
    [
      'a place, except for some',
      { all: [IN_CUBA, { not: [{ signal: 'network.asn', is: 64500 }] }] },
      ['CU'],
      ['US'],
    ],
    ['a place, at a bad address', { all: [IN_CUBA, { signal: 'bot.score', lt: 30 }] }, ['CU'], ['US']],
  ])('by a rule on %s', (_, when, fenced, free) => {
    const isFenced = fence(when)
    expect(fenced.filter((code) => !isFenced(code))).toEqual([])
    expect(free.filter(isFenced)).toEqual([])
  })

  it.each(['deny', 'challenge', 'limit'] as const)('by a rule that would %s', (effect) => {
    expect(fence(IN_CUBA, { effect })('CU')).toBe(true)
  })

  it.each([
    ['on trial', { mode: 'monitor' }],
    ['of one tier', { tier: 'open' }],
    ['of single resources', { resources: ['signup'] }],
  ])('by a rule %s as well', (_, changes) => {
    expect(fence(IN_CUBA, changes)('CU')).toBe(true)
  })

  it('also where an exemption lifts the rule for some', () => {
    const exemption = {
      id: 'partner',
      exempts: ['rule'],
      when: { signal: 'network.asn', is: 64500 } as const,
      owner: 'c',
      reason: 'x',
      to: 4_000_000_000 as never,
    }
    expect(fenceOf({ rules: [rule({ when: IN_CUBA })], exemptions: [exemption] })('CU')).toBe(true)
  })

  it('the second time it is asked about too', () => {
    const isFenced = fence(IN_CUBA)
    for (let time = 0; time < 3; time++) expect([isFenced('CU'), isFenced('US')]).toEqual([true, false])
  })
})

describe('a place is not fenced', () => {
  it.each([
    ['by rules that allow', { when: IN_CUBA, effect: 'allow' }],
    ['by rules on networks', {}],
  ] as const)('%s', (_, changes) => {
    expect(fenceOf({ rules: [rule(changes)] })('CU')).toBe(false)
  })

  it('by no rules', () => {
    expect(fenceOf({})('CU')).toBe(false)
  })
})

describe('under default = "deny"', () => {
  // Reproduces a fault: the fence looks at rules that refuse only, and here the default does.
  it.fails.each(['allow', 'limit'] as const)('a place that no rule would %s is fenced', (effect) => {
    const isFenced = fenceOf({
      default: 'deny',
      rules: [rule({ effect, when: { signal: 'place', in: ['US'] } })],
    })
    expect([isFenced('CU'), isFenced('US')]).toEqual([true, false])
  })
})
