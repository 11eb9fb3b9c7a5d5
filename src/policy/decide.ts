import type { UnixSeconds } from '../lib/time.ts'
import { formatIpAddress, type IpAddress } from '../net/ip-address.ts'
import type { Place } from '../net/region.ts'
import { formatPlace } from '../net/region.ts'
import { type Evidence, type SignalName, signalNamed } from '../signals/registry.ts'
import { assuranceOf } from './assurance.ts'
import { combine } from './combine.ts'
import type { CompiledPolicy } from './compile.ts'
import { type AnnouncedFinding, type Findings, findAll, listFindings, modeNow } from './findings.ts'
import { type ReasonCode, type RefusalStatus, rankOf, statusOf } from './reasons.ts'
import {
  type Decision,
  type MatchedResource,
  type Notice,
  type RuleFinding,
  TIERS,
  type Tier,
  type Verdict,
} from './types.ts'
import type { WeighedFinding } from './weighed-finding.ts'

/**
 * Decides one request. Pure: the same evidence, resource, policy and time always give the same decision, which is what
 * lets an admission record be recomputed months later.
 *
 * The verdict names the rules that determined it, also when it lets the request in.
 */
export function decide(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
): Decision {
  return conclude(compiled, evidence, resource, now, findAll(compiled, evidence, resource, now))
}

/** What follows from findings, however they were come by. */
export function conclude(
  compiled: CompiledPolicy,
  evidence: Evidence,
  resource: MatchedResource,
  now: UnixSeconds,
  found: Findings,
): Decision {
  const { tier } = resource
  const fallback = compiled.policy.default
  const enforced = ofTier(found.enforced, tier)
  const { verdict, row, determining, degraded } = combine(enforced, tier, fallback)
  const isAdmitted = admits(verdict)
  const reasons = isAdmitted ? [] : reasonsOf(determining)
  let listed: readonly RuleFinding[] | undefined
  return {
    verdict,
    assurance: assuranceOf(evidence),
    reasons,
    status: statusFor(reasons[0], determining),
    row,
    determining: determining.length === 0 ? ['default'] : determining.map(ruleOf),
    exemptions: found.exemptions,
    would: ofTier(found.monitored, tier).map(recorded),
    notices: ofTier(found.announced, tier).map(noticeOf),
    restsOnLaw:
      determining.some(isByLaw) ||
      (!isAdmitted &&
        (refusedByLaw(enforced, tier) || (row === 'default' && admitsByLaw(compiled, tier, now)))),
    degraded: degraded.map(ruleOf),
    // For records and explanations only, and most of the work: done when it is asked for.
    get findings() {
      listed ??= ofTier(listFindings(compiled, evidence, resource, now), tier).map(recorded)
      return listed
    },
    tier,
    resource: resource.id,
    tierMax: tierMaxOf(found.enforced, fallback),
    revision: compiled.revision,
    observed: readBy(determining, evidence),
  }
}

/** The highest tier on which the findings let in. */
function tierMaxOf(enforced: readonly WeighedFinding[], fallback: 'allow' | 'deny'): Tier | undefined {
  for (let index = TIERS.length - 1; index >= 0; index--) {
    const tier = TIERS[index] as Tier
    if (admits(combine(ofTier(enforced, tier), tier, fallback).verdict)) return tier
  }
  return undefined
}

/** Whether it would be refused if there were no rules but those that rest on a law. */
function refusedByLaw(enforced: readonly WeighedFinding[], tier: Tier): boolean {
  return !admits(combine(enforced.filter(isByLaw), tier, 'allow').verdict)
}

/** Whether a law says who may come, so that the default refuses everybody else for it. */
function admitsByLaw({ admittingByLaw }: CompiledPolicy, tier: Tier, now: UnixSeconds): boolean {
  return admittingByLaw.some(
    (rule) => (rule.tier === undefined || rule.tier === tier) && modeNow(rule, now) === 'enforce',
  )
}

function admits(verdict: Verdict): boolean {
  return verdict === 'allow' || verdict === 'limit'
}

function isByLaw({ restsOnLaw }: WeighedFinding): boolean {
  return restsOnLaw
}

function ruleOf({ rule }: WeighedFinding): string {
  return rule
}

function noticeOf({ notice }: AnnouncedFinding): Notice {
  return notice
}

function ofTier<F extends WeighedFinding>(findings: readonly F[], tier: Tier): readonly F[] {
  if (findings.length === 0) return findings
  return findings.filter((finding) => finding.tier === undefined || finding.tier === tier)
}

function reasonsOf(determining: readonly WeighedFinding[]): readonly ReasonCode[] {
  if (determining.length === 0) return ['policy.denied']
  const [only, ...others] = determining
  if (only !== undefined && others.length === 0) return [only.reason]
  return [...new Set(determining.map(({ reason }) => reason))].sort((a, b) => rankOf(a) - rankOf(b))
}

function statusFor(
  primary: ReasonCode | undefined,
  determining: readonly WeighedFinding[],
): RefusalStatus | undefined {
  if (primary === undefined) return undefined
  return statusOf(
    primary,
    determining.some(({ reason, legalBasis }) => reason === primary && legalBasis),
  )
}

function recorded({ rule, effect, finding, mode, reason }: WeighedFinding): RuleFinding {
  return { rule, effect, finding, mode, reason }
}

/** What the determining rules read and saw: a refusal for a VPN does not name the country. */
function readBy(determining: readonly WeighedFinding[], evidence: Evidence): Decision['observed'] {
  const observed: Record<string, string | number | boolean> = {}
  for (const name of new Set(determining.flatMap(({ reads }) => reads))) {
    const value = publicValue(name, evidence)
    if (value !== undefined) observed[name] = value
  }
  return observed
}

function publicValue(name: SignalName, evidence: Evidence): string | number | boolean | undefined {
  const signal = evidence[name]
  if (signal.state !== 'observed') return undefined
  switch (signalNamed(name).kind) {
    case 'place':
      return formatPlace(signal.value as Place)
    case 'address':
      return formatIpAddress(signal.value as IpAddress)
    case 'coordinates':
      return undefined
    default:
      return signal.value as string | number | boolean
  }
}
