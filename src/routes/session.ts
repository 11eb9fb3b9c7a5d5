import type { Context } from 'hono'
import { Hono } from 'hono'
import { secondsFromMillis } from '../lib/time.ts'
import { issueFor } from '../middleware/issue.ts'
import { useProof } from '../middleware/prove.ts'
import { refuse } from '../middleware/refuse.ts'
import { cookieAttributes } from '../middleware/sessions.ts'
import type { CordonEnv, Passage } from '../middleware/types.ts'
import type { Confirmation } from '../observations/types.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { isSameOrigin } from '../request/same-origin.ts'
import { geoClaim } from '../session/claims.ts'
import { expiredSessionCookie } from '../session/cookie.ts'
import { sessionReason } from '../signals/session-status.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** `/.cordon/session`: decided like any controlled resource, by the gate in front of it. */
export const session = new Hono<CordonEnv>()

/** What the presented token says and until when; without a valid one, why it is none. */
session.get('/', (c) => {
  const { session: facts, identity } = c.var.passage
  if (facts === undefined) return noSession(c)
  c.header('Cache-Control', 'no-store')
  return c.json({
    session: facts.sessionId,
    issued_at: facts.issuedAt,
    expires_at: facts.expiresAt,
    renew_until: facts.expiresAt + c.var.gate.config.SESSION_GRACE_SECONDS,
    acr: facts.assurance,
    acr_time: facts.assuredAt,
    geo: geoClaim(facts.place),
    net: { class: facts.networkClass },
    identity: identity?.kind ?? 'none',
    bound_to: boundTo(facts.confirmation),
  })
})

/** A token for an API client, which presents it in `Cordon-Session`; bound to its key or certificate if it shows one. */
session.post('/', async (c) => {
  const { passage } = c.var
  if (isForged(c, passage)) return refused(c, 'session.cross_site')
  const { proof } = passage.observations
  if (proof.status !== 'none') {
    const fault = await useProof(c, passage)
    if (fault !== undefined) return refused(c, fault.reason, fault.cause)
  }
  const confirmation = shown(passage)
  const { token, expiresAt, acr, geo, net } = await issueFor(c, passage, undefined, confirmation)
  c.header('Cache-Control', 'no-store')
  return c.json({ token, expires_at: expiresAt, acr, geo, net, bound_to: boundTo(confirmation) })
})

/** Ends the presented session, everywhere: within a minute no token of it is worth anything. */
session.delete('/', async (c) => {
  const { passage } = c.var
  if (passage.session === undefined) return noSession(c)
  if (isForged(c, passage)) return refused(c, 'session.cross_site')
  const isRevoked = await revoke(c, passage, passage.session.sessionId)
  const cookie = expiredSessionCookie(cookieAttributes(c.var.gate.config))
  // What the browser holds goes either way; that the session is over may only be said when it is.
  const answer = isRevoked ? c.body(null, 204) : refused(c, 'service.stale', 'control.unreachable')
  answer.headers.append('Set-Cookie', cookie)
  answer.headers.set('Cache-Control', 'no-store')
  return answer
})

session.all('/', methodNotAllowed('GET, HEAD, POST, DELETE'))

function noSession(c: Context<CordonEnv>): Response {
  const status = c.var.passage.evidence['session.status']
  return refused(c, sessionReason(status.state === 'observed' ? status.value : undefined))
}

function refused(c: Context<CordonEnv>, reason: ReasonCode, cause?: string): Response {
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

function boundTo(confirmation: Confirmation | undefined): string[] {
  return [
    ...(confirmation?.jkt === undefined ? [] : ['key']),
    ...(confirmation?.['x5t#S256'] === undefined ? [] : ['certificate']),
  ]
}

async function revoke(c: Context<CordonEnv>, { at, id }: Passage, sessionId: string): Promise<boolean> {
  const { control, inForce, revocationSeconds } = c.var.gate
  if (control === undefined) return false
  const order = {
    change: { action: 'revoke', kind: 'session', value: sessionId, forSeconds: revocationSeconds },
    by: { name: 'client', role: 'client' },
    why: 'ended by its holder',
    decision: id,
  } as const
  try {
    const changed = await control.change(order, secondsFromMillis(at))
    if (!changed.ok) return false
    inForce.apply(changed.value.update)
    return true
  } catch {
    return false
  }
}
