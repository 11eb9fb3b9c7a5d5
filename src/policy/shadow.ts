import type { Decision, Verdict } from './types.ts'

/** What a policy says to a request, and what is done about it in its mode. */
export interface Judgement {
  readonly decision: Pick<Decision, 'verdict' | 'reasons' | 'determining' | 'tierMax'>
  readonly action: 'pass' | 'refuse'
}

/** In what two policies can differ over one request. */
export const SHADOW_DIFFERENCES = ['verdict', 'action', 'reasons', 'rules', 'tier_max'] as const
export type ShadowDifference = (typeof SHADOW_DIFFERENCES)[number]

export interface Difference {
  readonly in: readonly ShadowDifference[]
  readonly verdicts: `${Verdict}→${Verdict}`
  readonly actions: `${Judgement['action']}→${Judgement['action']}`
  /** Which to look at: those that determine one side only; where the same ones do, these. */
  readonly rules: readonly string[]
}

/** How the candidate differs from the policy in force over one request; undefined where it does not. */
export function differenceOf(live: Judgement, candidate: Judgement): Difference | undefined {
  const [one, other] = [live.decision, candidate.decision]
  const rules = onOneSide(one.determining, other.determining)
  const differs: Readonly<Record<ShadowDifference, boolean>> = {
    verdict: one.verdict !== other.verdict,
    action: live.action !== candidate.action,
    // The first of them is the one that the client is given.
    reasons: one.reasons[0] !== other.reasons[0] || onOneSide(one.reasons, other.reasons).length > 0,
    rules: rules.length > 0,
    tier_max: one.tierMax !== other.tierMax,
  }
  const parts = SHADOW_DIFFERENCES.filter((part) => differs[part])
  if (parts.length === 0) return undefined
  return {
    in: parts,
    verdicts: `${one.verdict}→${other.verdict}`,
    actions: `${live.action}→${candidate.action}`,
    rules: rules.length > 0 ? rules : other.determining,
  }
}

/** Short lists, without order. */
function onOneSide<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return [
    ...one.filter((member) => !other.includes(member)),
    ...other.filter((member) => !one.includes(member)),
  ]
}
