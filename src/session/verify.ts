import type { UnixSeconds } from '../lib/time.ts'
import type { PresentedSession, SessionFacts } from '../observations/types.ts'
import { verifySignedToken } from '../verify/signed-token.ts'
import { readSessionClaims, SESSION_TYPE } from './claims.ts'
import type { Keyring } from './keyring.ts'

/** Between two data centres of one edge. */
export const CLOCK_TOLERANCE_SECONDS = 5

export interface SessionExpectation {
  readonly issuer: string
  /** Tokens that would live longer than the operator allows today are no tokens. */
  readonly maxLifetimeSeconds: number
  /** Tokens of an earlier epoch are no tokens. */
  readonly epoch: number
  /** How long the origin's word for a subject holds without being repeated, however often the token is renewed. */
  readonly identitySeconds: number
}

/**
 * What a presented session token says, once everything that does not depend on the connection holds. Whether it holds
 * on this connection (country, network class) is `signals/session-status`.
 *
 * @param token entirely attacker-controlled. A bad one is as good as none; the code says why, for the record only.
 */
export async function verifySession(
  token: string,
  keyring: Keyring,
  expected: SessionExpectation,
  now: UnixSeconds,
): Promise<PresentedSession> {
  const rules = {
    type: SESSION_TYPE,
    issuer: expected.issuer,
    audience: expected.issuer,
    maxLifetimeSeconds: expected.maxLifetimeSeconds,
    clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
  }
  const verified = await verifySignedToken(token, keyring.verification, rules, now)
  if (!verified.ok) {
    return { status: verified.error === 'token.expired' ? 'expired' : 'invalid', code: verified.error }
  }
  const claims = readSessionClaims(verified.value)
  if (claims === undefined) return { status: 'invalid', code: 'token.claims' }
  if (claims.epoch !== expected.epoch) return { status: 'invalid', code: 'token.epoch' }
  const { facts } = claims
  const lapsed = now - facts.authenticatedAt >= expected.identitySeconds
  return { status: 'verified', facts: lapsed ? anonymous(facts) : facts }
}

/** The same session, of nobody in particular: its id stands for it, as in a session that never had a subject. */
function anonymous(facts: SessionFacts): SessionFacts {
  return { ...facts, identity: 'none', subject: facts.sessionId }
}
