import type { Context } from 'hono'
import { grant, type Holder, verifiedByEdge } from '../enforcement/statements.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { Confirmation, Observations, SessionFacts, Subject } from '../observations/types.ts'
import { type IssuedSession, issueSession } from '../session/issue.ts'
import { identityOf } from '../signals/identity.ts'
import type { CordonEnv, Passage } from './types.ts'

export interface IssueOptions {
  /** Whom the origin vouched for with this very answer. */
  readonly learned?: Subject | undefined
  /** What the client has shown to hold, to bind the token to. */
  readonly confirmation?: Confirmation | undefined
  /** `anew`: a session of its own, whatever was presented. */
  readonly continuing?: 'presented' | 'anew'
}

/**
 * Issues a session for what this request showed. A session that is still good keeps its id as long as its holder is the
 * same, and its subject as far as it counts; only the origin's fresh word (`learned`) begins the subject's time anew.
 */
export async function issueFor(
  c: Context<CordonEnv>,
  passage: Passage,
  { learned, confirmation, continuing = 'presented' }: IssueOptions,
): Promise<IssuedSession> {
  const { config, lifetimes } = c.get('gate')
  const { nextChange } = c.get('policy').compiled
  const { decision, evidence, observations, signingKey, epoch } = passage
  const session = continuing === 'presented' ? passage.session : undefined
  const now = secondsFromMillis(passage.at)
  const vouched = learned === undefined ? identityFor(passage, continuing) : { ...learned, at: now }
  const holder: Holder = {
    subject: vouched,
    authenticatedAt: vouched?.at ?? now,
    session,
    isNewHolder: vouched !== undefined && session !== undefined && !isHolder(session, vouched, observations),
    confirmation,
  }
  const issued = await issueSession(
    grant(verifiedByEdge(evidence), decision, observations, holder, now),
    { issuer: config.ISSUER, lifetimes, nextChange, epoch },
    signingKey,
    now,
    c.env.random,
  )
  c.set('issuedSession', {
    ...c.get('issuedSession'),
    sessionId: issued.sessionId,
    ...(vouched?.kind === 'account' ? { account: vouched.id } : {}),
  })
  return issued
}

function identityFor({ identity, observations }: Passage, continuing: 'presented' | 'anew') {
  return continuing === 'presented' ? identity : identityOf({ ...observations, session: { status: 'none' } })
}

/** A key's session names the key as the secret before had it, while that is kept. */
function isHolder(
  { identity, subject }: SessionFacts,
  { kind, id }: Subject,
  { key }: Observations,
): boolean {
  if (identity !== kind) return false
  return subject === id || (kind === 'key' && subject === key?.formerKeyId)
}
