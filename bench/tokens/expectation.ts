import type { UnixSeconds } from '../../src/lib/time.ts'
import type { SessionExpectation } from '../../src/session/verify.ts'
import { madeUpRevocations } from '../made-up-revocations.ts'

const REVOKED = 10_000

/** What a gate expects of its tokens, with ten thousand revocations in force at this time, none of them of theirs. */
export function withRevocations(
  { issuer, lifetimes }: Pick<SessionExpectation, 'issuer' | 'lifetimes'>,
  now: UnixSeconds,
): SessionExpectation {
  const revocations = madeUpRevocations(REVOKED, now)
  return {
    issuer,
    lifetimes,
    graceSeconds: 120,
    identitySeconds: 43_200,
    nextChange: () => undefined,
    policyRevision: '0123456789abcdef',
    reverify: 'on_expiry',
    revokes: (token) => revocations.revokes(token),
  }
}
