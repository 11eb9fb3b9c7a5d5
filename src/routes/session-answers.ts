import type { Context } from 'hono'
import { boundTo, toldSession } from '../enforcement/told-session.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { issueFor } from '../middleware/issue.ts'
import { useProof } from '../middleware/prove.ts'
import { refuse } from '../middleware/refuse.ts'
import { mayIssue, setSessionCookie } from '../middleware/sessions.ts'
import type { CordonEnv, Passage } from '../middleware/types.ts'
import { clientNetwork } from '../net/client-network.ts'
import type { Confirmation, SessionFacts } from '../observations/types.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { SESSION_HEADER } from '../request/presented-token.ts'
import { isSameOrigin } from '../request/same-origin.ts'
import { sessionReason } from '../signals/session-status.ts'
import type { Control } from '../state/control/types.ts'

/** What the presented token says and until when; without a valid one, why it is none. */
export async function tellSession(c: Context<CordonEnv>): Promise<Response> {
  const { session: facts, identity } = c.var.passage
  if (facts === undefined) return noSession(c)
  c.header('Cache-Control', 'no-store')
  return c.json(toldSession(facts, identity, c.var.gate.config.SESSION_GRACE_SECONDS))
}

/**
 * A token for an API client, which presents it in `Cordon-Session`; bound to its key or certificate if it shows one.
 * A page of ours gets its session in the cookie and nowhere else: a script must not have what the cookie keeps from it. So
 * a proof beside a cookie gets a session of its own, of nobody that the cookie is for.
 */
export async function giveSession(c: Context<CordonEnv>): Promise<Response> {
  const { passage } = c.var
  if (!mayIssue(passage)) return refused(c, 'service.stale', `state.${passage.state}`)
  if (isForged(c, passage)) return refused(c, 'session.cross_site')
  const { proof } = passage.observations
  if (proof.status !== 'none') {
    const fault = await useProof(c, passage, () => !isFlooding(c))
    if (fault !== undefined) return refused(c, fault.reason, fault.cause)
  }
  c.header('Cache-Control', 'no-store')
  const hasCookie = holdsCookie(passage)
  if (proof.status === 'none' && (hasCookie || isOfPage(c))) {
    const headers = new Headers()
    const { expiresAt, acr, geo, net } = await setSessionCookie(c, headers)
    for (const cookie of headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true })
    return c.json({ expires_at: expiresAt, acr, geo, net, bound_to: [] })
  }
  const confirmation = shown(passage)
  const continuing = hasCookie ? 'anew' : 'presented'
  const { token, expiresAt, acr, geo, net } = await issueFor(c, passage, { confirmation, continuing })
  return c.json({ token, expires_at: expiresAt, acr, geo, net, bound_to: boundTo(confirmation) })
}

function holdsCookie({ session, observations: { session: presented } }: Passage): boolean {
  return session !== undefined && presented.status === 'verified' && presented.carrier === 'cookie'
}

/** A script on a page of ours asks; programs send no `Sec-Fetch-Site`, and no page can write it. */
function isOfPage({ req, var: { gate } }: Context<CordonEnv>): boolean {
  const { headers } = req.raw
  if (gate.config.SESSION_ISSUE === 'never' || headers.has(SESSION_HEADER)) return false
  return headers.get('Sec-Fetch-Site') === 'same-origin'
}

/**
 * Ends the presented session, everywhere: within a minute no token of it is worth anything. Also from a connection on
 * which it is not good, if that one is let in: whoever has come home wants to end what was begun elsewhere.
 */
export async function endSession(c: Context<CordonEnv>): Promise<Response> {
  const { passage } = c.var
  const { session: presented } = passage.observations
  if (isForged(c, passage)) return refused(c, 'session.cross_site')
  if (presented.status !== 'verified') return noSession(c)
  const { control } = c.var.gate
  // STATE = "none": nobody remembers what was ended. Not an error of the client's, nor one that goes away.
  if (control === undefined) return stillGood(c, presented.facts)
  if (isFlooding(c)) return refused(c, 'request.rate')
  const fault = await revoke(c, control, presented.facts.sessionId)
  return fault === undefined
    ? c.body(null, 204, { 'Cache-Control': 'no-store' })
    : refused(c, 'service.stale', fault)
}

function noSession(c: Context<CordonEnv>): Response | Promise<Response> {
  const status = c.var.passage.evidence['session.status']
  return refused(c, sessionReason(status.state === 'observed' ? status.value : undefined))
}

function refused(c: Context<CordonEnv>, reason: ReasonCode, cause?: string): Response | Promise<Response> {
  c.set('fault', { reason, ...(cause === undefined ? {} : { cause }) })
  return refuse(c, reason)
}

/** A change that a cookie authorises, and that does not come from a page of ours. */
function isForged({ req }: Context<CordonEnv>, { observations }: Passage): boolean {
  const { session, snapshot } = observations
  if (session.status !== 'verified' || session.carrier !== 'cookie') return false
  return !isSameOrigin(req.raw.headers, `${snapshot.target.scheme}://${snapshot.target.host}`)
}

/** What the client has proved to hold with this request (RFC 9449 §6, RFC 8705 §3). */
function shown({ observations: { proof, snapshot } }: Passage): Confirmation | undefined {
  const certificate = snapshot.edge.clientCertificateThumbprint
  if (proof.status !== 'verified' && !certificate.given) return undefined
  return {
    ...(proof.status === 'verified' ? { jkt: proof.jkt } : {}),
    ...(certificate.given ? { 'x5t#S256': certificate.value } : {}),
  }
}

/** The browser has forgotten its token; whoever else holds it has not. */
function stillGood(c: Context<CordonEnv>, { expiresAt }: SessionFacts): Response {
  c.header('Cache-Control', 'no-store')
  return c.json({ revoked: false, expires_at: expiresAt })
}

/** @returns why it could not be done */
async function revoke(
  c: Context<CordonEnv>,
  control: Control,
  sessionId: string,
): Promise<string | undefined> {
  const { gate, passage } = c.var
  const { inForce, revocationSeconds } = gate
  const { at, id } = passage
  const order = {
    change: { action: 'revoke', kind: 'session', value: sessionId, forSeconds: revocationSeconds },
    by: { name: 'client', role: 'client' },
    why: 'ended by its holder',
    decision: id,
  } as const
  try {
    const changed = await control.change(order, secondsFromMillis(at))
    if (!changed.ok) return changed.error
    inForce.apply(changed.value.update)
    return undefined
  } catch {
    return 'control.unreachable'
  }
}

/** Writing costs somebody else's room: a network gets so much a minute of it. */
function isFlooding({ var: { gate, passage } }: Context<CordonEnv>): boolean {
  const { address } = passage.observations.snapshot
  const network = clientNetwork(address.given ? address.value : undefined)
  const now = secondsFromMillis(passage.at)
  if (gate.sessionWrites.waitSeconds(network, now) !== undefined) return true
  gate.sessionWrites.count(network, now)
  return false
}
