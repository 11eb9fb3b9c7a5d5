import type { Observations, SessionFacts, VouchedSubject } from '../observations/types.ts'
import { boundSession } from './session-status.ts'

/**
 * Whom the origin has vouched for on this very connection: an account it named, or a key it accepted; undefined for
 * nobody. From the session token where one is good here, else from the key that came with the request. A token that was
 * issued to a key counts only together with that key, so that passing the token on passes nothing on.
 */
export function identityOf(observations: Observations): VouchedSubject | undefined {
  return identityWith(boundSession(observations), observations)
}

/** @param session the one that is good on this connection; undefined: none is */
export function identityWith(
  session: SessionFacts | undefined,
  { key }: Pick<Observations, 'key'>,
): VouchedSubject | undefined {
  if (session?.identity === 'account')
    return {
      kind: 'account',
      id: session.subject,
      at: session.authenticatedAt,
      ...(session.account === undefined ? {} : { facts: session.account }),
    }
  if (key?.acceptedAt !== undefined) {
    const { account, keyId, acceptedAt: at } = key
    return account === undefined ? { kind: 'key', id: keyId, at } : { kind: 'account', ...account }
  }
  if (session?.identity !== 'key' || key === undefined) return undefined
  if (session.subject !== key.keyId && session.subject !== key.formerKeyId) return undefined
  return { kind: 'key', id: key.keyId, at: session.authenticatedAt }
}
