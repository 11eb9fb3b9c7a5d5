import type { UnixSeconds } from '../../lib/time.ts'
import { signalNamed } from '../../signals/registry.ts'
import { signalsRead } from '../condition.ts'
import type { Exemption, Policy, Rule } from '../types.ts'
import { AMBIGUOUS_PLACE_RULE, UNKNOWN_PLACE_RULE } from '../unsettled-places.ts'
import { isSame } from './same.ts'

/** Exemptions that lift a rule, or what stands in for it, for somebody or at some time that none lifted it before. */
export function* newlyExempted(
  rule: Rule,
  successor: Rule,
  before: Policy,
  after: Policy,
  now: UnixSeconds,
): Generator<string> {
  const targets = liftedFor(rule, successor)
  for (const exemption of exemptionsThatLift(rule, successor, after, now)) {
    const lifts = targets.filter((id) => exemption.exempts.includes(id))
    if (lifts.every((id) => before.exemptions.some((older) => covers(older, exemption, id, now)))) continue
    yield `exemption ${exemption.id} lifts it`
  }
}

/** Those that may lift a rule, or what stands in for it, now or later. */
export function exemptionsThatLift(
  rule: Rule,
  successor: Rule,
  { exemptions }: Policy,
  now: UnixSeconds,
): readonly Exemption[] {
  const guarded = successor.basis !== undefined
  const targets = liftedFor(rule, successor)
  return exemptions.filter(
    ({ exempts, overrides_basis, to }) =>
      to > now && (!guarded || overrides_basis === true) && targets.some((id) => exempts.includes(id)),
  )
}

function liftedFor(rule: Rule, successor: Rule): readonly string[] {
  const readsPlace = [rule, successor].some(({ when }) =>
    signalsRead(when).some((name) => signalNamed(name).decidesPlace),
  )
  return readsPlace ? [rule.id, UNKNOWN_PLACE_RULE, AMBIGUOUS_PLACE_RULE] : [rule.id]
}

/** Whether the older one lifted as much of a rule resting on a law. */
function covers(older: Exemption, newer: Exemption, id: string, now: UnixSeconds): boolean {
  return (
    older.overrides_basis === true &&
    older.exempts.includes(id) &&
    isSame(older.when, newer.when) &&
    Math.max(older.from ?? now, now) <= Math.max(newer.from ?? now, now) &&
    older.to >= newer.to
  )
}

/** Whether some exemption of this policy may lift what stands in for rules resting on a law. */
export function liftsStandIn({ exemptions }: Policy, id: string, now: UnixSeconds): boolean {
  return exemptions.some(
    ({ exempts, overrides_basis, to }) => to > now && overrides_basis === true && exempts.includes(id),
  )
}
