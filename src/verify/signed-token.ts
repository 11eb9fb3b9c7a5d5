import { compactVerify } from 'jose'
import { decodeCompactJws, type JwsFault } from '../lib/compact-jws.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'

export type TokenFault =
  | JwsFault
  | 'token.alg'
  | 'token.kid'
  | 'token.type'
  | 'token.signature'
  | 'token.issuer'
  | 'token.audience'
  | 'token.expired'
  | 'token.not_yet_valid'
  | 'token.lifetime'

/** What signs and verifies here; `EdDSA` and `Ed25519` are two names of one (RFC 9864), and each key has one of them. */
export const ALGORITHMS: ReadonlySet<string> = new Set(['ES256', 'EdDSA', 'Ed25519'])

/** A key and the one algorithm it is used with (RFC 8725 §3.1). */
export interface VerificationKey {
  readonly alg: string
  readonly key: CryptoKey
}

/** Where keys are looked up, by `kid`. */
export interface VerificationKeys {
  get(kid: string): VerificationKey | undefined
}

export interface TokenRules {
  /** Exact: tokens of one kind are never tokens of another (RFC 8725 §3.11). */
  readonly type: string
  readonly issuer: string
  readonly audience: string
  readonly maxLifetimeSeconds: number
  /** How far the signer's clock and this one may be apart; applied here to every time, and nowhere else. */
  readonly clockToleranceSeconds: number
  /** For how long after its end a token is still taken; default 0. */
  readonly graceSeconds?: number
}

/**
 * The claims of a token that was signed by one of these keys, for this audience, and holds now.
 *
 * @param token entirely attacker-controlled
 * @param keys  an unknown `kid` is refused without looking anywhere else (RFC 8725 §3.10)
 * Sources: RFC 8725 throughout, RFC 7519 §4.1, RFC 7515 §5.2.
 */
export async function verifySignedToken(
  token: string,
  keys: VerificationKeys,
  rules: TokenRules,
  now: UnixSeconds,
): Promise<Result<Readonly<Record<string, unknown>>, TokenFault>> {
  const authentic = await authenticate(token, keys, rules.type)
  if (!authentic.ok) return authentic
  const { claims } = authentic.value
  const fault = registeredClaimFault(claims, rules, now)
  return fault === undefined ? ok(claims) : err(fault)
}

export interface AuthenticToken {
  /** Of the key that signed it. */
  readonly kid: string
  readonly claims: Readonly<Record<string, unknown>>
}

/** A token's claims, once it is known who signed them: true for good, whatever the time and whoever it was meant for. */
export async function authenticate(
  token: string,
  keys: VerificationKeys,
  type: string,
): Promise<Result<AuthenticToken, TokenFault>> {
  const decoded = decodeCompactJws(token)
  if (!decoded.ok) return decoded
  const { header, claims } = decoded.value
  if (header.typ !== type) return err('token.type')
  const verificationKey = keys.get(header.kid)
  if (verificationKey === undefined) return err('token.kid')
  if (header.alg !== verificationKey.alg) return err('token.alg')
  try {
    await compactVerify(token, verificationKey.key, { algorithms: [verificationKey.alg] })
  } catch {
    return err('token.signature')
  }
  return ok({ kid: header.kid, claims })
}

/** What is wrong, at this time and for this audience, with the claims of an authentic token; undefined for nothing. */
export function registeredClaimFault(
  claims: Readonly<Record<string, unknown>>,
  rules: TokenRules,
  now: UnixSeconds,
): TokenFault | undefined {
  if (claims.iss !== rules.issuer) return 'token.issuer'
  // One audience, as text: a list would be a token for others as well.
  if (claims.aud !== rules.audience) return 'token.audience'
  const { iat, exp, jti } = claims
  const nbf = claims.nbf ?? iat
  if (!isNumericDate(iat) || !isNumericDate(exp) || !isNumericDate(nbf)) return 'token.claims'
  if (typeof jti !== 'string' || jti === '') return 'token.claims'
  if (exp <= iat || exp - iat > rules.maxLifetimeSeconds) return 'token.lifetime'
  if (now >= exp + (rules.graceSeconds ?? 0) + rules.clockToleranceSeconds) return 'token.expired'
  if (now < Math.max(nbf, iat) - rules.clockToleranceSeconds) return 'token.not_yet_valid'
  return undefined
}

/** Whole seconds that a date can hold: no fraction, no milliseconds, no infinity (RFC 7519 §2). */
function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 253_402_300_800
}
