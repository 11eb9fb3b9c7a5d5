import type { Decision, MatchedResource, Verdict } from '../../../src/policy/types.ts'
import type { ServedPolicy } from '../../../src/served-policy.ts'
import type { Evidence, SignalName } from '../../../src/signals/registry.ts'
import { rank, type Within } from './within.ts'

/** What one policy makes of a line, as it is counted. */
export interface Outcome {
  readonly mildest: Verdict
  readonly strictest: Verdict
  readonly certain: boolean
  readonly tier: string
  readonly networkClass: string
  readonly country: string
  /** Of the rules that determined it; where it is not certain, of either end. */
  readonly rules: readonly string[]
  readonly reasons: readonly string[]
  /** Rules and exemptions of which the log does not say whether they spoke. */
  readonly undecided: readonly string[]
  readonly exemptions: readonly string[]
  /** Monitored rules that spoke. */
  readonly would: readonly string[]
  /** Announced rules that spoke. */
  readonly notices: readonly string[]
  /** Signals that the policy reads and the log does not hold. */
  readonly unrecorded: readonly SignalName[]
}

export const SEVERAL_TIERS = 'several'

export function outcomeOf(
  { mildest, strictest, certain, undecided }: Within,
  evidence: Evidence,
  resources: readonly MatchedResource[],
  unrecorded: readonly SignalName[],
): Outcome {
  const ends = certain && mildest.verdict === strictest.verdict ? [strictest] : [mildest, strictest]
  const all = (of: (decision: Decision) => readonly string[]) => [...new Set(ends.flatMap(of))]
  const tiers = new Set(resources.map(({ tier }) => tier))
  return {
    mildest: mildest.verdict,
    strictest: strictest.verdict,
    certain,
    tier: tiers.size === 1 ? strictest.tier : SEVERAL_TIERS,
    networkClass: classOf(evidence),
    country: countryOf(evidence),
    rules: all(({ determining }) => determining),
    reasons: all(({ reasons }) => reasons),
    undecided,
    exemptions: all(({ exemptions }) => exemptions),
    would: all(({ would }) => would.map(({ rule }) => rule)),
    notices: all(({ notices }) => notices.map(({ rule }) => rule)),
    unrecorded,
  }
}

/** Of a request that is refused before any policy is asked. */
export function refusedBefore(reason: string, country: string): Outcome {
  return {
    mildest: 'deny',
    strictest: 'deny',
    certain: true,
    tier: 'none',
    networkClass: 'not asked',
    country,
    rules: [`(${reason})`],
    reasons: [reason],
    undecided: [],
    exemptions: [],
    would: [],
    notices: [],
    unrecorded: [],
  }
}

function classOf(evidence: Evidence): string {
  const signal = evidence['network.class']
  return signal.state === 'observed' ? signal.value : `(${signal.state})`
}

function countryOf({ place }: Evidence): string {
  if (place.state === 'observed') return place.value.country
  if (place.state === 'absent' && place.why === 'tor') return 'T1'
  return place.state === 'absent' && place.why === 'no_data' ? 'XX' : '(unknown)'
}

/** Another verdict under another policy: surely, or perhaps, as the log does not say enough. */
export interface Change {
  readonly certain: boolean
  /** `allow`, or `allow to deny` where it is one of these or what lies between. */
  readonly from: string
  readonly to: string
  readonly stricter: boolean
  /** The rules that cause it: of the stricter side, whose ids are those of `policy`. */
  readonly rules: readonly string[]
  readonly policy: 'policy' | 'against'
}

/**
 * @param sameOpen what is not decided is the same in both policies, rule by rule: whatever it was, it was that under both
 */
export function changeBetween(a: Outcome, b: Outcome, sameOpen: boolean): Change | undefined {
  if (a.certain && b.certain && a.strictest === b.strictest) return undefined
  const isSame = a.mildest === b.mildest && a.strictest === b.strictest && sameOpen
  if (isSame) return undefined
  const stricter =
    rank(b.strictest) > rank(a.strictest) ||
    (b.strictest === a.strictest && rank(b.mildest) >= rank(a.mildest))
  const cause = stricter ? b : a
  return {
    certain:
      (a.certain && b.certain) || rank(a.strictest) < rank(b.mildest) || rank(b.strictest) < rank(a.mildest),
    from: rangeOf(a),
    to: rangeOf(b),
    stricter,
    rules: cause.undecided.length > 0 && !cause.certain ? cause.undecided : cause.rules,
    policy: stricter ? 'against' : 'policy',
  }
}

function rangeOf({ mildest, strictest }: Outcome): string {
  return mildest === strictest ? strictest : `${mildest} to ${strictest}`
}

/** What the log leaves open of both: the definitions of the rules and exemptions, not only their names. */
export function openDefinitions({ loaded: { policy } }: ServedPolicy, undecided: readonly string[]): string {
  const ids = new Set(undecided)
  return JSON.stringify([
    policy.rules.filter(({ id }) => ids.has(id)),
    policy.exemptions.filter(({ id }) => ids.has(id)),
  ])
}
