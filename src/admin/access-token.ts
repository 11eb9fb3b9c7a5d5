import { compactVerify } from 'jose'
import { type JwsTextFault, readCompactJws } from '../lib/compact-jws.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { AccessKeyFault, AccessKeys } from './access-keys.ts'

export type AccessTokenFault =
  | AccessKeyFault
  | JwsTextFault
  | 'access.header'
  | 'access.alg'
  | 'access.signature'
  | 'access.type'
  | 'access.issuer'
  | 'access.audience'
  | 'access.claims'
  | 'access.expired'
  | 'access.not_yet_valid'

export interface AccessRules {
  /** `https://<team>.cloudflareaccess.com`, exact. */
  readonly issuer: string
  /** The AUD tag of the Access application: another application of the same team is another audience. */
  readonly audience: string
}

/** Whom Access vouches for: a person by e-mail address, in lower case, or a service token by its client id. */
export type AccessIdentity =
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'service'; readonly value: string }

/** Custom claims make them long, but a browser keeps them as a cookie as well. */
const MAX_LENGTH = 8_192
const CLOCK_TOLERANCE_SECONDS = 30

/**
 * Whom a token in `Cf-Access-Jwt-Assertion` stands for: signed with RS256 by the team's key, for this application, and
 * good now. The header alone proves nothing, since a request that came around Access can carry any.
 *
 * @param token entirely attacker-controlled
 * Sources: Cloudflare Access, "Application token" and "Validate JWTs"; RFC 8725; RFC 7515 §5.2.
 */
export async function verifyAccessToken(
  token: string,
  keys: AccessKeys,
  rules: AccessRules,
  now: UnixSeconds,
): Promise<Result<AccessIdentity, AccessTokenFault>> {
  const decoded = decode(token)
  if (!decoded.ok) return decoded
  const { alg, kid, claims } = decoded.value
  if (alg !== 'RS256') return err('access.alg')
  const key = await keys.find(kid, now)
  if (!key.ok) return key
  try {
    await compactVerify(token, key.value, { algorithms: ['RS256'] })
  } catch {
    return err('access.signature')
  }
  const fault = claimFault(claims, rules, now)
  return fault === undefined ? identityOf(claims) : err(fault)
}

type Members = Readonly<Record<string, unknown>>

interface Decoded {
  readonly alg: string
  readonly kid: string
  readonly claims: Members
}

/** As strict as our own tokens are read, except that `typ` may be missing, as RFC 7519 §5.1 allows. */
function decode(token: string): Result<Decoded, AccessTokenFault> {
  const parts = readCompactJws(token, MAX_LENGTH)
  if (!parts.ok) return parts
  // What is not known is refused: `jwk`, `jku` and `x5c` would bring their own key, `crit` and `b64` another meaning.
  const { alg, kid, typ = 'JWT', ...others } = parts.value.header
  if (typeof alg !== 'string' || typeof kid !== 'string' || typ !== 'JWT') return err('access.header')
  if (Object.keys(others).length > 0) return err('access.header')
  return ok({ alg, kid, claims: parts.value.claims })
}

function claimFault(claims: Members, rules: AccessRules, now: UnixSeconds): AccessTokenFault | undefined {
  // `org` is the session with the team itself, and opens no application.
  if (claims.type !== 'app') return 'access.type'
  if (claims.iss !== rules.issuer) return 'access.issuer'
  const audiences: readonly unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  if (!audiences.includes(rules.audience)) return 'access.audience'
  const { iat, exp } = claims
  // The tokens of services have no `nbf`.
  const nbf = claims.nbf ?? iat
  if (!isNumericDate(iat) || !isNumericDate(exp) || !isNumericDate(nbf) || exp <= iat) return 'access.claims'
  if (now >= exp + CLOCK_TOLERANCE_SECONDS) return 'access.expired'
  if (now < Math.max(iat, nbf) - CLOCK_TOLERANCE_SECONDS) return 'access.not_yet_valid'
  return undefined
}

/** ASCII only: a Kelvin sign in lower case is a `k`, and would be somebody else's address. */
const NAME = /^[\x21-\x7e]{1,254}$/

function identityOf({ email, common_name: service, sub }: Members): Result<AccessIdentity, AccessTokenFault> {
  if (typeof email === 'string' && service === undefined && NAME.test(email))
    return ok({ kind: 'email', value: email.toLowerCase() })
  // An empty `sub` is what tells a service from a person.
  if (typeof service === 'string' && email === undefined && sub === '' && NAME.test(service))
    return ok({ kind: 'service', value: service })
  return err('access.claims')
}

/** Whole seconds that a date can hold (RFC 7519 §2). */
function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 253_402_300_800
}
