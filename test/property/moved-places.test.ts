import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Observations, PrefixAnswer } from '../../src/observations/types.ts'
import { compilePolicy } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import { judge } from '../../src/policy/judge.ts'
import { placeByList } from '../../src/policy/moved-place.ts'
import {
  type Condition,
  type Decision,
  EFFECTS,
  type Exemption,
  type MatchedResource,
  type Policy,
  type Rule,
  TIERS,
} from '../../src/policy/types.ts'
import { collectEvidence, type SignalName } from '../../src/signals/registry.ts'
import {
  AT,
  BASIS,
  DAY,
  NO_ANSWERS,
  observationsOf,
  POLICY,
  placeNamed,
  resourceOn,
} from '../support/evidence.ts'
import { answer, listed } from '../support/network-tables.ts'

const RUNS = { numRuns: 6_000 }

const PLACES = ['US', 'US-CA', 'US-NY', 'UA', 'UA-30', 'UA-43', 'CU', 'DE', 'GB', 'GB-ENG', 'JP'] as const
const RULES = ['r0', 'r1', 'r2', 'r3'] as const

const is = <T extends string | boolean>(signal: SignalName, ...values: readonly T[]) =>
  fc.constantFrom(...values).map((value): Condition => ({ signal, is: value }))
const leaf = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .uniqueArray(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 3 })
      .map((list): Condition => ({ signal: 'place', in: list })),
  },
  is('place', 'absent'),
  is('place.continent', 'EU', 'NA', 'AS', 'absent'),
  is('place.eu', true, false),
  is('place.state', 'known', 'country_only', 'no_data', 'missing'),
  is('network.class', 'mobile', 'satellite', 'privacy_relay', 'hosting', 'unknown'),
)
const several = (of: fc.Arbitrary<Condition>, maxLength: number) =>
  fc
    .tuple(fc.constantFrom('all', 'any', 'not'), fc.array(of, { minLength: 1, maxLength }))
    .map(([how, list]) => ({ [how]: list }) as unknown as Condition)
const condition = fc.oneof(leaf, several(leaf, 3), several(fc.oneof(leaf, several(leaf, 2)), 2))

const rules = fc
  .array(
    fc.record(
      {
        effect: fc.constantFrom(...EFFECTS),
        when: condition,
        tier: fc.constantFrom(...TIERS),
        mode: fc.constantFrom('enforce' as const, 'monitor' as const),
        basis: fc.constant(BASIS),
      },
      { requiredKeys: ['effect', 'when'] },
    ),
    { maxLength: RULES.length },
  )
  .map((list) => list.map((rule, index): Rule => ({ ...rule, id: `r${index}` })))

const exemptions = fc
  .array(
    fc.record({
      exempts: fc.subarray([...RULES, 'unknown-place', 'ambiguous-place'], { minLength: 1 }),
      when: condition,
      overrides_basis: fc.boolean(),
    }),
    { maxLength: 2 },
  )
  .map((list) =>
    list.map(
      (one, index): Exemption => ({
        ...one,
        id: `x${index}`,
        owner: 'o',
        reason: 'r',
        to: (AT + DAY) as UnixSeconds,
      }),
    ),
  )

const policy = fc
  .record({
    default: fc.constantFrom('allow' as const, 'deny' as const),
    unknownPlace: fc.constantFrom(...EFFECTS),
    ambiguousPlace: fc.constantFrom(...EFFECTS),
    rules,
    exemptions,
  })
  .map((parts): Policy => ({ ...POLICY, ...parts }))

/** As the edge says it: its words on country, continent and Union need not fit each other. */
const edge = fc.record({
  place: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...PLACES) },
    fc.constantFrom('XX', 'T1', 'us', undefined),
  ),
  continent: fc.constantFrom('NA', 'EU', 'AS', 'XX', undefined),
  isEUCountry: fc.constantFrom('1', '0', false, undefined),
})

const list = fc
  .record({
    class: fc.constantFrom('satellite' as const, 'mobile' as const, 'privacy_relay' as const),
    place: fc.option(fc.constantFrom(...PLACES), { nil: undefined, freq: 8 }),
    confidence: fc.constantFrom('high' as const, 'high' as const, 'medium' as const, 'low' as const),
    movesPlace: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
  })
  .map(({ class: name, place, ...says }) =>
    listed(name, { ...says, ...(place && { place: placeNamed(place) }) }),
  )
