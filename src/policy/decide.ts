import type { UnixSeconds } from '../lib/time.ts'
import { formatIpAddress, type IpAddress } from '../net/ip-address.ts'
import type { Place } from '../net/region.ts'
import { formatPlace } from '../net/region.ts'
import { type Evidence, type SignalName, signalNamed } from '../signals/registry.ts'
import { assuranceOf } from './assurance.ts'
import { combine } from './combine.ts'
import type { CompiledPolicy } from './compile.ts'
import { findAll } from './findings.ts'
import { type ReasonCode, type RefusalStatus, rankOf, statusOf } from './reasons.ts'
import { type Decision, type MatchedResource, TIERS, type Tier } from './types.ts'
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
  const found = findAll(compiled, evidence, resource, now)
  const combineOn = (tier: Tier) => combine(ofTier(found.enforced, tier), tier, compiled.policy.default)
  const { verdict, row, determining, degraded } = combineOn(resource.tier)
  const admitted = verdict === 'allow' || verdict === 'limit'
  const reasons = admitted ? [] : reasonsOf(determining)
  return {
    verdict,
    assurance: assuranceOf(evidence),
    reasons,
    status: statusFor(reasons[0], determining),
    row,
    determining: determining.length === 0 ? ['default'] : determining.map(({ rule }) => rule),
    exemptions: found.exemptions,
    would: ofTier(found.monitored, resource.tier).map(recorded),
    notices: [],
    restsOnLaw: determining.some(({ restsOnLaw }) => restsOnLaw),
    degraded: degraded.map(({ rule }) => rule),
    findings: ofTier(found.all, resource.tier).map(recorded),
    tier: resource.tier,
    resource: resource.id,
    tierMax: [...TIERS].reverse().find((tier) => ['allow', 'limit'].includes(combineOn(tier).verdict)),
    revision: compiled.revision,
    observed: readBy(determining, evidence),
  }
}

function ofTier(findings: readonly WeighedFinding[], tier: Tier): readonly WeighedFinding[] {
  return findings.filter((finding) => finding.tier === undefined || finding.tier === tier)
}

function reasonsOf(determining: readonly WeighedFinding[]): readonly ReasonCode[] {
  if (determining.length === 0) return ['policy.denied']
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

function recorded({ rule, effect, finding, mode, reason }: WeighedFinding) {
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
