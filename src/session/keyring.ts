import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { utf8 } from '../lib/bytes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { ALGORITHMS, type VerificationKey } from '../verify/signed-token.ts'

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly key: CryptoKey
}

/** The gate's keys, imported once an isolate. */
export interface Keyring {
  /** Signs everything. */
  readonly active: SigningKey
  /** By `kid`; every key verifies. */
  readonly verification: ReadonlyMap<string, VerificationKey>
  /** What `/.cordon/jwks.json` publishes: public parts only. */
  readonly published: { readonly keys: readonly JWK[] }
}

/**
 * Imports the private keys of `SIGNING_KEYS`, the first of which signs.
 *
 * A key whose halves do not belong together would sign tokens nobody can verify, so each is tried once.
 * @returns what is wrong with the first bad key, without any part of it
 */
export async function importKeyring(keys: readonly JWK[]): Promise<Result<Keyring, string>> {
  const verification = new Map<string, VerificationKey>()
  const published: JWK[] = []
  let active: SigningKey | undefined
  for (const [index, jwk] of keys.entries()) {
    const imported = await importPair(jwk)
    if (!imported.ok) return err(`keys[${index}]: ${imported.error}`)
    const { signing, verifying, publicJwk } = imported.value
    verification.set(signing.kid, verifying)
    published.push(publicJwk)
    active ??= signing
  }
  return active === undefined
    ? err('at least one key')
    : ok({ active, verification, published: { keys: published } })
}

interface Pair {
  readonly signing: SigningKey
  readonly verifying: VerificationKey
  readonly publicJwk: JWK
}

async function importPair(jwk: JWK): Promise<Result<Pair, string>> {
  const alg = jwk.alg ?? (jwk.kty === 'EC' ? 'ES256' : 'EdDSA')
  if (!ALGORITHMS.has(alg)) return err('a key for ES256 or EdDSA')
  const { d: _private, key_ops: _operations, ext: _extractable, ...rest } = jwk
  try {
    const kid = await calculateJwkThumbprint(rest)
    if (kid !== jwk.kid) return err('a kid that is the RFC 7638 thumbprint of the key')
    const publicJwk: JWK = { ...publicMembers(jwk), kid, alg, use: 'sig' }
    const key = await importJWK({ ...publicMembers(jwk), d: jwk.d ?? '' } as JWK, alg)
    const publicKey = await importJWK(publicJwk, alg)
    if (!(key instanceof CryptoKey) || !(publicKey instanceof CryptoKey)) return err('an asymmetric key')
    if (!(await belongTogether(key, publicKey))) return err('a private part that belongs to the public one')
    return ok({ signing: { kid, alg, key }, verifying: { alg, key: publicKey }, publicJwk })
  } catch {
    return err('a key that WebCrypto can import')
  }
}

/** Named one by one: whatever else a JWK carries stays private. */
function publicMembers({ kty, crv, x, y }: JWK): JWK {
  return { kty, crv, x, ...(y === undefined ? {} : { y }) } as JWK
}

async function belongTogether(key: CryptoKey, publicKey: CryptoKey): Promise<boolean> {
  const algorithm =
    key.algorithm.name === 'ECDSA' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: key.algorithm.name }
  const sample = utf8('cordon')
  const signature = await crypto.subtle.sign(algorithm, key, sample)
  return crypto.subtle.verify(algorithm, publicKey, signature, sample)
}
