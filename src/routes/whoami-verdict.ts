import type { Context } from 'hono'
import { type AppliedMode, applyMode } from '../enforcement/apply-mode.ts'
import { signingKeyOf } from '../gate.ts'
import { secondsFromMillis, type UnixMillis } from '../lib/time.ts'
import { appliedMode } from '../middleware/applied-mode.ts'
import { forAsking } from '../middleware/for-asking.ts'
import { staleness } from '../middleware/geofence.ts'
import { hasPolicy } from '../middleware/in-force.ts'
import { type DecidedOn, explain } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import type { BodyReading, Observations } from '../observations/types.ts'
import type { WhoamiProblem, WhoamiVerdict } from '../pages/whoami.tsx'
import { type Judged, judge } from '../policy/judge.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import type { Asked } from '../policy/resource.ts'
import type { EnforcementMode, MatchedResource } from '../policy/types.ts'
import { bodyByHead } from '../request/body.ts'
import { collectEvidence, type Evidence } from '../signals/registry.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'

/** What would be decided, or why nobody can say; with what it was seen on, and the texts it is told in. */
export interface Answer {
  readonly observations: Observations
  readonly evidence: Evidence
  readonly told: { readonly verdict: WhoamiVerdict } | { readonly no_verdict: WhoamiProblem }
  readonly texts: readonly Text[]
}

/**
 * What the gate would do with a request of this client for what is asked about, by the same steps: policy, mode, state in
 * force, origin of the region. Nothing is counted, used up or recorded.
 *
 * @param asked chosen by the client, headers included: it may as well have sent the request
 */
export function verdictOn(
  c: Context<CordonEnv>,
  spoken: Spoken,
  observations: Observations,
  asked: Asked,
  at: UnixMillis,
): Answer {
  const { gate, policy } = c.var
  if (!hasPolicy(gate, at))
    return {
      observations,
      evidence: collectEvidence(observations),
      ...unanswered(c, spoken, 'service.stale'),
    }
  const now = secondsFromMillis(at)
  const { compiled } = policy
  const reading = bodyFor(asked, compiled.resource.needsBody(asked))
  const resource = forAsking(compiled.resource.match(asked, reading, now), asked.target.path)
  const judged = judge(compiled, observations, resource, now)
  const decided = { at, resource, ...judged }
  const mode = appliedMode(c, at)
  const passes = applyMode(judged.decision, mode).action === 'pass'
  const unready = passes ? unreadiness(c, decided, mode) : undefined
  if (unready !== undefined) return { ...judged, ...unanswered(c, spoken, unready) }
  const route = passes ? gate.router?.(judged.evidence) : undefined
  const about = toldOf(asked, resource, judged, reading)
  if (route?.ok === false) {
    const { told, texts } = explain(c, spoken, route.error.reason)
    const verdict = { ...about, ...wordsOf(told), verdict: 'deny', mode: 'enforce' } as const
    return { ...judged, told: { verdict }, texts }
  }
  const { verdict, reasons, status } = judged.decision
  const told = { ...about, verdict, mode: shownMode(mode, passes) }
  if (verdict === 'allow' || verdict === 'limit') return { ...judged, told: { verdict: told }, texts: [] }
  const why = explain(c, spoken, reasons[0] ?? 'policy.denied', { decided, status })
  return { ...judged, told: { verdict: { ...told, ...wordsOf(why.told) } }, texts: why.texts }
}

/** What the gate would answer 503 for. */
function unreadiness(c: Context<CordonEnv>, decided: DecidedOn, mode: AppliedMode): ReasonCode | undefined {
  if (signingKeyOf(c.var.gate, decided.at) === undefined) return 'service.no_key'
  return staleness(c, decided, mode)
}

function unanswered(c: Context<CordonEnv>, spoken: Spoken, reason: ReasonCode) {
  const { told, texts } = explain(c, spoken, reason)
  return { told: { no_verdict: wordsOf(told) }, texts }
}

/** Nobody has sent one: only what the head of such a request says is known. */
function bodyFor({ method }: Asked, isLookedInto: boolean): BodyReading {
  if (!isLookedInto) return { state: 'none' }
  return bodyByHead(method, new Headers(), 0) ?? { state: 'unread', why: 'not_recorded' }
}

function toldOf(
  { method, target }: Asked,
  { tier, singleUse }: MatchedResource,
  { decision }: Judged,
  reading: BodyReading,
): Omit<WhoamiVerdict, 'verdict' | 'mode'> {
  return {
    resource: target.path,
    method,
    tier,
    acr: decision.assurance,
    ...(decision.tierMax === undefined ? {} : { tier_max: decision.tierMax }),
    ...(reading.state === 'unread' ? { body: 'not_read' } : {}),
    ...(singleUse ? { proof: 'single_use' } : {}),
  }
}

/** That the operator has broken the glass is nobody's business; whether it refuses this client is this client's. */
function shownMode(mode: AppliedMode, passes: boolean): EnforcementMode {
  if (mode !== 'break_glass') return mode
  return passes ? 'monitor' : 'enforce'
}

/** Without what belongs to a request that was refused: nobody can appeal against what was not decided. */
function wordsOf({
  type: _type,
  decision: _decision,
  appeal: _appeal,
  ...words
}: ReturnType<typeof explain>['told']): WhoamiProblem {
  return words
}
