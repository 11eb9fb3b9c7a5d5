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
  if (findings.length === 0) return { verdict: fallback, row: 'default', determining: [], degraded: [] }
  const isStrict = tier !== 'open'
  const denied = those(findings, 'deny', 'matched')
  const maybeDenied = those(findings, 'deny', 'indeterminate')
  const challenged = those(findings, 'challenge', 'matched')
  const maybeChallenged = those(findings, 'challenge', 'indeterminate')
  const limited = those(findings, 'limit', 'matched')
  // What stands in for refusals only adds nothing to a default that refuses.
  const admits = fallback === 'allow' ? () => true : isNoStandIn
  const allowed = those(findings, 'allow', 'matched').filter(admits)

  const passedOver = [
    ...those(findings, 'limit', 'indeterminate'),
    ...those(findings, 'allow', 'indeterminate'),
  ]
  const degraded = isStrict ? passedOver : [...maybeDenied, ...maybeChallenged, ...passedOver]
  if (denied.length > 0) return { verdict: 'deny', row: 'deny_matched', determining: denied, degraded }
  if (maybeDenied.length > 0 && tier === 'controlled')
    return { verdict: 'deny', row: 'deny_indeterminate', determining: maybeDenied, degraded }
  if (maybeDenied.length > 0 && isStrict) {
    const determining = [...maybeDenied, ...challenged]
    return { verdict: 'challenge', row: 'deny_indeterminate', determining, degraded }
  }
  const challenges = isStrict ? [...challenged, ...maybeChallenged] : challenged
  if (challenges.length > 0)
    return { verdict: 'challenge', row: 'challenge', determining: challenges, degraded }
  if (limited.length > 0 && (allowed.length > 0 || limited.some(admits)))
    return { verdict: 'limit', row: 'limit_matched', determining: limited, degraded }
  if (allowed.length > 0) return { verdict: 'allow', row: 'allow_matched', determining: allowed, degraded }
  return { verdict: fallback, row: 'default', determining: [], degraded }
}

function those<F extends Weighed>(findings: readonly F[], effect: Verdict, finding: Finding): F[] {
  return findings.filter((item) => item.effect === effect && item.finding === finding)
}

function isNoStandIn({ lowersOnly }: Weighed): boolean {
  return lowersOnly === undefined
}