const other = fc.constantFrom(listed('hosting'), listed('residential'), listed('vpn', { confidence: 'low' }))
const asn = fc.constantFrom(
  undefined,
  answer('residential'),
  answer('satellite'),
  answer('hosting'),
  answer('hosting', true),
  { ...answer('hosting'), confidence: 'low' } as const,
)

const observations = fc
  .record({
    edge,
    lists: fc.uniqueArray(list, { minLength: 1, maxLength: 2, selector: (one) => one.class }),
    others: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.tuple(other)),
    asn,
  })
  .map(({ edge: { place, ...cf }, lists, others, asn }) =>
    observationsOf(
      { cf: { ...cf, country: place?.slice(0, 2), regionCode: place?.slice(3) || undefined } },
      { tables: { ...NO_ANSWERS, asn, prefixes: [...lists, ...others] } },
    ),
  )

const resource = fc.constantFrom(...TIERS).map((tier) => resourceOn(tier))
const inputs = fc.tuple(policy, observations, resource)

const compiled = (policy: Policy) => compilePolicy(policy, 'r')
const judged = (policy: Policy, observations: Observations, resource: MatchedResource) =>
  judge(compiled(policy), observations, resource, AT)

/** The same lists, which say nothing of places. */
function withoutPlaces(observations: Observations): Observations {
  const prefixes = observations.tables.prefixes?.map(({ place: _, ...says }): PrefixAnswer => says)
  return { ...observations, tables: { ...observations.tables, prefixes } }
}

const strictness = ({ verdict }: Decision) => EFFECTS.indexOf(verdict)
const opened = ({ tierMax }: Decision) => (tierMax === undefined ? -1 : TIERS.indexOf(tierMax))

describe("a publisher's list of places", () => {
  it('makes no verdict milder, and opens no higher tier', () => {
    fc.assert(
      fc.property(inputs, ([policy, observations, resource]) => {
        const told = judged(policy, observations, resource).decision
        const untold = judged(policy, withoutPlaces(observations), resource).decision
        expect(strictness(told)).toBeGreaterThanOrEqual(strictness(untold))
        expect(opened(told)).toBeLessThanOrEqual(opened(untold))
      }),
      RUNS,
    )
  })

  it('admits on no tier a client whom the place of the edge refuses there', () => {
    fc.assert(
      fc.property(policy, observations, (policy, observations) => {
        for (const tier of TIERS) {
          const told = judged(policy, observations, resourceOn(tier)).decision
          const untold = judged(policy, withoutPlaces(observations), resourceOn(tier)).decision
          if (['deny', 'challenge'].includes(untold.verdict))
            expect(['deny', 'challenge']).toContain(told.verdict)
        }
      }),
      RUNS,
    )
  })

  it('is told of in the evidence if it was followed, and the decision is that on the evidence', () => {
    fc.assert(
      fc.property(inputs, ([policy, observations, resource]) => {
        const found = judged(policy, observations, resource)
        const { moved } = found.observations.tables
        const again = decide(compiled(policy), found.evidence, resource, AT)
        // A law may speak in the other place, too, and is not forgotten for it.
        expect({ ...again, restsOnLaw: found.decision.restsOnLaw }).toEqual(found.decision)
        expect(again.restsOnLaw && !found.decision.restsOnLaw).toBe(false)
        expect(collectEvidence(found.observations)).toEqual(found.evidence)
        expect(found.evidence.place).toMatchObject(
          moved === undefined ? {} : { state: 'observed', value: moved.place, source: 'feed' },
        )
        if (moved === undefined) expect(found.observations).toBe(observations)
        else expect(found.decision.assurance).toBe('low')
      }),
      RUNS,
    )
  })

  it('and the generators reach what there is: followed for worse and for the same, kept because it would be milder', () => {
    const outcomes = new Map<string, number>()
    for (const [policy, observations, resource] of fc.sample(inputs, { numRuns: 6_000, seed: 1 })) {
      const { observations: used, decision } = judged(policy, observations, resource)
      const untold = judged(policy, withoutPlaces(observations), resource).decision
      const followed = used.tables.moved !== undefined
      if (placeByList(observations) === undefined) continue
      const change = strictness(decision) - strictness(untold)
      const outcome = followed
        ? `followed, ${change > 0 ? 'stricter' : 'the same'}`
        : `kept, ${untold.verdict === 'deny' ? 'denied' : 'not denied'}`
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    for (const outcome of ['followed, stricter', 'followed, the same', 'kept, denied', 'kept, not denied'])
      expect(outcomes.get(outcome), outcome).toBeGreaterThan(30)
  })
})
