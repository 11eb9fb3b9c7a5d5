import type { UnixSeconds } from '../../../src/lib/time.ts'
import { assuranceOf, isAsSure } from '../../../src/policy/assurance.ts'
import { decideWithin } from '../../../src/policy/bounds.ts'
import type { CompiledPolicy, CompiledRule } from '../../../src/policy/compile.ts'
import { ASSURANCE_RULE, SESSION_RULE } from '../../../src/policy/findings.ts'
import { type Decision, EFFECTS, type MatchedResource, type Verdict } from '../../../src/policy/types.ts'
import type { Evidence, SignalName } from '../../../src/signals/registry.ts'

/** What may have been decided, by what the log does not say. */
export interface Within {
  readonly mildest: Decision
  readonly strictest: Decision
  /** Only one verdict is possible. */
  readonly certain: boolean
  /** Rules and exemptions of which nobody can say whether they spoke, by their ids. */
  readonly undecided: readonly string[]
}

/** The bounds over everything that was asked for, where the log leaves that open too; `resources` is never empty. */
export function boundsOf(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resources: readonly MatchedResource[],
  now: UnixSeconds,
  unrecorded: ReadonlySet<SignalName>,
): Within {
  const each = resources.map((resource): Within => {
    const open = withoutIdle(compiled, evidence, resource, unrecorded)
    const bounds = decideWithin(compiled, evidence, resource, now, open)
    return { ...bounds, undecided: undecidedOf(compiled, evidence, resource, now, open) }
  })
  return each.reduce(wider)
}

/** The bounds that hold whichever of the two it was. */
export function wider(one: Within, other: Within): Within {
  const mildest = rank(other.mildest.verdict) < rank(one.mildest.verdict) ? other.mildest : one.mildest
  const strictest =
    rank(other.strictest.verdict) > rank(one.strictest.verdict) ? other.strictest : one.strictest
  return {
    mildest,
    strictest,
    certain: mildest.verdict === strictest.verdict,
    undecided: [...new Set([...one.undecided, ...other.undecided])],
  }
}

export function rank(verdict: Verdict): number {
  return EFFECTS.indexOf(verdict)
}

/** A session can only make a place surer: where it is sure enough without one, none that is not recorded matters. */
function withoutIdle(
  { minimums, policy }: CompiledPolicy,
  evidence: Evidence,
  { tier, sessionRequired }: MatchedResource,
  unrecorded: ReadonlySet<SignalName>,
): ReadonlySet<SignalName> {
  const isMet = minimums.every(
    (minimum) => minimum.tier !== tier || isAsSure(assuranceOf(evidence), minimum.level),
  )
  const kept = new Set(unrecorded)
  if (isMet && !policyReads(policy, 'session.assurance')) kept.delete('session.assurance')
  if (!sessionRequired && !policyReads(policy, 'session.status')) kept.delete('session.status')
  return kept
}

const READ = new WeakMap<CompiledPolicy['policy'], string>()

/** Whether a condition names the signal. Remembered with the policy. */
function policyReads(policy: CompiledPolicy['policy'], name: SignalName): boolean {
  const text =
    READ.get(policy) ?? JSON.stringify([policy.rules, policy.exemptions].flat().map(({ when }) => when))
  READ.set(policy, text)
  return text.includes(JSON.stringify(name))
}

function undecidedOf(
  { rules, exemptions, minimums }: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
  unrecorded: ReadonlySet<SignalName>,
): readonly string[] {
  const isOpen = ({ reads, possible }: Pick<CompiledRule, 'reads' | 'possible'>) =>
    reads.some((name) => unrecorded.has(name)) && !possible(evidence, unrecorded).isSettled
  const isInForce = ({ from, to }: { readonly from?: UnixSeconds; readonly to?: UnixSeconds }) =>
    (from === undefined || now >= from) && (to === undefined || now < to)
  const concerns = ({ rule, resources }: CompiledRule) =>
    (rule.tier === undefined || rule.tier === resource.tier) &&
    (resources === undefined || !resources.isDisjointFrom(resource.anyReading))
  return [
    ...rules
      .filter((entry) => isInForce(entry.rule) && concerns(entry) && isOpen(entry))
      .map(({ rule }) => rule.id),
    ...exemptions
      .filter((entry) => isInForce(entry.exemption) && isOpen(entry))
      .map(({ exemption }) => exemption.id),
    ...(resource.sessionRequired && unrecorded.has('session.status') ? [SESSION_RULE] : []),
    ...(minimums.some(({ tier }) => tier === resource.tier) && unrecorded.has('session.assurance')
      ? [ASSURANCE_RULE]
      : []),
  ]
}
