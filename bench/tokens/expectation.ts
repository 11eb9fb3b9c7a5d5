import type { UnixSeconds } from '../../src/lib/time.ts'
import type { SessionExpectation } from '../../src/session/verify.ts'
import { Revocations } from '../../src/state/control/revocations.ts'

const REVOKED = 10_000

/** What a gate expects of its tokens, with ten thousand revocations in force at this time, none of them of theirs. */
export function withRevocations(
  { issuer, lifetimes }: Pick<SessionExpectation, 'issuer' | 'lifetimes'>,
  now: UnixSeconds,
): SessionExpectation {
  const revocations = new Revocations()
  revocations.apply(
    {
      stamp: REVOKED,
      epoch: 0,
      tables: undefined,
      policy: undefined,
      candidate: undefined,
      breakGlassUntil: undefined,
      complete: true,
      lifted: [],
      revocations: Array.from({ length: REVOKED }, (_, index) => ({
        id: `revocation-${index}`,
        kind: index % 2 === 0 ? 'session' : 'account',
        value: `value-${index}`,
        at: now,
        expires: (now + 3600) as UnixSeconds,
      })),
    },
    now,
  )
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
