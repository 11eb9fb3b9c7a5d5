import type { UnixSeconds } from '../../lib/time.ts'
import {
  compileCondition,
  INDETERMINATE,
  MATCHED,
  PLACE_AMBIGUOUS,
  PLACE_UNKNOWN,
  type Test,
  type Truth,
} from '../condition.ts'
import { representativeEvidence } from '../representative-evidence.ts'
import { EFFECTS, type Effect, type Policy, type Rule, TIERS, type Tier } from '../types.ts'
import { AMBIGUOUS_PLACE_RULE, UNKNOWN_PLACE_RULE } from '../unsettled-places.ts'
import { liftsStandIn } from './exemptions.ts'
import { isSame } from './same.ts'

export function isMilder(one: Effect, other: Effect): boolean {
  return severity(one) < severity(other)
}

function severity(effect: Effect): number {
  return EFFECTS.indexOf(effect)
}

interface Change {
  readonly before: Policy
  readonly after: Policy
  readonly now: UnixSeconds
}

/**
 * Whether a condition that is not the one it was refuses less: both are put to all evidence that they can tell apart,
 * and what each leads to on each tier is compared, an unsettled place and a missing signal included.
 */
export function* weakened(rule: Rule, successor: Rule, change: Change): Generator<string> {
  if (isSame(rule.when, successor.when)) return
  const evidence = representativeEvidence([rule.when, successor.when])
  if (evidence === undefined) {
    yield 'its condition changed by more than can be compared'
    return
  }
  const tiers = rule.tier === undefined ? TIERS : [rule.tier]
  const was = consequence(rule, change.before, NO_LIFT)
  const is = consequence(successor, change.after, liftedBy(change))
  for (const one of evidence) {
    if (tiers.every((tier) => is(one, tier) >= was(one, tier))) continue
    yield 'its condition is narrower'
    return
  }
}

/** Stand-ins that an exemption may take away, so that they cannot be relied on. */
interface Lifted {
  readonly unknown: boolean
  readonly ambiguous: boolean
}
const NO_LIFT: Lifted = { unknown: false, ambiguous: false }

function liftedBy({ after, now }: Change): Lifted {
  return {
    unknown: liftsStandIn(after, UNKNOWN_PLACE_RULE, now),
    ambiguous: liftsStandIn(after, AMBIGUOUS_PLACE_RULE, now),
  }
}

/** How severely a rule by itself treats evidence on a tier, by the rows of `combine`. */
function consequence(
  { when, effect }: Rule,
  { unknownPlace, ambiguousPlace }: Policy,
  lifted: Lifted,
): (evidence: Parameters<Test>[0], tier: Tier) => number {
  const test = compileCondition(when)
  return (evidence, tier) => {
    const truth: Truth = test(evidence)
    if (truth === MATCHED) return severity(effect)
    let most = 0
    if ((truth & INDETERMINATE) !== 0) most = Math.max(most, severity(untold(effect, tier)))
    if ((truth & PLACE_UNKNOWN) !== 0 && !lifted.unknown) most = Math.max(most, severity(unknownPlace))
    if ((truth & PLACE_AMBIGUOUS) !== 0 && !lifted.ambiguous) most = Math.max(most, severity(ambiguousPlace))
    return most
  }
}

/** What a rule comes to that could not be evaluated. */
function untold(effect: Effect, tier: Tier): Effect {
  if (tier === 'open' || effect === 'allow' || effect === 'limit') return 'allow'
  return tier === 'standard' ? 'challenge' : effect
}
