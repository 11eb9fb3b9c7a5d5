import { IDENTITY_KINDS, type IdentityKind, type Observations, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { boundSession } from './session-status.ts'

/**
 * Who the origin has vouched for: an account it named, a key it accepted, or nobody. From the session token where one
 * is good on this connection, else from the key that came with the request. A token that was issued to a key counts
 * only together with that key, so that passing the token on passes nothing on.
 */
export const identityKind = defineSignal({
  name: 'identity.kind',
  kind: 'code',
  about: 'session',
  values: IDENTITY_KINDS,
  reason: policyDenied,
  detect: (observations) => observed(kindOf(observations), 'token'),
})

function kindOf(observations: Observations): IdentityKind {
  const { key } = observations
  const session = boundSession(observations)
  if (session?.identity === 'account') return 'account'
  if (key?.accepted) return key.account === undefined ? 'key' : 'account'
  if (session?.identity === 'key' && session.subject === key?.keyId) return 'key'
  return 'none'
}
