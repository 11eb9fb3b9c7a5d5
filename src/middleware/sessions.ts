import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ACCOUNT_HEADER, keepPrivate, namedAccount, withoutReserved } from '../enforcement/origin-answer.ts'
import { grant, stillTrue, verifiedByEdge } from '../enforcement/statements.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { Subject } from '../observations/types.ts'
import { isNavigation } from '../request/accept.ts'
import { sessionCookie } from '../session/cookie.ts'
import { issueSession } from '../session/issue.ts'
import { timestamp } from '../telemetry/write.ts'
import type { CordonEnv, Passage } from './types.ts'

/**
 * After the origin's answer: learns whom the origin recognised, keeps its reserved headers to itself, and gives the
 * client a session cookie where one is due.
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
  const { decision, session, at } = passage
  const { SESSION_ISSUE } = c.var.gate.config
  if (SESSION_ISSUE === 'never' || c.res.status === 101) return false
  if (decision.verdict !== 'allow' && decision.verdict !== 'limit') return false
  if (SESSION_ISSUE === 'navigations' && !isNavigation(c.req.raw.headers)) return false
  return session === undefined || !stillTrue(session, learned, secondsFromMillis(at))
}

async function setCookie(
  c: Context<CordonEnv>,
  passage: Passage,
  learned: Subject | undefined,
): Promise<void> {
  const { SESSION_TTL_SECONDS, SESSION_SAME_SITE } = c.var.gate.config
  const issued = await issueFor(c, passage, learned)
  const { headers } = c.res
  headers.append('Set-Cookie', sessionCookie(issued.token, SESSION_TTL_SECONDS, SESSION_SAME_SITE))
  keepPrivate(headers)
}

/**
 * Issues a session for what this request showed. A session that is still good keeps its id, and its subject as far as
 * it counts; only the origin's fresh word (`learned`) begins the subject's time anew.
 */
export async function issueFor(c: Context<CordonEnv>, passage: Passage, learned: Subject | undefined) {
  const { config } = c.var.gate
  const { decision, evidence, session, identity, signing } = passage
  const now = secondsFromMillis(passage.at)
  const subject = learned ?? identity
  const fromSession = learned === undefined && identity !== undefined && session?.subject === identity.id
  const authenticatedAt = fromSession ? (session.authenticatedAt as typeof now) : now
  const issued = await issueSession(
    grant(verifiedByEdge(evidence), decision, subject, authenticatedAt, session?.sessionId),
    { issuer: config.ISSUER, lifetimeSeconds: config.SESSION_TTL_SECONDS, epoch: config.SESSION_EPOCH },
    signing.keyring,
    now,
    c.env.random,
  )
  c.set('issuedSession', {
    ...c.var.issuedSession,
    sessionId: issued.sessionId,
    ...(subject?.kind === 'account' ? { account: subject.id } : {}),
  })
  return issued
}
