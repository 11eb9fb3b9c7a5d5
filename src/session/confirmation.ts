import * as v from 'valibot'
import { decodeBase64url } from '../lib/bytes.ts'
import type { Confirmation } from '../observations/types.ts'

/** base64url of a SHA-256, in its one spelling: 43 characters. */
const thumbprint = v.pipe(
  v.string(),
  v.check((text) => text.length === 43 && decodeBase64url(text) !== undefined),
)

/**
 * The claim `cnf` of a session token (RFC 7800 §3.1): whose token it is. `jkt` is the thumbprint of a DPoP key (RFC 9449
 * §6.1), `x5t#S256` that of a client certificate (RFC 8705 §3.1).
 *
 * At least one of them, and nothing else: RFC 7800 has readers pass over members they do not know, but these tokens are
 * our own, and one that a later version has bound in another way must not count as bound less.
 */
export const confirmationClaim = v.pipe(
  v.strictObject({ jkt: v.exactOptional(thumbprint), 'x5t#S256': v.exactOptional(thumbprint) }),
  v.check((cnf) => cnf.jkt !== undefined || cnf['x5t#S256'] !== undefined),
)

/** What the client of this request has shown to hold. */
export interface PresentedKeys {
  /** `jkt` of a proof that was verified for this request. */
  readonly jkt?: string | undefined
  /** Thumbprint of the certificate whose key did this connection's TLS handshake. */
  readonly certificate?: string | undefined
}

/**
 * Whether a bound token is in the hands it was given to: each key that it names was shown, and is the same. Thumbprints
 * are public, so they are compared as any text.
 */
export function confirms(cnf: Confirmation, presented: PresentedKeys): boolean {
  const { jkt, 'x5t#S256': certificate } = cnf
  if (jkt === undefined && certificate === undefined) return false
  return (
    (jkt === undefined || jkt === presented.jkt) &&
    (certificate === undefined || certificate === presented.certificate)
  )
}
