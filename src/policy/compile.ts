import type { AssuranceLevel } from '../observations/types.ts'
import type { Evidence, SignalName } from '../signals/registry.ts'
import { type Candidates, compileCandidates } from './candidates.ts'
import { compileCondition, signalsRead, type Test } from './condition.ts'
import { defaultReason, indeterminateReason } from './default-reason.ts'
import { compileNextChange, type NextChange } from './next-change.ts'
import { type PossibleTest, possibleTest } from './possible.ts'
import type { ReasonCode } from './reasons.ts'
import { compileResources, type ResourceMatcher } from './resource.ts'
import { type Exemption, type Policy, type Rule, TIERS, type Tier } from './types.ts'

export interface CompiledRule {
  readonly rule: Rule
  readonly test: Test
  /** What the condition may come to where not everything was recorded. */
  readonly possible: PossibleTest
  readonly reads: readonly SignalName[]
  readonly resources: ReadonlySet<string> | undefined
  readonly reason: (evidence: Evidence) => ReasonCode
  readonly indeterminateReason: ReasonCode
}

export interface CompiledExemption {
  readonly exemption: Exemption
  readonly test: Test
  /** What the condition may come to where not everything was recorded. */
  readonly possible: PossibleTest
  readonly reads: readonly SignalName[]
  readonly exempts: ReadonlySet<string>
}

/** A policy ready to decide: nothing in it is parsed or built per request. */
export interface CompiledPolicy {
  readonly policy: Policy
  readonly revision: string
  readonly rules: readonly CompiledRule[]
  /** Those of a law that say who may come. */
  readonly admittingByLaw: readonly Rule[]
  /** The rules that may say something about this evidence, in their order; the others surely do not match. */
  readonly candidates: Candidates<CompiledRule>
  readonly exemptions: readonly CompiledExemption[]
  /** Those that name this rule. */
  readonly exemptionsOf: (rule: string) => readonly CompiledExemption[]
  /** How sure the place must be on which tier. */
  readonly minimums: readonly { readonly tier: Tier; readonly level: AssuranceLevel }[]
  readonly resource: ResourceMatcher
  readonly nextChange: NextChange
}

const NONE: readonly CompiledExemption[] = []

/** @param revision identifies the document, see `policy/revision` */
export function compilePolicy(policy: Policy, revision: string): CompiledPolicy {
  const rules = policy.rules.map(compileRule)
  const exemptions = policy.exemptions.map(compileExemption)
  const byRule = new Map<string, CompiledExemption[]>()
  for (const exemption of exemptions)
    for (const rule of exemption.exempts) byRule.set(rule, [...(byRule.get(rule) ?? []), exemption])
  return Object.freeze({
    policy,
    revision,
    rules,
    admittingByLaw: policy.rules.filter(
      ({ basis, effect }) => basis !== undefined && (effect === 'allow' || effect === 'limit'),
    ),
    candidates: compileCandidates(rules, ({ rule }) => rule.when),
    exemptions,
    exemptionsOf: (rule: string) => byRule.get(rule) ?? NONE,
    minimums: TIERS.flatMap((tier) => {
      const level = policy.minimumAssurance[tier]
      return level === undefined ? [] : [{ tier, level }]
    }),
    resource: compileResources(policy),
    nextChange: compileNextChange(policy),
  })
}

function compileExemption(exemption: Exemption): CompiledExemption {
  return {
    exemption,
    test: compileCondition(exemption.when),
    possible: possibleTest(exemption.when),
    reads: [...new Set(signalsRead(exemption.when))],
    exempts: new Set(exemption.exempts),
  }
}

function compileRule(rule: Rule): CompiledRule {
  const { reason } = rule
  return {
    rule,
    test: compileCondition(rule.when),
    possible: possibleTest(rule.when),
    reads: [...new Set(signalsRead(rule.when))],
    resources: rule.resources === undefined ? undefined : new Set(rule.resources),
    reason: reason === undefined ? defaultReason(rule.when) : () => reason,
    indeterminateReason: indeterminateReason(rule.when),
  }
}
