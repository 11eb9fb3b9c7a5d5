import { SECONDS_PER_DAY, type UnixSeconds } from '../../lib/time.ts'
import { signalNamed } from '../../signals/registry.ts'
import { signalsRead } from '../condition.ts'
import type { Exemption, Policy, Rule } from '../types.ts'
import { AMBIGUOUS_PLACE_RULE, UNKNOWN_PLACE_RULE } from '../unsettled-places.ts'
import { writtenInstant } from '../written-policy.ts'
import { mayMatch } from './conditions.ts'
import { finding, type LintFinding } from './finding.ts'
import { isEnforced } from './rules.ts'

/** A year, leap years among them: whoever answers for an exemption looks at it again at least as often. */
const LONGEST_DAYS = 366

export function* lintExemptions(policy: Policy, now: UnixSeconds): Generator<LintFinding> {
  const onLaw = restingOnLaw(policy)
  for (const [index, exemption] of policy.exemptions.entries()) {
    const key = `POLICY.exemptions[${index}]`
    yield* dated(exemption, key, now)
    if (!mayMatch(exemption.when))
      yield finding(
        'exemption_never_matches',
        `${key}.when`,
        'no request can match it: its parts exclude one another',
      )
    if (exemption.overrides_basis === true) continue
    for (const id of exemption.exempts)
      if (onLaw.has(id))
        yield finding(
          'exemption_does_nothing',
          `${key}.exempts`,
          `"${id}" rests on a law, and is lifted only with overrides_basis = true`,
        )
  }
}

/** Rules, and what stands in for those that cannot tell the place where all of them do. */
function restingOnLaw({ rules }: Policy): ReadonlySet<string> {
  const lawful = rules.filter(({ basis }) => basis !== undefined).map(({ id }) => id)
  const placed = rules.filter(isEnforced).filter(readsPlace)
  const standIns = placed.length > 0 && placed.every(({ basis }) => basis !== undefined)
  return new Set(standIns ? [...lawful, UNKNOWN_PLACE_RULE, AMBIGUOUS_PLACE_RULE] : lawful)
}

function readsPlace({ when }: Rule): boolean {
  return signalsRead(when).some((name) => signalNamed(name).decidesPlace)
}

function* dated({ to }: Exemption, key: string, now: UnixSeconds): Generator<LintFinding> {
  if (to <= now) yield finding('exemption_ended', `${key}.to`, `it ended on ${writtenInstant(to)}`)
  if (to > now + LONGEST_DAYS * SECONDS_PER_DAY)
    yield finding(
      'exemption_without_end',
      `${key}.to`,
      `an exemption without end: ${writtenInstant(to)} is more than ${LONGEST_DAYS} days away`,
    )
}
