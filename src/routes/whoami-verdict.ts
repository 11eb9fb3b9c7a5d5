import type { Context } from 'hono'
import type { AppliedMode } from '../enforcement/apply-mode.ts'
import type { WhoamiProblem, WhoamiVerdict } from '../enforcement/whoami.ts'
import { secondsFromMillis, type UnixMillis } from '../lib/time.ts'
import { appliedMode } from '../middleware/applied-mode.ts'
import { type Fate, fateOnTheWay } from '../middleware/fate.ts'
import { hasPolicy } from '../middleware/in-force.ts'
import { judgeAsked } from '../middleware/judge-asked.ts'
import { type DecidedOn, explain } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import type { BodyReading, Observations } from '../observations/types.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import type { Asked } from '../policy/resource.ts'
import type { EnforcementMode } from '../policy/types.ts'
import { bodyByHead } from '../request/body.ts'
import { collectEvidence, type Evidence } from '../signals/registry.ts'
import { boundSession } from '../signals/session-status.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'

/** What would be decided, or why nobody can say; with what it was seen on, and the texts it is told in. */
export interface Answer extends Worded {
  readonly observations: Observations
  readonly evidence: Evidence
}

interface Worded {
  readonly told: { readonly verdict: WhoamiVerdict } | { readonly no_verdict: WhoamiProblem }
  readonly texts: readonly Text[]
}

/**
 * What the gate would do with a request of this client for what is asked about, by the functions that the gate itself
 * asks. Nothing is counted, used up or recorded.
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
  const reading = bodyFor(asked, policy.compiled.resource.needsBody(asked))
  const judged = judgeAsked(policy, observations, asked, reading, secondsFromMillis(at))
  const decided = { at, ...judged }
  const mode = appliedMode(c, at)
  const fate = fateOnTheWay({ gate, policy, mode, headers: c.req.raw.headers }, decided)
  const worded =
    fate.action === 'refuse' && fate.by === 'fault'
      ? unanswered(c, spoken, fate.reason)
      : answered(c, spoken, decided, { mode, fate, about: aboutOf(asked, decided, reading) })
  return { observations: judged.observations, evidence: judged.evidence, ...worded }
}

function unanswered(c: Context<CordonEnv>, spoken: Spoken, reason: ReasonCode): Worded {
  const { told, texts } = explain(c, spoken, reason, { isOnlyAsked: true })
  return { told: { no_verdict: wordsOf(told) }, texts }
}

type Judged = DecidedOn & Pick<Answer, 'observations'>

interface Applied {
  readonly mode: AppliedMode
  readonly fate: Fate
  readonly about: Omit<WhoamiVerdict, 'verdict' | 'mode'>
}

function answered(
  c: Context<CordonEnv>,
  spoken: Spoken,
  decided: Judged,
  { mode, fate, about }: Applied,
): Worded {
  if (fate.action === 'refuse' && fate.by === 'route') {
    const { told, texts } = explain(c, spoken, fate.reason, { isOnlyAsked: true })
    return { told: { verdict: { ...about, ...wordsOf(told), verdict: 'deny', mode: 'enforce' } }, texts }
  }
  if (fate.action === 'pass' && lacksProof(decided, mode)) {
    const { told, texts } = explain(c, spoken, 'session.proof', { isUnbound: true, isOnlyAsked: true })
    return { told: { verdict: { ...about, ...wordsOf(told), verdict: 'deny', mode: 'enforce' } }, texts }
  }
  const { verdict, reasons, status } = decided.decision
  const plain = { ...about, verdict, mode: shownMode(mode, fate) }
  if (verdict === 'allow' || verdict === 'limit') return { told: { verdict: plain }, texts: [] }
  const grounds = { decided, status: status ?? 403, isOnlyAsked: true }
  const { told, texts } = explain(c, spoken, reasons[0] ?? 'policy.denied', grounds)
  return { told: { verdict: { ...plain, ...wordsOf(told) } }, texts }
}

/** Where each request needs a proof, no request passes with a session that is bound to nothing to prove. */
function lacksProof({ observations, resource }: Judged, mode: AppliedMode): boolean {
  return resource.singleUse && mode === 'enforce' && boundSession(observations)?.confirmation === undefined
}

/** Nobody has sent one: only what the head of such a request says is known. */
function bodyFor({ method }: Asked, isLookedInto: boolean): BodyReading {
  if (!isLookedInto) return { state: 'none' }
  return bodyByHead(method, new Headers(), 0) ?? { state: 'unread', why: 'not_recorded' }
}

function aboutOf(
  { method, target }: Asked,
  { decision, resource: { tier, singleUse } }: DecidedOn,
  reading: BodyReading,
): Applied['about'] {
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
function shownMode(mode: AppliedMode, { action }: Fate): EnforcementMode {
  if (mode !== 'break_glass') return mode
  return action === 'pass' ? 'monitor' : 'enforce'
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
