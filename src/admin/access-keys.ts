import { importJWK } from 'jose'
import * as v from 'valibot'
import { err, ok, type Result } from '../lib/result.ts'
import type { UnixSeconds } from '../lib/time.ts'

/** Gets a JSON document; rejects when it cannot. Only ever asked for the address that the configuration names. */
export type FetchJson = (url: string) => Promise<unknown>

export type AccessKeyFault = 'access.kid' | 'access.keys_unavailable'

/** Cloudflare rotates the key every six weeks, and the one before stays valid for a week. */
const MAX_AGE_SECONDS = 3_600
/** Between two looks for a `kid` nobody knows: anybody can make one up (RFC 8725 §3.10). */
const COOL_DOWN_SECONDS = 60
/** Between two tries while there are no fresh keys. */
const RETRY_SECONDS = 10
/** How long the last keys are believed while none can be read: a withdrawn key must not outlive an outage for long. */
const LAST_GOOD_SECONDS = 86_400
const MAX_KEYS = 16

const keySet = v.object({
  keys: v.pipe(v.array(v.looseObject({ kid: v.string() })), v.minLength(1), v.maxLength(MAX_KEYS)),
})
const rsaKey = v.object({
  kid: v.pipe(v.string(), v.minLength(1)),
  kty: v.literal('RSA'),
  alg: v.exactOptional(v.literal('RS256')),
  use: v.exactOptional(v.literal('sig')),
  n: v.string(),
  e: v.string(),
})

/**
 * The public keys of a Cloudflare Access team, by `kid`. Guarantees: asks for them at most once a minute, or every ten
 * seconds while there are none, however many tokens come; keeps the last good ones for at most a day while asking fails, never takes a key from a token.
 *
 * Values are kept and no promises, since a promise made by another request may never settle on Workers: requests that
 * arrive before the first answer ask each for themselves.
 */
export class AccessKeys {
  readonly #url: string
  readonly #fetchJson: FetchJson
  #keys: ReadonlyMap<string, CryptoKey> = new Map()
  #readAt: UnixSeconds | undefined
  #triedAt: UnixSeconds | undefined

  /** @param team `https://<team>.cloudflareaccess.com` */
  constructor(team: string, fetchJson: FetchJson) {
    this.#url = `${team}/cdn-cgi/access/certs`
    this.#fetchJson = fetchJson
  }

  /** @param kid attacker-controlled */
  async find(kid: string, now: UnixSeconds): Promise<Result<CryptoKey, AccessKeyFault>> {
    const isKnown = this.#keys.has(kid) && this.#youngerThan(MAX_AGE_SECONDS, now)
    if (!isKnown && this.#mayAsk(now)) await this.#refresh(now)
    if (!this.#youngerThan(LAST_GOOD_SECONDS, now)) return err('access.keys_unavailable')
    const key = this.#keys.get(kid)
    return key === undefined ? err('access.kid') : ok(key)
  }

  #youngerThan(seconds: number, now: UnixSeconds): boolean {
    return this.#readAt !== undefined && now < this.#readAt + seconds
  }

  #mayAsk(now: UnixSeconds): boolean {
    const pause = this.#youngerThan(MAX_AGE_SECONDS, now) ? COOL_DOWN_SECONDS : RETRY_SECONDS
    return this.#triedAt === undefined || now < this.#triedAt || now >= this.#triedAt + pause
  }

  async #refresh(now: UnixSeconds): Promise<void> {
    // With keys at hand one request asks for all; before there are any, waiting for another one's answer is no option.
    if (this.#readAt !== undefined) this.#triedAt = now
    try {
      const keys = await importKeys(await this.#fetchJson(this.#url))
      if (keys.size === 0) return
      this.#keys = keys
      this.#readAt = now
    } catch {
      // The last good ones hold on.
    } finally {
      this.#triedAt = now
    }
  }
}

async function importKeys(document: unknown): Promise<ReadonlyMap<string, CryptoKey>> {
  const keys = new Map<string, CryptoKey>()
  const set = v.safeParse(keySet, document)
  if (!set.success) return keys
  for (const entry of set.output.keys) {
    const jwk = v.safeParse(rsaKey, entry)
    if (!jwk.success) continue
    const { kid, kty, n, e } = jwk.output
    const key = await importJWK({ kty, n, e }, 'RS256')
    if (key instanceof CryptoKey) keys.set(kid, key)
  }
  return keys
}
