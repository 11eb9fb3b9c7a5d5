import type { Context, Next } from 'hono'
import { createMiddleware } from 'hono/factory'
import { newDecisionId } from '../deps.ts'
import { applyMode } from '../enforcement/apply-mode.ts'
import { LOOP, passedHereBefore } from '../enforcement/origin.ts'
import { signingKeyOf } from '../gate.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { gather } from '../observations/gather.ts'
import { judge } from '../policy/judge.ts'
import type { MatchedResource } from '../policy/types.ts'
import { takeSnapshot } from '../request/snapshot.ts'
import { modeAt } from '../served-policy.ts'
import { identityOf } from '../signals/identity.ts'
import { boundSession } from '../signals/session-status.ts'
import { type Decided, type Outcome, record } from '../telemetry/write.ts'
import { refuse } from './refuse.ts'
import type { CordonEnv, Fault } from './types.ts'

/**
 * The enforcement point: reads, decides, refuses or lets pass, and records what became of it. Behind it `passage` holds
 * what was decided. Needs `identify`, `loadConfig` and `wellFormed` before it.
 */
export function geofence() {
  return createMiddleware<CordonEnv>(async function geofence(c, next) {
    const { gate } = c.var
    const decided = await decideRequest(c)
    // Before the disposition: our own request comes "from a Worker", and that would be refused under a misleading name.
    if (passedHereBefore(c.req.raw.headers, gate.loopToken)) {
      recordOutcome(c, decided, {
        action: 'refuse',
        status: 502,
        faults: [LOOP.reason],
        originFault: LOOP.cause,
      })
      return refuse(c, LOOP.reason)
    }
    const disposition = applyMode(decided.decision, modeAt(c.var.policy, secondsFromMillis(decided.at)))
    if (disposition.action === 'refuse') {
      const { reason, status } = disposition
      recordOutcome(c, decided, { action: 'refuse', status })
      return refuse(c, reason, status, decided.decision.observed)
    }
    const signingKey = signingKeyOf(gate, decided.at)
    const unready = signingKey === undefined ? 'service.no_key' : staleness(c, decided)
    if (signingKey === undefined || unready !== undefined) {
      const reason = unready ?? 'service.no_key'
      recordOutcome(c, decided, { action: 'refuse', status: 503, faults: [reason] })
      return refuse(c, reason)
    }
    c.set('passage', {
      ...decided,
      verdict: disposition.verdict,
      signingKey,
      session: boundSession(decided.observations),
      identity: identityOf(decided.observations),
    })
    return passOn(c, next, decided)
  })
}

/**
 * Whether too little is known of what is in force: beyond its age nothing is let in that is not open, because who has
 * been revoked cannot be told. Where the mode does not enforce, nobody is refused.
 */
function staleness(c: Context<CordonEnv>, { at, resource }: Decided): 'service.stale' | undefined {
  const { gate, policy } = c.var
  const { inForce } = gate
  if (resource.tier === 'open' || modeAt(policy, secondsFromMillis(at)) !== 'enforce') return undefined
  const standing = inForce.standing(at)
  return standing === 'expired' || standing === 'never' ? 'service.stale' : undefined
}

async function passOn(c: Context<CordonEnv>, next: Next, decided: Decided): Promise<void> {
  await next()
  const { issuedSession, fault } = c.var
  // What the origin did not answer was passed all the same; what one of our own steps refused was not.
  const passed = c.error === undefined && (fault === undefined || fault.reason.startsWith('origin.'))
  recordOutcome(c, decided, {
    action: passed ? 'pass' : 'refuse',
    status: c.res.status,
    ...issuedSession,
    ...(fault === undefined ? {} : { faults: [fault.reason] }),
    ...causeOf(fault),
  })
}

function causeOf(fault: Fault | undefined): Pick<Outcome, 'originFault' | 'fault'> {
  if (fault?.cause === undefined) return {}
  return fault.reason.startsWith('origin.') ? { originFault: fault.cause } : { fault: fault.cause }
}

async function decideRequest(c: Context<CordonEnv>): Promise<Decided> {
  const { gate, policy, target, decisionId: id } = c.var
  const at = c.env.clock()
  const now = secondsFromMillis(at)
  const snapshot = takeSnapshot(c.req.raw, target)
  // Read before the token is: a request that was under way when the epoch rose carries nothing over.
  const { epoch } = gate.inForce
  const observations = await gather(snapshot, gate.sources, policy, now)
  const resource = forAsking(policy.compiled.resource(snapshot), target.path)
  c.set('resource', resource)
  const tables = gate.networks.version
  const state = gate.inForce.standing(at)
  return { id, at, tables, state, epoch, resource, ...judge(policy.compiled, observations, resource, now) }
}

const SESSION_PATH = '/.cordon/session'

/** Where sessions are given out none can be required, whatever a pattern such as `/*` says: nobody would ever have one. */
function forAsking(resource: MatchedResource, path: string): MatchedResource {
  return path === SESSION_PATH ? { ...resource, sessionRequired: false, singleUse: false } : resource
}

function recordOutcome(c: Context<CordonEnv>, decided: Decided, outcome: Outcome): void {
  const { gate, policy } = c.var
  record(decided, outcome, {
    log: c.env.log,
    admissions: gate.admissions,
    mode: modeAt(policy, secondsFromMillis(decided.at)),
    allowRate: gate.config.LOG_ALLOW_RATE,
    newId: () => newDecisionId(c.env.random),
  })
}
