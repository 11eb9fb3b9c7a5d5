import { millisOf, type UnixSeconds } from '../lib/time.ts'
import { fetchKeys } from './fetch-keys.ts'
import type { KeySource, PublicKeys } from './key-set.ts'
import { checkOptions } from './options.ts'
import type { RemoteKeysOptions } from './published-keys.ts'

/** How long the last good set serves while no other can be had. */
export const KEYS_KEPT_SECONDS = 86_400
/** With nothing to verify with every request is refused, so the next read comes sooner. */
const COLD_RETRY_SECONDS = 2
const POLL_MILLIS = 25

const OPTION_NAMES = Object.keys({
  maxAgeSeconds: true,
  coolDownSeconds: true,
  timeoutMillis: true,
  fetch: true,
} satisfies Record<keyof RemoteKeysOptions, true>)

/**
 * What `remoteKeys()` makes. Values are shared between requests, promises are not: on Workers a promise made by another
 * request may never settle.
 */
export class RemoteKeySet implements KeySource {
  readonly issuer: string
  readonly #url: string
  readonly #maxAgeSeconds: number
  readonly #coolDownSeconds: number
  readonly #timeoutMillis: number
  readonly #fetch: typeof fetch
  #held: { readonly keys: PublicKeys; readonly readAt: UnixSeconds } | undefined
  #triedAt: UnixSeconds | undefined
  /** Names the read that is under way. */
  #reading: symbol | undefined

  constructor(url: string | URL, options: RemoteKeysOptions = {}) {
    checkOptions(options, OPTION_NAMES)
    const parsed = URL.canParse(String(url)) ? new URL(url) : undefined
    if (parsed === undefined || !isTrusted(parsed))
      throw new TypeError('the URL for jwks must be https, or http on this machine')
    this.issuer = parsed.origin
    this.#url = parsed.href
    this.#maxAgeSeconds = positive(options.maxAgeSeconds ?? 300, 'maxAgeSeconds')
    this.#coolDownSeconds = positive(options.coolDownSeconds ?? 30, 'coolDownSeconds')
    this.#timeoutMillis = positive(options.timeoutMillis ?? 2_000, 'timeoutMillis')
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init))
  }

  async current(now: UnixSeconds): Promise<PublicKeys | undefined> {
    const held = this.#heldAt(now)
    // Old keys serve the requests that come while one of them reads new ones.
    if (held !== undefined && !this.#isOld(now)) return held
    if (this.#isDue(now)) await this.#read(now)
    else if (held === undefined) await this.#otherRead()
    return this.#heldAt(now)
  }

  async newer(than: PublicKeys, now: UnixSeconds): Promise<PublicKeys | undefined> {
    if (this.#held?.keys === than) {
      if (this.#isDue(now)) await this.#read(now)
      else await this.#otherRead()
    }
    const held = this.#heldAt(now)
    return held === than ? undefined : held
  }

  #heldAt(now: UnixSeconds): PublicKeys | undefined {
    const held = this.#held
    return held !== undefined && now - held.readAt < KEYS_KEPT_SECONDS ? held.keys : undefined
  }

  #isOld(now: UnixSeconds): boolean {
    return this.#held === undefined || apart(now, this.#held.readAt) >= this.#maxAgeSeconds
  }

  /** Counted from the start of the last read, so that one which never ended (its request was cancelled) holds up nobody. */
  #isDue(now: UnixSeconds): boolean {
    if (this.#triedAt === undefined) return true
    const cold = this.#heldAt(now) === undefined
    const pause = cold ? Math.min(this.#coolDownSeconds, COLD_RETRY_SECONDS) : this.#coolDownSeconds
    return apart(now, this.#triedAt) >= pause
  }

  async #read(now: UnixSeconds): Promise<void> {
    // Set before anything is awaited: requests that arrive meanwhile do not read as well.
    this.#triedAt = now
    const reading = Symbol()
    this.#reading = reading
    const keys = await fetchKeys(this.#url, this.#fetch, this.#timeoutMillis)
    if (keys !== undefined) this.#held = { keys, readAt: now }
    if (this.#reading === reading) this.#reading = undefined
  }

  /** Waits, by a timer of its own, until the read of another request is over; not longer than that may take. */
  async #otherRead(): Promise<void> {
    const reading = this.#reading
    if (reading === undefined) return
    for (let waited = 0; this.#reading === reading && waited < this.#timeoutMillis; waited += POLL_MILLIS)
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS))
    if (this.#reading === reading) this.#reading = undefined
  }
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Who can change the keys on their way can sign anything. */
function isTrusted({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.has(hostname))
}

function positive(value: number, name: string): number {
  if (!(value > 0 && value <= millisOf(KEYS_KEPT_SECONDS))) throw new TypeError(`${name} must be positive`)
  return value
}

/** Clocks are set back, too; then what was read is as old as the step is long. */
function apart(a: UnixSeconds, b: UnixSeconds): number {
  return Math.abs(a - b)
}
