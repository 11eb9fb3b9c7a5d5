import { CompactSign, compactVerify, importJWK, type JWK } from 'jose'
import { utf8 } from '../lib/bytes.ts'
import { readCompactJws } from '../lib/compact-jws.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { PolicySigner } from './policy-signers-schema.ts'

const TYPE = 'cordon-policy+jws'
const ALGORITHMS = { EC: 'ES256', OKP: 'EdDSA' } as const
/** Longer than any signature can be. */
export const MAX_SIGNATURE_LENGTH = 1_024
/** More than there can be signers. */
export const MAX_SIGNATURES = 16

/** What a signature says: that this document may serve; with `replaces`, that it may loosen what is in force there. */
export interface Statement {
  readonly sha256: string
  /** As `replacedName` gives it. */
  readonly replaces?: string | undefined
}

/** One signature that is good, and what it says besides the document. */
export interface Signed {
  readonly index: number
  readonly signer: string
  readonly replaces: string | undefined
}

export interface SignedBy {
  /** Names of signers, each once however often they signed, and whatever it is to replace. */
  readonly signers: readonly string[]
  readonly signed: readonly Signed[]
  /** What is wrong with each signature that counts for nothing, by its place in the list. */
  readonly faults: readonly { readonly index: number; readonly expected: string }[]
}

/**
 * Who of these signers has signed the document with this SHA-256.
 *
 * A signature is a compact JWS whose header is `typ` and `alg` and nothing else, and whose payload is `{"sha256": …}`
 * or `{"sha256": …, "replaces": …}` and nothing else: a signature of any other kind, made with the same key for another
 * purpose, is none here. Which key it needs is found by trying: a key named by the signature itself would be chosen by
 * whoever made it (RFC 8725 §3.10).
 *
 * Whether `replaces` names what is in force is for the caller to see: to those who only serve the document it is past.
 *
 * @param signatures whoever publishes chooses them; nothing of their shape is taken for granted
 */
export async function verifyPolicySignatures(
  sha256: string,
  signatures: readonly string[],
  signers: readonly PolicySigner[],
): Promise<SignedBy> {
  const signed: Signed[] = []
  const faults: SignedBy['faults'][number][] = []
  for (const [index, signature] of signatures.slice(0, MAX_SIGNATURES).entries()) {
    const statement = readStatement(signature, sha256)
    if (!statement.ok) {
      faults.push({ index, expected: statement.error })
      continue
    }
    const signer = await signerOf(signature, signers)
    if (signer === undefined) faults.push({ index, expected: 'a signature by one of POLICY_SIGNERS' })
    else signed.push({ index, signer, replaces: statement.value.replaces })
  }
  return { signers: [...new Set(signed.map(({ signer }) => signer))], signed, faults }
}

const REPLACED = /^(?:[0-9a-f]{64}|deployed:[0-9a-f]{16})$/

/**
 * How a signature names the policy that it takes out of force.
 *
 * @param sha256 of the live document; undefined where the deployed policy is in force
 */
export function replacedName(sha256: string | undefined, deployedRevision: string): string {
  return sha256 ?? `deployed:${deployedRevision}`
}

/** Whether it has the form of what `replacedName` gives. */
export function isReplacedName(text: string): boolean {
  return REPLACED.test(text)
}

/** The payload of a signature, to the letter. */
export function statementText({ sha256, replaces }: Statement): string {
  return JSON.stringify(replaces === undefined ? { sha256 } : { sha256, replaces })
}

/**
 * Signs a document by its SHA-256, for the tools; with `replaces` also for loosening what is in force there.
 *
 * @param replaces as `replacedName` gives it
 * @param privateJwk with `d`: ES256 (EC, P-256) or Ed25519 (OKP)
 * @throws where the key is none of these
 */
export async function signPolicy(sha256: string, privateJwk: JWK, replaces?: string): Promise<string> {
  const alg = privateJwk.kty === 'OKP' ? ALGORITHMS.OKP : ALGORITHMS.EC
  // Only what makes the key: `key_ops` and the like of a stored one might forbid it.
  const { kty, crv, x, y, d } = privateJwk
  const key = await importJWK({ kty, crv, x, ...(y === undefined ? {} : { y }), d } as JWK, alg)
  return new CompactSign(utf8(statementText({ sha256, replaces })))
    .setProtectedHeader({ typ: TYPE, alg })
    .sign(key)
}

/** What is said of this document by whoever signed; or what it would have to be. */
function readStatement(signature: string, sha256: string): Result<Statement, string> {
  const parts = readCompactJws(signature, MAX_SIGNATURE_LENGTH)
  if (!parts.ok) return err('a compact JWS')
  const { typ, alg, ...others } = parts.value.header
  const isKnown = typ === TYPE && (alg === ALGORITHMS.EC || alg === ALGORITHMS.OKP)
  if (!isKnown || Object.keys(others).length > 0)
    return err(`a header of typ "${TYPE}" and alg "ES256" or "EdDSA", and nothing else`)
  const { sha256: named, replaces, ...more } = parts.value.claims
  if (typeof named !== 'string' || !isReplacedOrNone(replaces) || Object.keys(more).length > 0)
    return err('a payload {"sha256"}, or {"sha256", "replaces"}, and nothing else')
  if (named !== sha256) return err('a signature of this document; this one is of another')
  return ok({ sha256, replaces })
}

function isReplacedOrNone(claim: unknown): claim is string | undefined {
  return claim === undefined || (typeof claim === 'string' && isReplacedName(claim))
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
