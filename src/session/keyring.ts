import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { utf8 } from '../lib/bytes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'
import { ALGORITHMS, type VerificationKey } from '../verify/signed-token.ts'
import {
  isKeyStart,
  type KeySpan,
  type KeyState,
  keyStateAt,
  stateChanges,
  succession,
} from './key-states.ts'

/** A key of `SIGNING_KEYS`. */
export type PrivateJwk = JWK & {
  /** Unix seconds from which on it signs; 0 when left out. */
  readonly active_from?: number
}

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly key: CryptoKey
}

export type PublishedKey = JWK & { readonly kid: string }

export interface KeyStatus {
  readonly kid: string
  readonly alg: string
  readonly state: KeyState
  readonly activeFrom: UnixSeconds
  /** Of a retired or ended key. */
  readonly retiredSince?: UnixSeconds
  /** Of a retired or ended key: from then on it verifies nothing. */
  readonly verifiesUntil?: UnixSeconds
}

/** By `kid`: whether the operator has revoked that key. */
export type IsRevoked = (kid: string) => boolean

/** The gate's keys, imported once an isolate. What each may do is a matter of the clock alone. */
export interface Keyring {
  /**
   * The key that signs: the one that began last. When that one is revoked, the newest that is not and still verifies,
   * since what an ended key signs is refused everywhere. Undefined when there is none: then nothing goes out.
   */
  activeAt(now: UnixSeconds, isRevoked?: IsRevoked): SigningKey | undefined
  /**
   * Next, active and retired keys by `kid`. A next one verifies already, for the isolate whose clock is behind that of
   * the one that signed. Knows nothing of revocations: who looks a key up asks for those first.
   */
  verifyingAt(now: UnixSeconds): ReadonlyMap<string, VerificationKey>
  /** What `/.cordon/jwks.json` publishes: the same keys without the revoked ones, public members only. */
  publishedAt(now: UnixSeconds, isRevoked?: IsRevoked): { readonly keys: readonly PublishedKey[] }
  /** Every key there is, the one that begins last first. */
  states(now: UnixSeconds): readonly KeyStatus[]
}

export interface KeyringOptions {
  /** How long what a key signed may hold: the longest life of a token, its renewal and the clocks' tolerance. */
  readonly verifyForSeconds: number
}

/**
 * Imports the private keys of `SIGNING_KEYS`.
 *
 * A key whose halves do not belong together would sign tokens nobody can verify, so each is tried once.
 * @returns what is wrong with the first bad key, without any part of it
 */
export async function importKeyring(
  keys: readonly PrivateJwk[],
  { verifyForSeconds }: KeyringOptions,
): Promise<Result<Keyring, string>> {
  const pairs: Pair[] = []
  for (const [index, jwk] of keys.entries()) {
    const imported = await importPair(jwk)
    if (!imported.ok) return err(`keys[${index}]: ${imported.error}`)
    pairs.push(imported.value)
  }
  return pairs.length === 0 ? err('at least one key') : ok(keyringOf(succession(pairs, verifyForSeconds)))
}

/** What holds from one change of any key's state to the next. */
interface Phase {
  readonly from: UnixSeconds
  /** The one that signs, then those that would in its stead. */
  readonly signers: readonly SigningKey[]
  readonly verifying: ReadonlyMap<string, VerificationKey>
  readonly published: { readonly keys: readonly PublishedKey[] }
}

/** A few keys have a few phases: all are made here, and a request looks up its own without making anything. */
function keyringOf(pairs: readonly (Pair & KeySpan)[]): Keyring {
  const beforeAll = -Infinity as UnixSeconds
  const phases = [...stateChanges(pairs), beforeAll].map((from) => phaseFrom(from, pairs))
  const phaseAt = (now: UnixSeconds) => {
    const phase = phases.find(({ from }) => now >= from)
    if (phase === undefined) throw new RangeError('now must be a number')
    return phase
  }
  return {
    activeAt(now, isRevoked) {
      const { signers } = phaseAt(now)
      return isRevoked === undefined ? signers[0] : signers.find(({ kid }) => !isRevoked(kid))
    },
    verifyingAt: (now) => phaseAt(now).verifying,
    publishedAt(now, isRevoked) {
      const { published } = phaseAt(now)
      return isRevoked === undefined
        ? published
        : { keys: published.keys.filter(({ kid }) => !isRevoked(kid)) }
    },
    states: (now) => pairs.map((pair) => statusOf(pair, now)),
  }
}

function phaseFrom(from: UnixSeconds, pairs: readonly (Pair & KeySpan)[]): Phase {
  const alive = pairs.filter((pair) => keyStateAt(pair, from) !== 'ended')
  return {
    from,
    signers: alive.filter(({ activeFrom }) => from >= activeFrom).map(({ signing }) => signing),
    verifying: new Map(alive.map(({ signing, verifying }) => [signing.kid, verifying])),
    published: { keys: alive.map(({ publicJwk }) => publicJwk) },
  }
}

function statusOf({ signing: { kid, alg }, ...span }: Pair & KeySpan, now: UnixSeconds): KeyStatus {
  const { activeFrom, retiresAt, endsAt } = span
  const status = { kid, alg, state: keyStateAt(span, now), activeFrom }
  return retiresAt === undefined || endsAt === undefined || now < retiresAt
    ? status
    : { ...status, retiredSince: retiresAt, verifiesUntil: endsAt }
}

interface Pair {
  readonly activeFrom: UnixSeconds
  readonly signing: SigningKey
  readonly verifying: VerificationKey
  readonly publicJwk: PublishedKey
}

async function importPair(jwk: PrivateJwk): Promise<Result<Pair, string>> {
  const alg = algorithmOf(jwk)
  if (!ALGORITHMS.has(alg)) return err('a key for ES256 or EdDSA')
  const activeFrom = jwk.active_from ?? 0
  if (!isKeyStart(activeFrom)) return err('an active_from in whole Unix seconds')
  try {
    const kid = await calculateJwkThumbprint(publicMembers(jwk))
    if (kid !== jwk.kid) return err('a kid that is the RFC 7638 thumbprint of the key')
    const publicJwk = { ...publicMembers(jwk), kid, alg, use: 'sig' }
    const key = await importJWK({ ...publicMembers(jwk), d: jwk.d ?? '' } as JWK, alg)
    const publicKey = await importJWK(publicJwk, alg)
    if (!(key instanceof CryptoKey) || !(publicKey instanceof CryptoKey)) return err('an asymmetric key')
    if (!(await belongTogether(key, publicKey))) return err('a private part that belongs to the public one')
    return ok({ activeFrom, signing: { kid, alg, key }, verifying: { alg, key: publicKey }, publicJwk })
  } catch {
    return err('a key that WebCrypto can import')
  }
}

/** The one algorithm of this key, by its kind where it does not say. */
export function algorithmOf({ alg, kty }: JWK): string {
  return alg ?? (kty === 'EC' ? 'ES256' : 'EdDSA')
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
