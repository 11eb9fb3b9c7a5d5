import type { Finding, Row, Tier, Verdict } from './types.ts'

/** One enforced rule's finding, after exemptions, place rules and monitoring. */
export interface Weighed {
  readonly effect: Verdict
  readonly finding: Finding
  /** Stands in for rules that only refuse: it may make a verdict stricter, and admits nobody the default refuses. */
  readonly lowersOnly?: true
}

/** Which row decided, by which findings, and what was passed over because it could not be evaluated. */
export interface Combined<F extends Weighed> {
  readonly verdict: Verdict
  readonly row: Row
  readonly determining: readonly F[]
  readonly degraded: readonly F[]
}

/**
 * The whole algorithm: rows from the strictest down, the first that applies decides. No order of rules matters, and a
 * rule more never turns a refusal into an admission unless it is an exemption.
 *
 * | row | open | standard | controlled |
 * |---|---|---|---|
 * | a deny matched | deny | deny | deny |
 * | a deny is indeterminate | passed over, listed | challenge | deny |
 * | a challenge matched | challenge | challenge | challenge |
 * | a challenge is indeterminate | passed over, listed | challenge | challenge |
 * | a limit matched | limit | limit | limit |
 * | an allow matched | allow | allow | allow |
 * | none of these | default | default | default |
 *
 * An indeterminate limit or allow counts as unmatched and is listed. Compare Cedar's `decision`, which skips a rule
 * that fails; a deny that could not be evaluated must not let a request through here.
 */
export function combine<F extends Weighed>(
  findings: readonly F[],
  tier: Tier,
  fallback: 'allow' | 'deny',
): Combined<F> {
  const where = (effect: Verdict, finding: Finding) =>
    findings.filter((item) => item.effect === effect && item.finding === finding)

  const denied = where('deny', 'matched')
  const maybeDenied = where('deny', 'indeterminate')
  const challenged = where('challenge', 'matched')
  const maybeChallenged = where('challenge', 'indeterminate')
  const limited = where('limit', 'matched')
  // What stands in for refusals only adds nothing to a default that refuses.
  const admits = ({ lowersOnly }: F) => fallback === 'allow' || lowersOnly === undefined
  const allowed = where('allow', 'matched').filter(admits)
  const admitted = [...limited, ...allowed].some(admits)

  const passedOver = [...where('limit', 'indeterminate'), ...where('allow', 'indeterminate')]
  const strict = tier !== 'open'
  const degraded = strict ? passedOver : [...maybeDenied, ...maybeChallenged, ...passedOver]
  const decided = (verdict: Verdict, row: Row, determining: readonly F[]): Combined<F> => ({
    verdict,
    row,
    determining,
    degraded,
  })

  if (denied.length > 0) return decided('deny', 'deny_matched', denied)
  if (maybeDenied.length > 0 && tier === 'controlled')
    return decided('deny', 'deny_indeterminate', maybeDenied)
  if (maybeDenied.length > 0 && tier === 'standard') {
    return decided('challenge', 'deny_indeterminate', [...maybeDenied, ...challenged])
  }
  const challenges = strict ? [...challenged, ...maybeChallenged] : challenged
  if (challenges.length > 0) return decided('challenge', 'challenge', challenges)
  if (limited.length > 0 && admitted) return decided('limit', 'limit_matched', limited)
  if (allowed.length > 0) return decided('allow', 'allow_matched', allowed)
  return decided(fallback, 'default', [])
}
