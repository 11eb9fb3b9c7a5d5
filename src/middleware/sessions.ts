import type { Context } from 'hono'
import type { Config } from '../config/load.ts'
import {
  ACCOUNT_CREATED_HEADER,
  ACCOUNT_HEADER,
  ACCOUNT_HOME_HEADER,
  type AccountFactHeader,
  keepPrivate,
  namedAccount,
  type SaidOfAccount,
  saidOfAccount,
} from '../enforcement/origin-answer.ts'
import { stillTrue } from '../enforcement/statements.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { SessionFacts, Subject } from '../observations/types.ts'
import { isNavigation } from '../request/accept.ts'
import { SESSION_HEADER } from '../request/presented-token.ts'
import { type CookieAttributes, sessionCookie } from '../session/cookie.ts'
import type { IssuedSession } from '../session/issue.ts'
import { timestamp } from '../telemetry/write.ts'
import { issueFor } from './issue.ts'
import type { Step } from './steps.ts'
import type { CordonEnv, Passage } from './types.ts'

/**
 * After the origin's answer: learns whom the origin recognised, and gives the client a session cookie or a token where one
 * is due, or the time at which to fetch another.
 */
export const sessions: Step = {
  after(c) {
    const answered = c.get('answered')
    // Not the origin's answer then, but one of ours.
    if (answered === undefined || c.get('fault') !== undefined || c.error !== undefined) return
    const passage = c.get('passage')
    const learned = learnSubject(c, passage, answered.said)
    tellWhenToRenew(c, passage)
    // Never both: a token is handed to whoever has sent one in a header, and a cookie is not.
    if (tokenIsDue(c, passage, learned)) return handToken(c, passage, learned)
    if (cookieIsDue(c, passage, learned)) return setSessionCookie(c, c.res.headers, learned).then(() => {})
    return
  },
}

/**
 * Whom the origin vouches for with this answer: the account it names, else the key it accepted. A key nobody accepted
 * creates no state. An account that it named earlier for the key is remembered with it, with what was said of it then,
 * and is not named again by that.
 */
function learnSubject(
  c: Context<CordonEnv>,
  passage: Passage,
  said: Headers | undefined,
): Subject | undefined {
  const { observations, identity, at } = passage
  const { key } = observations
  const named = said === undefined ? undefined : readAccount(c, said)
  const now = secondsFromMillis(at)
  const accepted = key !== undefined && isAccepted(c, passage)
  if (accepted) {
    const account = named === undefined ? key.account : { ...named, at: now }
    c.get('gate').sources.acceptedKeys.note(key.keyId, account, now)
  }
  if (named !== undefined) return { kind: 'account', ...named }
  // The account that a session is for says more than a key does.
  return accepted && identity?.kind !== 'account' ? { kind: 'key', id: key.keyId } : undefined
}

function readAccount(c: Context<CordonEnv>, headers: Headers): Omit<Subject, 'kind'> | undefined {
  const account = namedAccount(headers)
  const said = saidOfAccount(headers)
  for (const message of accountFaults(account, said))
    c.env.log({
      event: 'account',
      time: timestamp(c.env.clock()),
      decision: c.get('decisionId'),
      message: `The origin's ${message}: ignored.`,
    })
  if (typeof account === 'string') return undefined
  c.set('issuedSession', { account: account.named })
  return { id: account.named, ...(said.facts === undefined ? {} : { facts: said.facts }) }
}

const NOT_READABLE: Readonly<Record<AccountFactHeader, string>> = {
  [ACCOUNT_CREATED_HEADER]: 'is no date and no instant with its zone',
  [ACCOUNT_HOME_HEADER]: 'is no ISO 3166 code',
}

/** Never the value: it may be about a person. */
function accountFaults(account: ReturnType<typeof namedAccount>, said: SaidOfAccount): string[] {
  if (account === 'malformed')
    return [`${ACCOUNT_HEADER} is not 1 to 128 printable ASCII characters without spaces`]
  if (account === 'none') return said.given.map((name) => `${name} comes without ${ACCOUNT_HEADER}`)
  return said.malformed.map((name) => `${name} ${NOT_READABLE[name]}`)
}

