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
  const guarded = successor.basis !== undefined
  const readsPlace = [rule, successor].some(({ when }) =>
    signalsRead(when).some((name) => signalNamed(name).decidesPlace),
  )
  const targets = readsPlace ? [rule.id, UNKNOWN_PLACE_RULE, AMBIGUOUS_PLACE_RULE] : [rule.id]
  for (const exemption of after.exemptions) {
    if (exemption.to <= now || (guarded && exemption.overrides_basis !== true)) continue
    const lifts = targets.filter((id) => exemption.exempts.includes(id))
    if (lifts.every((id) => before.exemptions.some((older) => covers(older, exemption, id, now)))) continue
    yield `exemption ${exemption.id} lifts it`
  }
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
