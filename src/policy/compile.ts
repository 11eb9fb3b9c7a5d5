import type { Evidence, SignalName } from '../signals/registry.ts'
import { compileCondition, signalsRead, type Test } from './condition.ts'
import { defaultReason, indeterminateReason } from './default-reason.ts'
import { compileNextChange, type NextChange } from './next-change.ts'
import type { ReasonCode } from './reasons.ts'
import { compileResources, type ResourceMatcher } from './resource.ts'
import type { Exemption, Policy, Rule } from './types.ts'

export interface CompiledRule {
  readonly rule: Rule
  readonly test: Test
  readonly reads: readonly SignalName[]
  readonly resources: ReadonlySet<string> | undefined
  readonly reason: (evidence: Evidence) => ReasonCode
  readonly indeterminateReason: ReasonCode
}

export interface CompiledExemption {
  readonly exemption: Exemption
  readonly test: Test
  readonly exempts: ReadonlySet<string>
}

/** A policy ready to decide: nothing in it is parsed or built per request. */
export interface CompiledPolicy {
  readonly policy: Policy
  readonly revision: string
  readonly rules: readonly CompiledRule[]
  readonly exemptions: readonly CompiledExemption[]
  readonly resource: ResourceMatcher
  readonly nextChange: NextChange
}

/** @param revision identifies the document, see `policy/revision` */
export function compilePolicy(policy: Policy, revision: string): CompiledPolicy {
  return Object.freeze({
    policy,
    revision,
    rules: policy.rules.map(compileRule),
    exemptions: policy.exemptions.map((exemption) => ({
      exemption,
      test: compileCondition(exemption.when),
      exempts: new Set(exemption.exempts),
    })),
    resource: compileResources(policy.resources),
    nextChange: compileNextChange(policy),
  })
}

function compileRule(rule: Rule): CompiledRule {
  const { reason } = rule
  return {
    rule,
    test: compileCondition(rule.when),
    reads: [...new Set(signalsRead(rule.when))],
    resources: rule.resources === undefined ? undefined : new Set(rule.resources),
    reason: reason === undefined ? (evidence) => defaultReason(rule.when, valueIn(evidence)) : () => reason,
    indeterminateReason: indeterminateReason(rule.when),
  }
}

function valueIn(evidence: Evidence): (name: string) => unknown {
  return (name) => {
    const signal = evidence[name as SignalName]
    return signal.state === 'observed' ? signal.value : undefined
  }
}