/** Preflights are answered without looking at a key, and so are resources where no key is checked. */
function isAccepted(c: Context<CordonEnv>, { resource, observations }: Passage): boolean {
  if (!resource.keysChecked || ['OPTIONS', 'HEAD'].includes(observations.snapshot.method)) return false
  const { status } = c.res
  const range = `${Math.trunc(status / 100)}xx`
  return c.get('gate').config.KEY_ACCEPTED_STATUS.some((entry) => entry === status || entry === range)
}

/** Whether anything may go out with this answer. Never for what only monitoring let through. */
function mayGoOut(c: Context<CordonEnv>, passage: Passage): boolean {
  const { verdict } = passage.decision
  return c.res.status !== 101 && mayIssue(passage) && (verdict === 'allow' || verdict === 'limit')
}

/** More is known than the session says, or it is past its time. */
function isOutdated(session: SessionFacts, learned: Subject | undefined, passage: Passage): boolean {
  const { decision, evidence, identity } = passage
  const { 'session.binding': binding } = evidence
  const sameBinding = binding.state === 'observed' && binding.value === 'same'
  return !stillTrue(session, learned ?? identity, { policyRevision: decision.revision, sameBinding })
}

/** For a program that keeps its token itself. One that takes no notice of the new token fetches one when it is time. */
function tokenIsDue(c: Context<CordonEnv>, passage: Passage, learned: Subject | undefined): boolean {
  const { session, observations } = passage
  if (observations.session.status !== 'verified' || observations.session.carrier !== 'header') return false
  return session !== undefined && mayGoOut(c, passage) && isOutdated(session, learned, passage)
}

/** In the header in which it came, bound to the same key. */
async function handToken(
  c: Context<CordonEnv>,
  passage: Passage,
  learned: Subject | undefined,
): Promise<void> {
  const issued = await issueFor(c, passage, { learned, confirmation: passage.session?.confirmation })
  const { headers } = c.res
  headers.set(SESSION_HEADER, issued.token)
  keepPrivate(headers)
}

/** A new client, or one of whom more is known than its token says. */
function cookieIsDue(c: Context<CordonEnv>, passage: Passage, learned: Subject | undefined): boolean {
  const { session, observations } = passage
  const { SESSION_ISSUE } = c.get('gate').config
  if (SESSION_ISSUE === 'never' || !mayGoOut(c, passage)) return false
  const { carrier } = observations.session.status === 'verified' ? observations.session : {}
  // A program keeps its token itself; a bound one may not become a cookie, which is not.
  if (session !== undefined && (carrier === 'header' || session.confirmation !== undefined)) return false
  if (session?.renewalDue) return true
  if (session !== undefined && !isOutdated(session, learned, passage)) return false
  return SESSION_ISSUE === 'all' || isNavigation(c.req.raw.headers)
}

/** Issues a session to the browser, with the answer that has these headers. */
export async function setSessionCookie(
  c: Context<CordonEnv>,
  headers: Headers,
  learned?: Subject,
): Promise<IssuedSession> {
  const gate = c.get('gate')
  const passage = c.get('passage')
  const issued = await issueFor(c, passage, { learned })
  const maxAgeSeconds = issued.expiresAt - secondsFromMillis(passage.at) + gate.config.SESSION_GRACE_SECONDS
  headers.append('Set-Cookie', sessionCookie(issued.token, maxAgeSeconds, cookieAttributes(gate.config)))
  keepPrivate(headers)
  return issued
}

/** Whether enough is known of what is in force to issue anything: else a session that was ended could go on. */
export function mayIssue({ state }: Passage): boolean {
  return state === 'current' || state === 'stale'
}

export function cookieAttributes({ SESSION_SAME_SITE, SESSION_PARTITIONED }: Config): CookieAttributes {
  return { sameSite: SESSION_SAME_SITE, partitioned: SESSION_PARTITIONED }
}

/** In how many seconds the presented token needs a successor; 0: now, while it still serves. */
const RENEW_HEADER = 'Cordon-Renew'

function tellWhenToRenew(c: Context<CordonEnv>, { observations, session, at }: Passage): void {
  if (session === undefined || c.res.status === 101) return
  if (observations.session.status !== 'verified' || observations.session.carrier !== 'header') return
  c.res.headers.set(RENEW_HEADER, String(Math.max(0, session.expiresAt - secondsFromMillis(at))))
}
