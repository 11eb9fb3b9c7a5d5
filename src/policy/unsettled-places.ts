import { PLACE_AMBIGUOUS, PLACE_UNKNOWN, type Truth } from './condition.ts'
import type { ReasonCode } from './reasons.ts'
import { type Effect, TIERS, type Tier } from './types.ts'
import type { WeighedFinding } from './weighed-finding.ts'

export const UNKNOWN_PLACE_RULE = 'unknown-place'
export const AMBIGUOUS_PLACE_RULE = 'ambiguous-place'

/** Whom a place rule stands in for. */
interface Dependents {
  legalBasis: boolean
  restsOnLaw: boolean
  /** Tiers on which some of them would have let the request in. */
  readonly admitting: (Tier | undefined)[]
  readonly tiers: (Tier | undefined)[]
}

/** Enforced rules whose place condition could not be told, and the two rules that hold in their stead. */
export class UnsettledPlaces {
  readonly #unknown = nobodyYet()
  readonly #ambiguous = nobodyYet()

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

function nobodyYet(): Dependents {
  return { legalBasis: false, restsOnLaw: false, admitting: [], tiers: [] }
}

function note(dependents: Dependents, { legalBasis, restsOnLaw, effect, tier }: WeighedFinding): void {
  dependents.legalBasis ||= legalBasis
  dependents.restsOnLaw ||= restsOnLaw
  if (effect === 'allow' || effect === 'limit') addOnce(tier, dependents.admitting)
  addOnce(tier, dependents.tiers)
}

/** There are four at most, and a thousand rules may have no place to go by. */
function addOnce(tier: Tier | undefined, to: (Tier | undefined)[]): void {
  if (!to.includes(tier)) to.push(tier)
}

function* standIn(
  rule: string,
  effect: Effect,
  reason: ReasonCode,
  { legalBasis, restsOnLaw, admitting, tiers }: Dependents,
): Generator<WeighedFinding> {
  // A rule for every tier makes its stand-in hold on every tier; one for a single tier only there. One that admits on a
  // single tier must not make the stand-in of others admit elsewhere: then each tier has its own.
  const alike = admitting.length === 0 || admitting.includes(undefined)
  const everywhere = alike ? [undefined] : TIERS
  for (const tier of tiers.includes(undefined) ? everywhere : tiers) {
    const admits = admitting.includes(undefined) || admitting.includes(tier)
    yield {
      rule,
      effect,
      finding: 'matched',
      mode: 'enforce',
      reason,
      tier,
      legalBasis,
      restsOnLaw,
      reads: ['place', 'place.state'],
      ...(admits ? {} : { lowersOnly: true as const }),
    }
  }
}
