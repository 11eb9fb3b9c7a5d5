import { BoundedMap } from '../lib/bounded-map.ts'
import { encodeBase64url, utf8 } from '../lib/bytes.ts'
import type { UnixSeconds } from '../lib/time.ts'

const NONCE_WINDOW_SECONDS = 60
/** 132 bits of the MAC: nobody guesses one (RFC 9449 §8: MUST be unpredictable). */
const NONCE_LENGTH = 22
const MIN_SECRET_LENGTH = 32
/** Keeps this use of the secret apart from every other. */
const KEY_LABEL = 'cordon dpop nonce 1'

export interface NonceSecret {
  readonly text: string
  readonly mintsFrom: UnixSeconds
}

export interface ProofNonces {
  /** What a client should put into its next proofs, for `Cordon-DPoP-Nonce`. */
  mint(now: UnixSeconds): Promise<string>
  /** Whether this is a nonce that we gave out in this minute or the one before. @param nonce attacker-controlled */
  holds(nonce: string, now: UnixSeconds): Promise<boolean>
}

/**
 * Nonces that need no memory: the MAC of the minute, under a key of ours. Anybody may ask for one, all clients have the
 * same, and it may be used more than once, which is what RFC 9449 §8 and §11.1 say of them: they show that a proof was not
 * made long before it is used, say by whoever had the client in hands for a moment (§11.2). A nonce is good for 60 to 120
 * seconds.
 *
 * @param secrets each mints from its time on and verifies always, so that one can be replaced while old and new isolates
 *   serve side by side. At least 32 characters each; anything else is a bug of the caller, and throws `RangeError`.
 */
export function proofNonces(secrets: readonly NonceSecret[]): ProofNonces {
  if (secrets.some(({ text }) => text.length < MIN_SECRET_LENGTH))
    throw new RangeError(`a secret has at least ${MIN_SECRET_LENGTH} characters`)
  const signers = secrets
    .toSorted((a, b) => b.mintsFrom - a.mintsFrom)
    .map(({ text, mintsFrom }) => ({ sign: nonceSigner(text), mintsFrom }))
  const oldest = signers.at(-1)
  if (oldest === undefined) throw new RangeError('at least one secret')
  return {
    mint: (now) => (signers.find(({ mintsFrom }) => mintsFrom <= now) ?? oldest).sign(windowOf(now)),
    async holds(nonce, now) {
      if (nonce.length !== NONCE_LENGTH) return false
      const current = windowOf(now)
      let found = false
      // Every candidate is compared, each to its end: how long it takes says nothing about which came close.
      for (const { sign } of signers) {
        for (const window of [current, current - 1]) {
          if (isSameText(nonce, await sign(window))) found = true
        }
      }
      return found
    },
  }
}

function windowOf(now: UnixSeconds): number {
  return Math.floor(now / NONCE_WINDOW_SECONDS)
}

type NonceSigner = (window: number) => Promise<string>

function nonceSigner(secret: string): NonceSigner {
  let key: CryptoKey | undefined
  // The two windows that count, and one more around the turn.
  const nonces = new BoundedMap<number, string>(3)
  return async (window) => {
    const known = nonces.get(window)
    if (known !== undefined) return known
    key ??= await derivedKey(secret)
    const mac = await crypto.subtle.sign('HMAC', key, utf8(String(window)))
    const nonce = encodeBase64url(new Uint8Array(mac)).slice(0, NONCE_LENGTH)
    nonces.set(window, nonce)
    return nonce
  }
}

/** HKDF-SHA-256 without salt (RFC 5869 §3.1: the secret is random enough), the label as its info. */
async function derivedKey(secret: string): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(secret), 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(KEY_LABEL) },
    base,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )
}

/** For texts of the same length. */
function isSameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
