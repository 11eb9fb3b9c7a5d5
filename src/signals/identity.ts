import type { Observations, Subject } from '../observations/types.ts'
import { boundSession } from './session-status.ts'

/**
 * Whom the origin has vouched for on this very connection: an account it named, or a key it accepted; undefined for
 * nobody. From the session token where one is good here, else from the key that came with the request. A token that was
 * issued to a key counts only together with that key, so that passing the token on passes nothing on.
 */
export function identityOf(observations: Observations): Subject | undefined {
  const { key } = observations
  const session = boundSession(observations)
  if (session?.identity === 'account') return { kind: 'account', id: session.subject }
  if (key?.accepted) {
    return key.account === undefined ? { kind: 'key', id: key.keyId } : { kind: 'account', id: key.account }
  }
  if (session?.identity !== 'key' || key === undefined) return undefined
  if (session.subject === key.keyId || session.subject === key.formerKeyId)
    return { kind: 'key', id: key.keyId }
  return undefined
}
