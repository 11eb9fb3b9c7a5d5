import { CompactSign, compactVerify, importJWK, type JWK } from 'jose'
import { utf8 } from '../lib/bytes.ts'
import { readCompactJws } from '../lib/compact-jws.ts'
import type { PolicySigner } from './policy-signers-schema.ts'

const TYPE = 'cordon-policy+jws'
const ALGORITHMS = { EC: 'ES256', OKP: 'EdDSA' } as const
/** Longer than any signature can be. */
export const MAX_SIGNATURE_LENGTH = 1_024
/** More than there can be signers. */
export const MAX_SIGNATURES = 16

export interface SignedBy {
  /** Names of signers, each once however often they signed. */
  readonly signers: readonly string[]
  /** What is wrong with each signature that counts for nothing, by its place in the list. */
  readonly faults: readonly { readonly index: number; readonly expected: string }[]
}

/**
 * Who of these signers has signed the document with this SHA-256.
 *
 * A signature is a compact JWS whose header is `typ` and `alg` and nothing else, and whose payload is `{"sha256": …}`
 * and nothing else: a signature of any other kind, made with the same key for another purpose, is none here. Which key
 * it needs is found by trying: a key named by the signature itself would be chosen by whoever made it (RFC 8725 §3.10).
 *
 * @param signatures whoever publishes chooses them; nothing of their shape is taken for granted
 */
export async function verifyPolicySignatures(
  sha256: string,
  signatures: readonly string[],
  signers: readonly PolicySigner[],
): Promise<SignedBy> {
  const names = new Set<string>()
  const faults: SignedBy['faults'][number][] = []
  for (const [index, signature] of signatures.slice(0, MAX_SIGNATURES).entries()) {
    const expected = formFault(signature, sha256)
    const signer = expected === undefined ? await signerOf(signature, signers) : undefined
    if (signer !== undefined) names.add(signer)
    else faults.push({ index, expected: expected ?? 'a signature by one of POLICY_SIGNERS' })
  }
  return { signers: [...names], faults }
}

/**
 * Signs a document by its SHA-256, for the tools.
 *
 * @param privateJwk with `d`: ES256 (EC, P-256) or Ed25519 (OKP)
 * @throws where the key is none of these
 */
export async function signPolicy(sha256: string, privateJwk: JWK): Promise<string> {
  const alg = privateJwk.kty === 'OKP' ? ALGORITHMS.OKP : ALGORITHMS.EC
  // Only what makes the key: `key_ops` and the like of a stored one might forbid it.
  const { kty, crv, x, y, d } = privateJwk
  const key = await importJWK({ kty, crv, x, ...(y === undefined ? {} : { y }), d } as JWK, alg)
  return new CompactSign(utf8(JSON.stringify({ sha256 }))).setProtectedHeader({ typ: TYPE, alg }).sign(key)
}

/** What another thing than a signature of this document would have to be. */
function formFault(signature: string, sha256: string): string | undefined {
  const parts = readCompactJws(signature, MAX_SIGNATURE_LENGTH)
  if (!parts.ok) return 'a compact JWS'
  const { typ, alg, ...others } = parts.value.header
  const isKnown = typ === TYPE && (alg === ALGORITHMS.EC || alg === ALGORITHMS.OKP)
  if (!isKnown || Object.keys(others).length > 0)
    return `a header of typ "${TYPE}" and alg "ES256" or "EdDSA", and nothing else`
  const { sha256: signed, ...more } = parts.value.claims
  if (typeof signed !== 'string' || Object.keys(more).length > 0)
    return 'a payload {"sha256"} and nothing else'
  return signed === sha256 ? undefined : 'a signature of this document; this one is of another'
}

async function signerOf(signature: string, signers: readonly PolicySigner[]): Promise<string | undefined> {
  for (const { name, jwk } of signers) {
    const alg = ALGORITHMS[jwk.kty]
    try {
      await compactVerify(signature, await importJWK(jwk, alg), { algorithms: [alg] })
      return name
    } catch {
      // Another signer's, or nobody's.
    }
  }
  return undefined
}
