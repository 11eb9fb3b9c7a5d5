import { importJWK, type JWK } from 'jose'
import type { UnixSeconds } from '../lib/time.ts'
import type { JsonWebKeySet } from './published-keys.ts'
import { ALGORITHMS, type VerificationKey } from './signed-token.ts'

/** Public keys by `kid`. */
export type PublicKeys = ReadonlyMap<string, VerificationKey>

/** Where the keys of a gate come from. */
export interface KeySource {
  /** The gate's `ISSUER`, where the source implies one. */
  readonly issuer: string | undefined
  /** The keys to verify with now; undefined when there are none that may still be believed. */
  current(now: UnixSeconds): Promise<PublicKeys | undefined>
  /** Other keys than these, for a `kid` that is not among them; undefined when there are none for now. */
  newer(than: PublicKeys, now: UnixSeconds): Promise<PublicKeys | undefined>
}

/** Imported keys, by the document they came from and for as long as that is held: nobody else can add to it. */
const imported = new WeakMap<JsonWebKeySet, PublicKeys>()

/** A key set that the operator hands in, and renews by handing in another object. */
export function fixedKeys(jwks: JsonWebKeySet): KeySource {
  return {
    issuer: undefined,
    async current() {
      const held = imported.get(jwks)
      if (held !== undefined) return held
      const keys = await importPublicKeys(jwks.keys)
      imported.set(jwks, keys)
      return keys
    },
    async newer() {
      return undefined
    },
  }
}

/**
 * Those of another kind, private, unusable or without an `alg` are passed over: the others still verify. A `kid` that
 * two keys claim belongs to neither, since which one is meant would depend on the reader (RFC 7517 §4.5).
 */
export async function importPublicKeys(keys: readonly object[]): Promise<PublicKeys> {
  const usable = new Map<string, VerificationKey>()
  const claimed = new Set<string>()
  for (const jwk of keys) {
    const found = await importPublicKey(jwk)
    if (found === undefined) continue
    const { kid, ...key } = found
    if (claimed.has(kid)) usable.delete(kid)
    else usable.set(kid, key)
    claimed.add(kid)
  }
  return usable
}

async function importPublicKey(jwk: JWK): Promise<(VerificationKey & { readonly kid: string }) | undefined> {
  if (typeof jwk !== 'object' || jwk === null) return undefined
  const { kid, alg } = jwk
  if (typeof kid !== 'string' || typeof alg !== 'string' || !ALGORITHMS.has(alg)) return undefined
  const key = await importJWK(jwk, alg).catch(() => undefined)
  return key instanceof CryptoKey && key.type === 'public' ? { kid, alg, key } : undefined
}
