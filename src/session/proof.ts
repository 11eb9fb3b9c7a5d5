import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import { BoundedMap } from '../lib/bounded-map.ts'
import { encodeBase64url, utf8 } from '../lib/bytes.ts'
import { readCompactJws } from '../lib/compact-jws.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { PROOF_ALGORITHMS, type PublicJwk, readPublicJwk } from './proof-key.ts'
import { PROOF_WINDOW_SECONDS } from './proof-life.ts'
import { normalTarget } from './proof-target.ts'
import { CLOCK_TOLERANCE_SECONDS } from './verify.ts'

const PROOF_TYPE = 'dpop+jwt'

/** A proof repeats the path, so it may be longer than a token; room for a path of some 5,000 characters. */
export const MAX_PROOF_LENGTH = 8192

/** Keys of clients that come back, each of which saves an import. 1,000 of them are well under a megabyte. */
const MAX_IMPORTED_KEYS = 1_000

/** What a client has shown: that it holds a key, for this request, about now. Not yet that it shows it once only. */
export interface Proof {
  /** RFC 7638 thumbprint of the key, SHA-256, base64url: 43 characters. Tokens bound to the key name it (`cnf.jkt`). */
  readonly jkt: string
  /** 1 to 128 printable ASCII characters of the client's choosing. */
  readonly jti: string
  readonly iat: UnixSeconds
  /** Not checked here: see `proof-nonce`. */
  readonly nonce?: string
}

export interface ProvenRequest {
  readonly method: string
  /** scheme://host/path as the gate sees it. */
  readonly url: string
  /** The session token that came with the request, if one did: then the proof must name it. */
  readonly token?: string | undefined
}

export type ProofFault =
  /** Longer than `MAX_PROOF_LENGTH`. */
  | 'proof.size'
  /** No compact JWS, or one that two readers could read differently. */
  | 'proof.format'
  /** Not `dpop+jwt`, an algorithm we do not take, a member missing or unknown. */
  | 'proof.header'
  /** No public key for that algorithm. */
  | 'proof.key'
  | 'proof.signature'
  /** `jti`, `iat` or `nonce` missing or not of the right form. */
  | 'proof.claims'
  /** For a request of another method. */
  | 'proof.method'
  /** For another resource. */
  | 'proof.target'
  /** Too old, or of the future; or beyond an `exp` or `nbf` of its own. */
  | 'proof.time'
  /** For another token, or for none. */
  | 'proof.token'

export type VerifyProof = (
  proof: string,
  request: ProvenRequest,
  now: UnixSeconds,
) => Promise<Result<Proof, ProofFault>>

/**
 * Checks DPoP proofs, one verifier an isolate: says which key signed for this request, if one did.
 *
 * The proof is entirely attacker-controlled, its key included; method, path and token are the client's, too. What it does
 * not check, because it cannot: that the proof was not used before (`state/replay`), that the nonce is ours
 * (`proof-nonce`), that the token is bound to this key (`confirmation`).
 *
 * Sources: RFC 9449 §4.2, §4.3 and §11, RFC 8725.
 */
export function proofVerifier(): VerifyProof {
  // By thumbprint, and only keys that have signed something: no promises, which belong to the request that made them.
  const importedKeys = new BoundedMap<string, CryptoKey>(MAX_IMPORTED_KEYS)
  return async (proof, request, now) => {
    const parts = readCompactJws(proof, MAX_PROOF_LENGTH)
    if (!parts.ok) return err(parts.error === 'token.size' ? 'proof.size' : 'proof.format')
    const { claims, header } = parts.value
    const { typ, alg, jwk, ...others } = header
    if (typ !== PROOF_TYPE || jwk === undefined || Object.keys(others).length > 0) return err('proof.header')
    if (typeof alg !== 'string' || !PROOF_ALGORITHMS.includes(alg)) return err('proof.header')
    const publicJwk = readPublicJwk(jwk, alg)
    if (publicJwk === undefined) return err('proof.key')
    const jkt = await calculateJwkThumbprint(publicJwk)
    const key = importedKeys.get(jkt) ?? (await importPublic(publicJwk, alg))
    if (key === undefined) return err('proof.key')
    try {
      await compactVerify(proof, key, { algorithms: [alg] })
    } catch {
      return err('proof.signature')
    }
    importedKeys.set(jkt, key)
    const read = readClaims(claims, request, now)
    if (!read.ok) return read
    if (request.token !== undefined && claims.ath !== (await sha256Text(request.token)))
      return err('proof.token')
    return ok({ jkt, ...read.value })
  }
}

async function importPublic(jwk: PublicJwk, alg: string): Promise<CryptoKey | undefined> {
  try {
    const key = await importJWK(jwk, alg)
    return key instanceof CryptoKey ? key : undefined
  } catch {
    return undefined
  }
}

/** Without spaces: ids are joined with them. */
const IDENTIFIER = /^[\x21-\x7e]{1,128}$/

function readClaims(
  { jti, htm, htu, iat, nonce, exp, nbf }: Readonly<Record<string, unknown>>,
  request: ProvenRequest,
  now: UnixSeconds,
): Result<Omit<Proof, 'jkt'>, ProofFault> {
  if (typeof jti !== 'string' || !IDENTIFIER.test(jti)) return err('proof.claims')
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat) || iat < 0) return err('proof.claims')
  if (nonce !== undefined && (typeof nonce !== 'string' || !IDENTIFIER.test(nonce)))
    return err('proof.claims')
  if (typeof htm !== 'string' || typeof htu !== 'string') return err('proof.claims')
  // Methods are case-sensitive (RFC 9110 §9.1).
  if (htm !== request.method) return err('proof.method')
  const target = normalTarget(htu)
  if (target === undefined || target !== normalTarget(request.url)) return err('proof.target')
  if (Math.abs(now - iat) > PROOF_WINDOW_SECONDS + CLOCK_TOLERANCE_SECONDS) return err('proof.time')
  // Not asked for, but a client that says them means them (RFC 7519 §4.1.4, §4.1.5).
  if (exp !== undefined && !(typeof exp === 'number' && now < exp + CLOCK_TOLERANCE_SECONDS))
    return err('proof.time')
  if (nbf !== undefined && !(typeof nbf === 'number' && now >= nbf - CLOCK_TOLERANCE_SECONDS))
    return err('proof.time')
  return ok({ jti, iat: iat as UnixSeconds, ...(nonce === undefined ? {} : { nonce }) })
}

/** RFC 9449 §4.2: base64url(SHA-256(token)). */
async function sha256Text(token: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(token))))
}
