import { PLACE_AMBIGUOUS, PLACE_UNKNOWN, type Truth } from './condition.ts'
import type { ReasonCode } from './reasons.ts'
import type { Effect, Tier } from './types.ts'
import type { WeighedFinding } from './weighed-finding.ts'

export const UNKNOWN_PLACE_RULE = 'unknown-place'
export const AMBIGUOUS_PLACE_RULE = 'ambiguous-place'

/** Whom a place rule stands in for. */
interface Dependents {
  legalBasis: boolean
  /** Some of them would have let the request in. */
  admits: boolean
  readonly tiers: Set<Tier | undefined>
}

/** Enforced rules whose place condition could not be told, and the two rules that hold in their stead. */
export class UnsettledPlaces {
  readonly #unknown: Dependents = { legalBasis: false, admits: false, tiers: new Set() }
  readonly #ambiguous: Dependents = { legalBasis: false, admits: false, tiers: new Set() }

  add(truth: Truth, finding: WeighedFinding): void {
    if ((truth & PLACE_UNKNOWN) !== 0) note(this.#unknown, finding)
    if ((truth & PLACE_AMBIGUOUS) !== 0) note(this.#ambiguous, finding)
  }

  /** Each at most once on a tier. */
  *standIns(unknownPlace: Effect, ambiguousPlace: Effect): Generator<WeighedFinding> {
    yield* standIn(UNKNOWN_PLACE_RULE, unknownPlace, 'place.unknown', this.#unknown)
    yield* standIn(AMBIGUOUS_PLACE_RULE, ambiguousPlace, 'place.ambiguous', this.#ambiguous)
  }
}

function note(dependents: Dependents, { legalBasis, effect, tier }: WeighedFinding): void {
  dependents.legalBasis ||= legalBasis
  dependents.admits ||= effect === 'allow' || effect === 'limit'
  dependents.tiers.add(tier)
}

function* standIn(
  rule: string,
  effect: Effect,
  reason: ReasonCode,
  { legalBasis, admits, tiers }: Dependents,
): Generator<WeighedFinding> {
  // A rule for every tier makes its stand-in hold on every tier; one for a single tier only there.
  for (const tier of tiers.has(undefined) ? [undefined] : tiers) {
    yield {
      rule,
      effect,
      finding: 'matched',
      mode: 'enforce',
      reason,
      tier,
      legalBasis,
      reads: ['place', 'place.state'],
      ...(admits ? {} : { lowersOnly: true as const }),
    }
  }
}
