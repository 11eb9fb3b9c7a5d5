import type { UnixSeconds } from '../lib/time.ts'
import type { Observations } from '../observations/types.ts'
import { collectEvidence, type Evidence } from '../signals/registry.ts'
import type { CompiledPolicy } from './compile.ts'
import { decide } from './decide.ts'
import { placeByList } from './moved-place.ts'
import { type Decision, EFFECTS, type MatchedResource, TIERS } from './types.ts'

/** One request decided, and what it was decided on. */
export interface Judged {
  readonly observations: Observations
  readonly evidence: Evidence
  readonly decision: Decision
}

/**
 * Collects the evidence and decides.
 *
 * Where a publisher's list puts the client elsewhere than the edge does, both are decided on, and the list is followed
 * only if nothing becomes milder by that: neither the verdict nor the highest tier that the same facts would open. So no
 * rule, default or exemption, however it asks for the place, lets anybody out of a restricted place on a publisher's word.
 */
export function judge(
  policy: CompiledPolicy,
  observations: Observations,
  resource: MatchedResource,
  now: UnixSeconds,
): Judged {
  const byEdge = judgeAs(policy, observations, resource, now)
  const moved = placeByList(observations)
  if (moved === undefined) return byEdge
  const elsewhere = { ...observations, tables: { ...observations.tables, moved } }
  const byList = judgeAs(policy, elsewhere, resource, now)
  const keepsEdge = byEdge.decision.verdict === 'deny' || isMilder(byList.decision, byEdge.decision)
  return keepsEdge ? withLawOf(byList, byEdge) : withLawOf(byEdge, byList)
}

/** A law that speaks in either place speaks: what the other one is refused for must not hide it. */
function withLawOf(other: Judged, followed: Judged): Judged {
  const { decision } = followed
  if (!other.decision.restsOnLaw || decision.restsOnLaw) return followed
  return { ...followed, decision: { ...decision, restsOnLaw: true } }
}

function judgeAs(
  policy: CompiledPolicy,
  observations: Observations,
  resource: MatchedResource,
  now: UnixSeconds,
): Judged {
  const evidence = collectEvidence(observations)
  return { observations, evidence, decision: decide(policy, evidence, resource, now) }
}

function isMilder(one: Decision, other: Decision): boolean {
  return EFFECTS.indexOf(one.verdict) < EFFECTS.indexOf(other.verdict) || openedBy(one) > openedBy(other)
}

/** A number for the highest tier that a decision would open; -1 for none. */
function openedBy({ tierMax }: Decision): number {
  return tierMax === undefined ? -1 : TIERS.indexOf(tierMax)
}
