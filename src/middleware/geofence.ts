import type { Context, Next } from 'hono'
import { createMiddleware } from 'hono/factory'
import { newDecisionId } from '../deps.ts'
import type { AppliedMode } from '../enforcement/apply-mode.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { gather } from '../observations/gather.ts'
import { takeSnapshot } from '../request/snapshot.ts'
import { identityOf } from '../signals/identity.ts'
import { boundSession } from '../signals/session-status.ts'
import { type Decided, type Outcome, record, recordEarlyRefusal } from '../telemetry/write.ts'
import { appliedMode } from './applied-mode.ts'
import { fateAtTheGate, type Refused } from './fate.ts'
import { hasPolicy } from './in-force.ts'
import { judgeAsked } from './judge-asked.ts'
import { refuse } from './refuse.ts'
import { shadow } from './shadow.ts'
import type { CordonEnv, Fault } from './types.ts'

/**
 * The enforcement point: reads, decides, refuses or lets pass, and records what became of it. Behind it `passage` holds
 * what was decided. Needs `identify`, `loadConfig` and `wellFormed` before it.
 */
export function geofence() {
  return createMiddleware<CordonEnv>(async function geofence(c, next) {
    const gate = c.get('gate')
    const policy = c.get('policy')
    if (!hasPolicy(gate, c.env.clock())) return refuseUndecided(c)
    const decided = await decideRequest(c)
    const mode = appliedMode(c, decided.at)
    const fate = fateAtTheGate({ gate, policy, mode, headers: c.req.raw.headers }, decided)
    if (fate.action === 'refuse') {
      recordOutcome(c, decided, mode, refusedOutcome(fate))
      const { reason, status } = fate
      return refuse(c, reason, fate.by === 'policy' ? { decided, status } : {})
    }
    const { verdict, notices, signingKey } = fate
    c.set('passage', {
      ...decided,
      verdict,
      mode,
      notices,
      signingKey,
      session: boundSession(decided.observations),
      identity: identityOf(decided.observations),
    })
    return passOn(c, next, decided, mode)
  })
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
function refuseUndecided(c: Context<CordonEnv>): Promise<Response> {
  const refusal = { reason: 'service.stale', status: 503 } as const
  recordEarlyRefusal(c.get('decisionId'), c.env.clock(), c.req.raw, refusal, c.env.log)
  return refuse(c, refusal.reason)
}

async function passOn(c: Context<CordonEnv>, next: Next, decided: Decided, mode: AppliedMode): Promise<void> {
  await next()
  const issuedSession = c.get('issuedSession')
  const fault = c.get('fault')
  const route = c.get('route')
  // What the origin did not answer was passed all the same; what one of our own steps refused was not.
  const passed = c.error === undefined && (fault === undefined || fault.reason.startsWith('origin.'))
  recordOutcome(c, decided, mode, {
    action: passed ? 'pass' : 'refuse',
    status: c.res.status,
    ...issuedSession,
    ...(passed && route !== undefined ? { route: route.id } : {}),
    ...(fault === undefined ? {} : { faults: [fault.reason] }),
    ...causeOf(fault),
  })
}

function causeOf(fault: Fault | undefined): Pick<Outcome, 'originFault' | 'fault'> {
  if (fault?.cause === undefined) return {}
  return fault.reason.startsWith('origin.') ? { originFault: fault.cause } : { fault: fault.cause }
}

async function decideRequest(c: Context<CordonEnv>): Promise<Decided> {
  const gate = c.get('gate')
  const policy = c.get('policy')
  const target = c.get('target')
  const id = c.get('decisionId')
  const at = c.env.clock()
  const now = secondsFromMillis(at)
  const snapshot = takeSnapshot(c.req.raw, target)
  // Read before the token is: a request that was under way when the epoch rose carries nothing over.
  const { epoch } = gate.inForce
  const observations = await gather(snapshot, gate.sources, policy, now)
  const reading = c.get('body')?.reading ?? { state: 'none' }
  const judged = judgeAsked(policy, observations, snapshot, reading, now)
  c.set('resource', judged.resource)
  const tables = gate.networks.version
  const state = gate.inForce.standing(at)
  return { id, at, tables, state, epoch, ...judged }
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
