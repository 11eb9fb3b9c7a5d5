import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { grant, stillTrue, verified } from '../enforcement/admission.ts'
import { isReserved } from '../enforcement/forwardable-headers.ts'
import { secondsFromMillis, type UnixSeconds } from '../lib/time.ts'
import { isNavigation } from '../request/accept.ts'
import { sessionCookie, setsSessionCookie } from '../session/cookie.ts'
import { issueSession, type Subject } from '../session/issue.ts'
import { boundSession } from '../signals/session-status.ts'
import { timestamp } from '../telemetry/write.ts'
import type { CordonEnv, Passage } from './types.ts'

const ACCOUNT_HEADER = 'Cordon-Account'

/**
 * After the origin's answer: learns whom the origin recognised, keeps its reserved headers to itself, and gives the
 * client a session cookie where one is due.
 */
export function sessions() {
  return createMiddleware<CordonEnv>(async function sessions(c, next) {
    await next()
    // Not the origin's answer then, but one of ours.
    if (c.var.originFailure !== undefined || c.error !== undefined) return
    const { passage } = c.var
    const account = readAccount(c, c.res.headers.get(ACCOUNT_HEADER))
    const subject = learnSubject(c, passage, account)
    const answer = withoutReserved(c.res)
    // Hono merges the headers of a response that is replaced into the new one, which would bring them back.
    c.res = undefined
    c.res = answer
    if (account !== undefined) c.set('issuedSession', { account })
    if (cookieIsDue(c, passage, subject)) await setCookie(c, passage, subject)
  })
}

const ACCOUNT_ID = /^[\x21-\x7e]{1,128}$/

/** The origin is trusted, its header values are still data: what could break a token or a log line is no id. */
function readAccount(c: Context<CordonEnv>, raw: string | null): string | undefined {
  if (raw === null) return undefined
  if (ACCOUNT_ID.test(raw)) return raw
  c.env.log({
    event: 'account',
    time: timestamp(c.env.clock()),
    decision: c.var.decisionId,
    message: `The origin's ${ACCOUNT_HEADER} is not 1 to 128 printable ASCII characters without spaces: ignored.`,
  })
  return undefined
}

/**
 * The account the origin named, now or earlier for this key or session, else the key it accepted. A key nobody accepted
 * creates no state.
 */
function learnSubject(
  c: Context<CordonEnv>,
  { observations, at }: Passage,
  account: string | undefined,
): Subject | undefined {
  const { config, sources } = c.var.gate
  const { key } = observations
  const accepted = key !== undefined && statusIn(config.KEY_ACCEPTED_STATUS, c.res.status)
  const session = boundSession(observations)
  const named = account ?? (accepted ? key.account : undefined)
  if (accepted) sources.acceptedKeys.note(key.keyId, named, secondsFromMillis(at))
  if (named !== undefined) return { id: named, kind: 'account' }
  if (session?.identity === 'account') return { id: session.subject, kind: 'account' }
  return accepted ? { id: key.keyId, kind: 'key' } : undefined
}

function statusIn(statuses: readonly (number | string)[], status: number): boolean {
  return statuses.some((entry) => entry === status || entry === `${Math.trunc(status / 100)}xx`)
}

/** Response headers under `Cordon-` are between the origin and us, and our cookie is ours to set. */
function withoutReserved(response: Response): Response {
  // An upgraded connection is handed on as it is; its headers were made by us already.
  if (response.status === 101) return response
  // Made from the response itself, which knows whether its body is encoded already.
  const answer = new Response(response.body, response)
  const { headers } = answer
  for (const name of [...headers.keys()]) if (isReserved(name)) headers.delete(name)
  const cookies = headers.getSetCookie()
  if (cookies.some(setsSessionCookie)) {
    headers.delete('Set-Cookie')
    for (const cookie of cookies) if (!setsSessionCookie(cookie)) headers.append('Set-Cookie', cookie)
  }
  return answer
}

/** A new client, or one of whom more is known than its token says. Never for what only monitoring let through. */
function cookieIsDue(
  c: Context<CordonEnv>,
  { decision, observations, at }: Passage,
  subject: Subject | undefined,
) {
  const { SESSION_ISSUE } = c.var.gate.config
  if (SESSION_ISSUE === 'never' || c.res.status === 101) return false
  if (decision.verdict !== 'allow' && decision.verdict !== 'limit') return false
  if (SESSION_ISSUE === 'navigations' && !isNavigation(c.req.raw.headers)) return false
  const session = boundSession(observations)
  return session === undefined || !stillTrue(session, subject, secondsFromMillis(at))
}

async function setCookie(
  c: Context<CordonEnv>,
  passage: Passage,
  subject: Subject | undefined,
): Promise<void> {
  const { config } = c.var.gate
  const issued = await issueFor(c, passage, subject, secondsFromMillis(passage.at))
  const { headers } = c.res
  headers.append(
    'Set-Cookie',
    sessionCookie(issued.token, config.SESSION_TTL_SECONDS, config.SESSION_SAME_SITE),
  )
  keepPrivate(headers)
}

/** Issues a session for what this request showed; a session that is still good keeps its id and its subject. */
export async function issueFor(
  c: Context<CordonEnv>,
  { decision, evidence, observations, signing }: Passage,
  learned: Subject | undefined,
  now: UnixSeconds,
) {
  const { config } = c.var.gate
  const session = boundSession(observations)
  const subject = learned ?? (session && { id: session.subject, kind: session.identity })
  const granted = grant(verified(evidence), decision, subject, session?.sessionId)
  const terms = {
    issuer: config.ISSUER,
    lifetimeSeconds: config.SESSION_TTL_SECONDS,
    epoch: config.SESSION_EPOCH,
  }
  const issued = await issueSession(granted, terms, signing.keyring, now, c.env.random)
  c.set('issuedSession', {
    ...c.var.issuedSession,
    sessionId: issued.sessionId,
    ...(subject?.kind === 'account' ? { account: subject.id } : {}),
  })
  return issued
}

/** Set by origins for caches of other operators, and heeded by them over `Cache-Control`. */
const OTHER_CACHES = ['CDN-Cache-Control', 'Cloudflare-CDN-Cache-Control', 'Surrogate-Control'] as const

/** An answer that carries somebody's session is nobody else's: `public` and `s-maxage` go, the rest stays. */
function keepPrivate(headers: Headers): void {
  for (const name of OTHER_CACHES) headers.delete(name)
  const directives = (headers.get('Cache-Control') ?? '').match(/(?:[^,"]|"[^"]*")+/g) ?? []
  const kept = directives
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !/^(?:public|private|s-maxage)\b/i.test(directive))
  headers.set('Cache-Control', ['private', ...kept].join(', '))
}
