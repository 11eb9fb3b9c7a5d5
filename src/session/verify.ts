import type { UnixSeconds } from '../lib/time.ts'
import type { PresentedSession } from '../observations/types.ts'
import { verifySignedToken } from '../verify/signed-token.ts'
import { readSessionClaims, SESSION_TYPE } from './claims.ts'
import type { Keyring } from './keyring.ts'

export interface SessionExpectation {
  readonly issuer: string
  /** Tokens that would live longer than the operator allows today are no tokens. */
  readonly maxLifetimeSeconds: number
  /** Tokens of an earlier epoch are no tokens. */
  readonly epoch: number
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
  }
  const verified = await verifySignedToken(token, keyring.verification, rules, now)
  if (!verified.ok) {
    return { status: verified.error === 'token.expired' ? 'expired' : 'invalid', code: verified.error }
  }
  const claims = readSessionClaims(verified.value)
  if (claims === undefined) return { status: 'invalid', code: 'token.claims' }
  if (claims.epoch !== expected.epoch) return { status: 'invalid', code: 'token.epoch' }
  return { status: 'verified', facts: claims.facts }
}
