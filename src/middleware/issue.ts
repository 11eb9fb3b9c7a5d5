import type { Context } from 'hono'
import { grant, type Holder, verifiedByEdge } from '../enforcement/statements.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { Confirmation, Subject } from '../observations/types.ts'
import { type IssuedSession, issueSession } from '../session/issue.ts'
import type { CordonEnv, Passage } from './types.ts'

/**
 * Issues a session for what this request showed. A session that is still good keeps its id, and its subject as far as
 * it counts; only the origin's fresh word (`learned`) begins the subject's time anew.
 */
export async function issueFor(
  c: Context<CordonEnv>,
  passage: Passage,
  learned: Subject | undefined,
  confirmation?: Confirmation,
): Promise<IssuedSession> {
  const { config, policy, lifetimes, inForce } = c.var.gate
  const { decision, evidence, observations, session, identity, signingKey } = passage
  const now = secondsFromMillis(passage.at)
  const subject = learned ?? identity
  const goesOn = learned === undefined && subject !== undefined && session?.identity === subject.kind
  const authenticatedAt = goesOn ? (session.authenticatedAt as typeof now) : now
  const holder: Holder = { subject, authenticatedAt, session, confirmation }
  const issued = await issueSession(
    grant(verifiedByEdge(evidence), decision, observations, holder, now),
    { issuer: config.ISSUER, lifetimes, nextChange: policy.nextChange, epoch: inForce.epoch },
    signingKey,
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
