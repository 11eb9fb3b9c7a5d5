import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Config } from '../config/load.ts'
import { ACCOUNT_HEADER, keepPrivate, namedAccount, withoutReserved } from '../enforcement/origin-answer.ts'
import { stillTrue } from '../enforcement/statements.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { Subject } from '../observations/types.ts'
import { isNavigation } from '../request/accept.ts'
import { type CookieAttributes, sessionCookie } from '../session/cookie.ts'
import { timestamp } from '../telemetry/write.ts'
import { issueFor } from './issue.ts'
import type { CordonEnv, Passage } from './types.ts'

/**
 * After the origin's answer: learns whom the origin recognised, keeps its reserved headers to itself, and gives the
 * client a session cookie where one is due, or the time at which to fetch another token.
 */
export function sessions() {
  return createMiddleware<CordonEnv>(async function sessions(c, next) {
    await next()
    // Not the origin's answer then, but one of ours.
    if (c.var.fault !== undefined || c.error !== undefined) return
    const { passage } = c.var
    const learned = learnSubject(c, passage)
    const answer = withoutReserved(c.res)
    // Hono merges the headers of a response that is replaced into the new one, which would bring them back.
    c.res = undefined
    c.res = answer
    tellWhenToRenew(c, passage)
    if (cookieIsDue(c, passage, learned)) await setCookie(c, passage, learned)
  })
}

/**
 * Whom the origin vouches for with this answer: the account it names, or named earlier for this key, else the key it
 * accepted. A key nobody accepted creates no state.
 */
function learnSubject(c: Context<CordonEnv>, passage: Passage): Subject | undefined {
  const { observations, identity, at } = passage
  const { key } = observations
  const account = readAccount(c)
  const accepted = key !== undefined && isAccepted(c, passage)
  const id = account ?? (accepted ? key.account : undefined)
  if (accepted) c.var.gate.sources.acceptedKeys.note(key.keyId, id, secondsFromMillis(at))
  if (id !== undefined) return { kind: 'account', id }
  // The account that a session is for says more than a key does.
  return accepted && identity?.kind !== 'account' ? { kind: 'key', id: key.keyId } : undefined
}

function readAccount(c: Context<CordonEnv>): string | undefined {
  const account = namedAccount(c.res.headers)
  if (account === 'none') return undefined
  if (account !== 'malformed') {
    c.set('issuedSession', { account: account.named })
    return account.named
  }
  c.env.log({
    event: 'account',
    time: timestamp(c.env.clock()),
    decision: c.var.decisionId,
    message: `The origin's ${ACCOUNT_HEADER} is not 1 to 128 printable ASCII characters without spaces: ignored.`,
  })
  return undefined
}

/** Preflights are answered without looking at a key, and so are resources where no key is checked. */
function isAccepted(c: Context<CordonEnv>, { resource, observations }: Passage): boolean {
  if (!resource.keysChecked || ['OPTIONS', 'HEAD'].includes(observations.snapshot.method)) return false
  const { status } = c.res
  const range = `${Math.trunc(status / 100)}xx`
  return c.var.gate.config.KEY_ACCEPTED_STATUS.some((entry) => entry === status || entry === range)
}

/** A new client, or one of whom more is known than its token says. Never for what only monitoring let through. */
function cookieIsDue(c: Context<CordonEnv>, passage: Passage, learned: Subject | undefined): boolean {
  const { decision, evidence, session, observations } = passage
  const { SESSION_ISSUE } = c.var.gate.config
  if (SESSION_ISSUE === 'never' || c.res.status === 101) return false
  if (decision.verdict !== 'allow' && decision.verdict !== 'limit') return false
  const { carrier } = observations.session.status === 'verified' ? observations.session : {}
  // Somebody who keeps a token of their own renews it themselves; a bound one may not become a cookie, which is not.
  if (session !== undefined && (carrier === 'header' || session.confirmation !== undefined)) return false
  if (session?.renewalDue) return true
  if (SESSION_ISSUE === 'navigations' && !isNavigation(c.req.raw.headers)) return false
  const { 'session.binding': binding } = evidence
  const sameBinding = binding.state === 'observed' && binding.value === 'same'
  return (
    session === undefined || !stillTrue(session, learned, { policyRevision: decision.revision, sameBinding })
  )
}

async function setCookie(
  c: Context<CordonEnv>,
  passage: Passage,
  learned: Subject | undefined,
): Promise<void> {
  const { config } = c.var.gate
  const issued = await issueFor(c, passage, learned)
  const maxAgeSeconds = issued.expiresAt - secondsFromMillis(passage.at) + config.SESSION_GRACE_SECONDS
  const { headers } = c.res
  headers.append('Set-Cookie', sessionCookie(issued.token, maxAgeSeconds, cookieAttributes(config)))
  keepPrivate(headers)
}

export function cookieAttributes({ SESSION_SAME_SITE, SESSION_PARTITIONED }: Config): CookieAttributes {
  return { sameSite: SESSION_SAME_SITE, partitioned: SESSION_PARTITIONED }
}

/** In how many seconds an API client should fetch its next token; 0: now, while this one still serves. */
const RENEW_HEADER = 'Cordon-Renew'

function tellWhenToRenew(c: Context<CordonEnv>, { observations, session, at }: Passage): void {
  if (session === undefined || c.res.status === 101) return
  if (observations.session.status !== 'verified' || observations.session.carrier !== 'header') return
  c.res.headers.set(RENEW_HEADER, String(Math.max(0, session.expiresAt - secondsFromMillis(at))))
}
