import type { UnixSeconds } from '../lib/time.ts'
import type { Evidence } from '../signals/registry.ts'
import type { CompiledPolicy } from './compile.ts'
import { compileCondition, MATCHED } from './condition.ts'
import { decide } from './decide.ts'
import { inWords, type LeafFinding, leafFindings, type TruthWord } from './leaf-findings.ts'
import type { Decision, Effect, Exemption, MatchedResource, Rule } from './types.ts'

export { type LeafFinding, leafFindings, type TruthWord } from './leaf-findings.ts'

/** Why a rule has a say in a decision, or has none. */
export type Standing =
  | 'enforced'
  | 'exempted'
  | 'monitored'
  | 'announced'
  | 'not_yet'
  | 'ended'
  | 'other_tier'
  | 'other_resource'

/** One rule of the policy, held against a request. */
export interface RuleExplanation {
  readonly rule: string
  readonly effect: Effect
  readonly standing: Standing
  readonly truth: readonly TruthWord[]
  readonly leaves: readonly LeafFinding[]
  /** Those in force that match the request and may lift this rule. */
  readonly exemptions: readonly string[]
  /** Whether it is among those that determined the verdict. */
  readonly determining: boolean
}

export interface Explanation {
  readonly decision: Decision
  /** Every rule of the policy, in its order; what stands in for some is in the decision's findings only. */
  readonly rules: readonly RuleExplanation[]
}

/**
 * Every rule's finding and what it rests on, beside the decision itself: for people who ask why. Rules that have no say
 * here, being for another tier or time, are evaluated too.
 */
export function ruleFindings(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
): Explanation {
  const decision = decide(compiled, evidence, resource, now)
  const inForce = compiled.policy.exemptions.filter(
    ({ from, to, when }) =>
      (from === undefined || now >= from) && now < to && compileCondition(when)(evidence) === MATCHED,
  )
  const rules = compiled.policy.rules.map((rule): RuleExplanation => {
    const exemptions = inForce.filter((exemption) => lifts(exemption, rule)).map(({ id }) => id)
    return {
      rule: rule.id,
      effect: rule.effect,
      standing: standingOf(rule, resource, exemptions, now),
      truth: inWords(compileCondition(rule.when)(evidence)),
      leaves: leafFindings(rule.when, evidence),
      exemptions,
      determining: decision.determining.includes(rule.id),
    }
  })
  return { decision, rules }
}

function lifts({ exempts, overrides_basis }: Exemption, { id, basis }: Rule): boolean {
  return exempts.includes(id) && (basis === undefined || overrides_basis === true)
}

function standingOf(
  { effect, tier, resources, mode, from, to }: Rule,
  resource: MatchedResource,
  exemptions: readonly string[],
  now: UnixSeconds,
): Standing {
  if (to !== undefined && now >= to) return 'ended'
  const early = from !== undefined && now < from
  if (early && mode !== 'notice') return 'not_yet'
  if (tier !== undefined && tier !== resource.tier) return 'other_tier'
  // As `findings` has it: what admits has to be sure of the resource, what refuses has not.
  const admits = effect === 'allow' || effect === 'limit'
  const asked = admits ? resource.everyReading : resource.anyReading
  if (resources !== undefined && !resources.some((id) => asked.has(id))) return 'other_resource'
  if (exemptions.length > 0) return 'exempted'
  if (early) return 'announced'
  return mode === 'monitor' ? 'monitored' : 'enforced'
}
