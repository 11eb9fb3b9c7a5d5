import type { Context } from 'hono'
import { newDecisionId } from '../deps.ts'
import type { AppliedMode } from '../enforcement/apply-mode.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { observe, type Presented, readPresented } from '../observations/gather.ts'
import type { SessionFacts } from '../observations/types.ts'
import { judge } from '../policy/judge.ts'
import type { Asked } from '../policy/resource.ts'
import { edgeFacts } from '../request/edge-facts.ts'
import { type Appearance, appearance, takeSnapshot } from '../request/snapshot.ts'
import { identityWith } from '../signals/identity.ts'
import { type Decided, type Outcome, record, recordEarlyRefusal } from '../telemetry/write.ts'
import { appliedMode } from './applied-mode.ts'
import { fateAtTheGate, type Refused } from './fate.ts'
import { hasPolicy } from './in-force.ts'
import { askedFor } from './judge-asked.ts'
import { refuse } from './refuse.ts'
import { shadow } from './shadow.ts'
import type { Step } from './steps.ts'
import type { CordonEnv, Fault } from './types.ts'

/**
 * The enforcement point: reads, decides, refuses or lets pass, and records what became of it. Behind it `passage` holds
 * what was decided. Needs `identify`, `loadConfig` and `wellFormed` before it.
 */
export const geofence: Step = {
  before(c) {
    if (!hasPolicy(c.get('gate'), c.env.clock())) return refuseUndecided(c)
    const decided = decideRequest(c)
    return decided instanceof Promise ? decided.then((later) => enforce(c, later)) : enforce(c, decided)
  },
  after(c) {
    const passage = c.get('passage')
    const issuedSession = c.get('issuedSession')
    const fault = c.get('fault')
    const route = c.get('route')
    // What the origin did not answer was passed all the same; what one of our own steps refused was not.
    const passed = c.error === undefined && (fault === undefined || fault.reason.startsWith('origin.'))
    recordOutcome(c, passage, passage.mode, {
      action: passed ? 'pass' : 'refuse',
      status: c.res.status,
      ...issuedSession,
      ...(passed && route !== undefined ? { route: route.id } : {}),
      ...(fault === undefined ? {} : { faults: [fault.reason] }),
      ...causeOf(fault),
    })
  },
}

function enforce(c: Context<CordonEnv>, decided: Decided): Response | undefined | Promise<Response> {
  const mode = appliedMode(c, decided.at)
  const { headers } = c.req.raw
  const fate = fateAtTheGate({ gate: c.get('gate'), policy: c.get('policy'), mode, headers }, decided)
  if (fate.action === 'refuse') {
    recordOutcome(c, decided, mode, refusedOutcome(fate))
    const { reason, status } = fate
    return refuse(c, reason, fate.by === 'policy' ? { decided, status } : {})
  }
  const { verdict, notices, signingKey } = fate
  const session = sessionHere(decided)
  const identity = identityWith(session, decided.observations)
  c.set('passage', { ...decided, verdict, mode, notices, signingKey, session, identity })
  return undefined
}

/** The presented session, where it was found good on this connection. */
function sessionHere({ observations, evidence }: Decided): SessionFacts | undefined {
  const { 'session.status': status } = evidence
  const isGood = status.state === 'observed' && status.value === 'valid'
  return isGood && observations.session.status === 'verified' ? observations.session.facts : undefined
}

function refusedOutcome({ by, reason, status, cause }: Refused): Outcome {
  return {
    action: 'refuse',
    status,
    ...(by === 'policy' ? {} : { faults: [reason] }),
    ...(cause === undefined ? {} : causeOf({ reason, cause })),
  }
}

/** Not even an open resource is one then, and no mode says that nobody is refused: both are in the policy. */
function refuseUndecided(c: Context<CordonEnv>): Response | Promise<Response> {
  const refusal = { reason: 'service.stale', status: 503 } as const
  recordEarlyRefusal(c.get('decisionId'), c.env.clock(), c.req.raw, refusal, c.env.log)
  return refuse(c, refusal.reason)
}

function causeOf(fault: Fault | undefined): Pick<Outcome, 'originFault' | 'fault'> {
  if (fault?.cause === undefined) return {}
  return fault.reason.startsWith('origin.') ? { originFault: fault.cause } : { fault: fault.cause }
}

/** At once, unless something that came with the request has to be computed first. */
function decideRequest(c: Context<CordonEnv>): Decided | Promise<Decided> {
  const gate = c.get('gate')
  const request = c.req.raw
  const { method, headers } = request
  const asked = { method, target: c.get('target'), header: (name: string) => headers.get(name) ?? undefined }
  const at = c.env.clock()
  // Read before the token is: a request that was under way when the epoch rose carries nothing over.
  const { epoch } = gate.inForce
  const seen = appearance(request)
  const certificate = () => edgeFacts(seen.edge).clientCertificateThumbprint
  const presented = readPresented(asked, certificate, gate.sources, secondsFromMillis(at))
  const begun = { asked, seen, at, epoch }
  return presented instanceof Promise
    ? presented.then((later) => decideOn(c, begun, later))
    : decideOn(c, begun, presented)
}

interface Begun extends Pick<Decided, 'at' | 'epoch'> {
  readonly asked: Asked
  readonly seen: Appearance
}

function decideOn(c: Context<CordonEnv>, { asked, seen, at, epoch }: Begun, presented: Presented): Decided {
  const gate = c.get('gate')
  const policy = c.get('policy')
  const id = c.get('decisionId')
  const now = secondsFromMillis(at)
  const reading = c.get('body')?.reading ?? { state: 'none' }
  const resource = askedFor(policy, asked, reading, now)
  c.set('resource', resource)
  const tables = gate.networks.version
  const state = gate.inForce.standing(at)
  const { session, key } = presented
  const basis = { ...seen, compiled: policy.compiled, tables: gate.prefixes.changes, session, key }
  // What no resource names is another object each time, and would only push out what comes again.
  const judgedBefore = resource.unnamed === undefined ? gate.judgedBefore : undefined
  const recalled = judgedBefore?.recall(basis, resource, { asked, ...presented }, now)
  if (recalled !== undefined) return { id, at, tables, state, epoch, resource, ...recalled }
  const snapshot = takeSnapshot(c.req.raw, asked.target)
  const judged = judge(
    policy.compiled,
    observe(snapshot, presented, gate.sources, policy, now),
    resource,
    now,
  )
  const judgement = judgedBefore?.keep(basis, resource, judged, now)
  return { id, at, tables, state, epoch, resource, judgement, ...judged }
}

/** @param mode it was taken by: another one may be in force by the time of the answer */
function recordOutcome(c: Context<CordonEnv>, decided: Decided, mode: AppliedMode, outcome: Outcome): void {
  const gate = c.get('gate')
  record(
    decided,
    { ...outcome, ...shadow(c, decided) },
    {
      log: c.env.log,
      admissions: gate.admissions,
      mode,
      allowRate: gate.config.LOG_ALLOW_RATE,
      newId: () => newDecisionId(c.env.random),
    },
  )
}
