import type { Context, Next } from 'hono'
import { createMiddleware } from 'hono/factory'
import { newDecisionId } from '../deps.ts'
import { type AppliedMode, applyMode } from '../enforcement/apply-mode.ts'
import { LOOP, passedHereBefore } from '../enforcement/origin.ts'
import { signingKeyOf } from '../gate.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { gather } from '../observations/gather.ts'
import { judge } from '../policy/judge.ts'
import { takeSnapshot } from '../request/snapshot.ts'
import { identityOf } from '../signals/identity.ts'
import { boundSession } from '../signals/session-status.ts'
import { type Decided, type Outcome, record, recordEarlyRefusal } from '../telemetry/write.ts'
import { appliedMode } from './applied-mode.ts'
import { forAsking } from './for-asking.ts'
import { hasPolicy } from './in-force.ts'
import { refuse } from './refuse.ts'
import { shadow } from './shadow.ts'
import type { CordonEnv, Fault } from './types.ts'

/**
 * The enforcement point: reads, decides, refuses or lets pass, and records what became of it. Behind it `passage` holds
 * what was decided. Needs `identify`, `loadConfig` and `wellFormed` before it.
 */
export function geofence() {
  return createMiddleware<CordonEnv>(async function geofence(c, next) {
    const { gate } = c.var
    if (!hasPolicy(gate, c.env.clock())) return refuseUndecided(c)
    const decided = await decideRequest(c)
    const mode = appliedMode(c, decided.at)
    // Before the disposition: our own request comes "from a Worker", and that would be refused under a misleading name.
    if (passedHereBefore(c.req.raw.headers, gate.loopToken)) {
      recordOutcome(c, decided, mode, {
        action: 'refuse',
        status: 502,
        faults: [LOOP.reason],
        originFault: LOOP.cause,
      })
      return refuse(c, LOOP.reason)
    }
    const disposition = applyMode(decided.decision, mode, c.var.policy.loaded.noticeFrom)
    if (disposition.action === 'refuse') {
      const { reason, status } = disposition
      recordOutcome(c, decided, mode, { action: 'refuse', status })
      return refuse(c, reason, { decided, status })
    }
    const signingKey = signingKeyOf(gate, decided.at)
    const unready = signingKey === undefined ? 'service.no_key' : staleness(c, decided, mode)
    if (signingKey === undefined || unready !== undefined) {
      const reason = unready ?? 'service.no_key'
      recordOutcome(c, decided, mode, { action: 'refuse', status: 503, faults: [reason] })
      return refuse(c, reason)
    }
    c.set('passage', {
      ...decided,
      verdict: disposition.verdict,
      mode,
      notices: disposition.notices,
      signingKey,
      session: boundSession(decided.observations),
      identity: identityOf(decided.observations),
    })
    return passOn(c, next, decided, mode)
  })
}

/** Not even an open resource is one then, and no mode says that nobody is refused: both are in the policy. */
function refuseUndecided(c: Context<CordonEnv>): Promise<Response> {
  const refusal = { reason: 'service.stale', status: 503 } as const
  recordEarlyRefusal(c.var.decisionId, c.env.clock(), c.req.raw, refusal, c.env.log)
  return refuse(c, refusal.reason)
}

/**
 * Whether too little is known of what is in force: beyond its age nothing is let in that is not open, because who has
 * been revoked cannot be told. Where the mode does not enforce, nobody is refused; but where nothing was ever heard, the
 * live policy may enforce what this one does not even have: only what is open passes, and only whom this one lets in.
 */
export function staleness(
  c: Context<CordonEnv>,
  { at, resource, decision }: Pick<Decided, 'at' | 'resource' | 'decision'>,
  mode: AppliedMode,
): 'service.stale' | undefined {
  const { gate } = c.var
  const standing = gate.inForce.standing(at)
  const { verdict } = decision
  const wouldRefuse = verdict === 'deny' || verdict === 'challenge'
  if (standing === 'never') return wouldRefuse || resource.tier !== 'open' ? 'service.stale' : undefined
  if (resource.tier === 'open' || mode !== 'enforce') return undefined
  return standing === 'expired' ? 'service.stale' : undefined
}

async function passOn(c: Context<CordonEnv>, next: Next, decided: Decided, mode: AppliedMode): Promise<void> {
  await next()
  const { issuedSession, fault, route } = c.var
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
  const { gate, policy, target, decisionId: id } = c.var
  const at = c.env.clock()
  const now = secondsFromMillis(at)
  const snapshot = takeSnapshot(c.req.raw, target)
  // Read before the token is: a request that was under way when the epoch rose carries nothing over.
  const { epoch } = gate.inForce
  const observations = await gather(snapshot, gate.sources, policy, now)
  const resource = forAsking(
    policy.compiled.resource.match(snapshot, c.var.body?.reading ?? { state: 'none' }, now),
    target.path,
  )
  c.set('resource', resource)
  const tables = gate.networks.version
  const state = gate.inForce.standing(at)
  return { id, at, tables, state, epoch, resource, ...judge(policy.compiled, observations, resource, now) }
}

/** @param mode it was taken by: another one may be in force by the time of the answer */
function recordOutcome(c: Context<CordonEnv>, decided: Decided, mode: AppliedMode, outcome: Outcome): void {
  const { gate } = c.var
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
