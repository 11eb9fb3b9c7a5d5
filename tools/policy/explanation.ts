import type { UnixSeconds } from '../../src/lib/time.ts'
import { formatCidr } from '../../src/net/cidr.ts'
import { formatIpAddress, type IpAddress } from '../../src/net/ip-address.ts'
import { formatPlace, type Place } from '../../src/net/region.ts'
import type { CompiledRule } from '../../src/policy/compile.ts'
import { decide } from '../../src/policy/decide.ts'
import { ASSURANCE_RULE, SESSION_RULE } from '../../src/policy/findings.ts'
import type { Decision, MatchedResource, RuleFinding } from '../../src/policy/types.ts'
import { AMBIGUOUS_PLACE_RULE, UNKNOWN_PLACE_RULE } from '../../src/policy/unsettled-places.ts'
import { modeAt, type ServedPolicy } from '../../src/served-policy.ts'
import { type Evidence, type SignalName, signalNamed } from '../../src/signals/registry.ts'
import { conditionText } from './condition-text.ts'
import { dateText, standingAt } from './dates.ts'

/** One decision, with why each rule says what it says. In the terms of the policy, for JSON as for the eye. */
export interface Explanation {
  readonly policy: string
  readonly revision: string
  readonly at: string
  readonly mode: string
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly status: number | null
  readonly tier: string
  readonly tier_max: string | null
  readonly resource: string
  readonly row: string
  readonly determining: readonly string[]
  readonly rests_on_law: boolean
  readonly assurance: string
  readonly rules: readonly RuleExplanation[]
  readonly exemptions: readonly string[]
  readonly degraded: readonly string[]
  readonly would: readonly string[]
  readonly notices: readonly { readonly rule: string; readonly reason: string; readonly from: string }[]
  readonly body?: { readonly value?: string; readonly unread?: string }
}

export interface RuleExplanation {
  readonly rule: string
  readonly effect: string
  readonly mode: string
  /** `not asked`: it did not concern this request. */
  readonly finding: RuleFinding['finding'] | 'not asked'
  readonly reason: string | null
  /** What it read; of a rule that was not asked, why not. */
  readonly saw: string
  /** Its condition. */
  readonly asks: string
}

/** Decides and explains. Pure: the decision is the gate's own. */
export function explain(
  name: string,
  served: ServedPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
): Explanation {
  const decision = decide(served.compiled, evidence, resource, now)
  return {
    policy: name,
    revision: decision.revision,
    at: dateText(now),
    mode: modeAt(served, now),
    verdict: decision.verdict,
    reasons: decision.reasons,
    status: decision.status ?? null,
    tier: decision.tier,
    tier_max: decision.tierMax ?? null,
    resource: decision.resource,
    row: decision.row,
    determining: decision.determining,
    rests_on_law: decision.restsOnLaw,
    assurance: decision.assurance,
    rules: rulesOf(served, decision, evidence, resource, now),
    exemptions: decision.exemptions,
    degraded: decision.degraded,
    would: decision.would.map(({ rule }) => rule),
    notices: decision.notices.map(({ rule, reason, from }) => ({ rule, reason, from: dateText(from) })),
    ...bodyOf(resource),
  }
}

function bodyOf({ value, unread }: MatchedResource): Pick<Explanation, 'body'> {
  if (value === undefined && unread === undefined) return {}
  return { body: { ...(value === undefined ? {} : { value }), ...(unread === undefined ? {} : { unread }) } }
}

function rulesOf(
  { compiled }: ServedPolicy,
  decision: Decision,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
): readonly RuleExplanation[] {
  const found = new Map(decision.findings.map((finding) => [finding.rule, finding]))
  const own = compiled.rules.map((compiledRule): RuleExplanation => {
    const { rule } = compiledRule
    const finding = found.get(rule.id)
    const common = {
      rule: rule.id,
      effect: rule.effect,
      mode: rule.mode ?? 'enforce',
      asks: conditionText(rule.when),
    }
    if (finding === undefined)
      return { ...common, finding: 'not asked', reason: null, saw: whyNotAsked(compiledRule, resource, now) }
    return {
      ...common,
      finding: finding.finding,
      reason: finding.finding === 'unmatched' ? null : finding.reason,
      saw: seen(compiledRule.reads, evidence),
    }
  })
  const ids = new Set(own.map(({ rule }) => rule))
  const builtIn = decision.findings
    .filter(({ rule }) => !ids.has(rule))
    .map(
      ({ rule, effect, mode, finding, reason }): RuleExplanation => ({
        rule,
        effect,
        mode,
        finding,
        reason,
        saw: BUILT_IN[rule] ?? '',
        asks: 'built in',
      }),
    )
  return [...own, ...builtIn]
}

/** What each rule that is no policy's own is there for. */
const BUILT_IN: Readonly<Record<string, string>> = {
  [UNKNOWN_PLACE_RULE]: 'nobody knows the place: stands in for the rules that asked for it',
  [AMBIGUOUS_PLACE_RULE]: 'only the country is known: stands in for the rules that asked for a part of it',
  [SESSION_RULE]: 'the resource needs a session',
  [ASSURANCE_RULE]: 'the tier needs a surer place',
}

function whyNotAsked(
  { rule, resources }: CompiledRule,
  { tier, anyReading }: MatchedResource,
  now: UnixSeconds,
): string {
  const standing = standingAt(rule, now)
  if (standing === 'not yet' && rule.from !== undefined) return `not yet: from ${dateText(rule.from)}`
  if (standing === 'no longer' && rule.to !== undefined) return `no longer: ended ${dateText(rule.to)}`
  if (rule.tier !== undefined && rule.tier !== tier) return `for the tier ${rule.tier} only`
  if (resources?.isDisjointFrom(anyReading)) return `for ${[...resources].join(', ')} only`
  return 'for what this surely asks for only'
}

/** What the rule read, as it was found. */
function seen(reads: readonly SignalName[], evidence: Evidence): string {
  return reads.map((name) => `${name}: ${signalText(name, evidence)}`).join(', ')
}

export function signalText(name: SignalName, evidence: Evidence): string {
  const signal = evidence[name]
  if (signal.state === 'absent')
    return signal.why === 'missing' ? 'absent' : `absent (${signal.why.replace('_', ' ')})`
  if (signal.state === 'unavailable') return `unavailable (${signal.cause})`
  switch (signalNamed(name).kind) {
    case 'place':
      return formatPlace(signal.value as Place)
    case 'address':
      return addressText(signal.value)
    case 'instant':
      return dateText(signal.value as UnixSeconds)
    case 'coordinates':
      return JSON.stringify(signal.value)
    default:
      return Array.isArray(signal.value) ? signal.value.join(' ') || 'none' : String(signal.value)
  }
}

function addressText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null && 'base' in value)
    return formatCidr(value as Parameters<typeof formatCidr>[0])
  return formatIpAddress(value as IpAddress)
}
