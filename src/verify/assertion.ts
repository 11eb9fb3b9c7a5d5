import { importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import { encodeBase64url, utf8 } from '../lib/bytes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { secondsFromMillis, type UnixMillis, type UnixSeconds } from '../lib/time.ts'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { ASSURANCE_LEVELS, IDENTITY_KINDS } from '../observations/types.ts'
import { TIERS } from '../policy/types.ts'
import { ALGORITHMS, type TokenFault, type VerificationKey, verifySignedToken } from './signed-token.ts'

export const ASSERTION_TYPE = 'cordon-assertion+jwt'
export const ASSERTION_MAX_LIFETIME_SECONDS = 60
/** Origins keep their own time, and some keep it badly. */
const DEFAULT_CLOCK_TOLERANCE_SECONDS = 30

const geo = v.object({ country: v.exactOptional(v.string()), region: v.exactOptional(v.string()) })
const net = v.object({ asn: v.exactOptional(v.number()), class: v.picklist(NETWORK_CLASSES) })

const claimsSchema = v.object({
  iss: v.string(),
  aud: v.string(),
  iat: v.number(),
  exp: v.number(),
  jti: v.string(),
  sid: v.exactOptional(v.string()),
  sub: v.exactOptional(v.string()),
  sub_kind: v.exactOptional(v.picklist(IDENTITY_KINDS)),
  htm: v.string(),
  pth: v.string(),
  geo,
  net,
  acr: v.picklist(ASSURANCE_LEVELS),
  verdict: v.picklist(['allow', 'limit']),
  tier_max: v.exactOptional(v.picklist(TIERS)),
  pol: v.string(),
})

/** What the gate states about one request. */
export type AssertionClaims = v.InferOutput<typeof claimsSchema>

export type AssertionFault = TokenFault | 'assertion.missing' | 'assertion.method' | 'assertion.path'

export interface AssertionExpectation {
  /** The gate's `ISSUER`. */
  readonly issuer: string
  /** This origin's `ORIGIN_AUDIENCE`. */
  readonly audience: string
  /** The request's method as received. */
  readonly method: string
  /** Path and query of the request target, as received: before any decoding or rewriting. */
  readonly pathAndQuery: string
  /** How far this clock and the gate's may be apart; default 30 seconds. */
  readonly clockToleranceSeconds?: number
}

/**
 * Makes a verifier from the gate's published keys (`GET /.cordon/jwks.json`). Fetch and cache them as the origin does
 * such things; at least every five minutes, and not on every unknown `kid`.
 *
 * Promises that a request whose assertion verifies was let in by the gate, with this method and this target, at most a
 * minute ago. Framework-neutral: needs WebCrypto and nothing else.
 *
 * @returns a function from the `Cordon-Assertion` header (attacker-controlled where the origin can be reached past the
 *          gate) to the claims, or the fault by code
 */
export async function assertionVerifier(jwks: { readonly keys: readonly JWK[] }) {
  const keys = await importPublicKeys(jwks.keys)
  return async (
    assertion: string | null | undefined,
    expected: AssertionExpectation,
    now: number = secondsFromMillis(Date.now() as UnixMillis),
  ): Promise<Result<AssertionClaims, AssertionFault>> => {
    if (assertion === null || assertion === undefined || assertion === '') return err('assertion.missing')
    const rules = {
      type: ASSERTION_TYPE,
      issuer: expected.issuer,
      audience: expected.audience,
      maxLifetimeSeconds: ASSERTION_MAX_LIFETIME_SECONDS,
      clockToleranceSeconds: expected.clockToleranceSeconds ?? DEFAULT_CLOCK_TOLERANCE_SECONDS,
    }
    const verified = await verifySignedToken(assertion, keys, rules, now as UnixSeconds)
    if (!verified.ok) return verified
    const claims = v.safeParse(claimsSchema, verified.value)
    if (!claims.success) return err('token.claims')
    if (claims.output.htm !== expected.method) return err('assertion.method')
    if (claims.output.pth !== (await pathHash(expected.pathAndQuery))) return err('assertion.path')
    return ok(claims.output)
  }
}

/** `pth`: base64url(SHA-256(path and query)). No `htu`, since behind TLS termination the origin sees another URL. */
export async function pathHash(pathAndQuery: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(pathAndQuery))))
}

/** Public keys by `kid`; those of another kind, unusable or without an `alg` are passed over: the others still verify. */
export async function importPublicKeys(keys: readonly JWK[]): Promise<ReadonlyMap<string, VerificationKey>> {
  const imported = new Map<string, VerificationKey>()
  for (const jwk of keys) {
    const { kid, alg } = jwk
    if (kid === undefined || alg === undefined || !ALGORITHMS.has(alg)) continue
    const key = await importJWK(jwk, alg).catch(() => undefined)
    if (key instanceof CryptoKey) imported.set(kid, { alg, key })
  }
  return imported
}
