import { millisOf, type UnixMillis } from '../lib/time.ts'
import type { CurrentPrefixes } from '../tables/prefixes.ts'
import { type BlobStore, readBlob } from './prefix-blob.ts'

const RETRY_SECONDS = 30
const FIRST_TIMEOUT_MILLIS = 2_000
const LATER_TIMEOUT_MILLIS = 20_000

/** The blob that should be in force. */
export interface WantedBlob {
  readonly store: BlobStore
  /** Checksum of the table, and its name. */
  readonly sha256: string
}

/**
 * Brings the prefix table into force: that of the build at once, then the blob that the configuration names, if any. A
 * table that is damaged, foreign, or not there changes nothing: what was in force stays, and another try follows.
 */
export class PrefixSource {
  readonly #prefixes: CurrentPrefixes
  readonly #wanted: WantedBlob | undefined
  #fault: string | undefined
  #nextTry = 0

  constructor(prefixes: CurrentPrefixes, wanted: WantedBlob | undefined) {
    this.#prefixes = prefixes
    this.#wanted = wanted
  }

  /** Why the table that should be in force is not; undefined when it is. */
  get fault(): string | undefined {
    return this.#fault
  }

  /**
   * The start of an isolate: its first request waits, at most two seconds, because what it lets in without the lists is
   * let in. @param bundled the build's table, or no bytes when `npm run feeds` was not run before
   */
  async start(bundled: Uint8Array<ArrayBuffer>, now: UnixMillis): Promise<void> {
    if (bundled.length > 0) {
      const opened = await this.#prefixes.swap(bundled)
      if (!opened.ok) this.#fail(`the prefix table of the build: ${opened.error}`)
    }
    if (this.#wanted !== undefined) await this.#load(this.#wanted, now, FIRST_TIMEOUT_MILLIS)
  }

  /** Whether another try should be made after this request. */
  isDue(now: UnixMillis): boolean {
    return this.#wanted !== undefined && this.#prefixes.sha256 !== this.#wanted.sha256 && now >= this.#nextTry
  }

  async retry(now: UnixMillis): Promise<void> {
    if (this.#wanted !== undefined) await this.#load(this.#wanted, now, LATER_TIMEOUT_MILLIS)
  }

  async #load({ store, sha256 }: WantedBlob, now: UnixMillis, timeoutMillis: number): Promise<void> {
    // Set first, so that requests which arrive meanwhile do not try as well.
    this.#nextTry = now + millisOf(RETRY_SECONDS)
    const read = await readBlob(store, sha256, timeoutMillis)
    const opened = read.ok ? await this.#prefixes.swap(read.value, sha256) : read
    if (opened.ok) this.#fault = undefined
    else this.#fail(`NETWORK_TABLE ${sha256.slice(0, 16)}…: ${opened.error}`)
  }

  #fail(fault: string): void {
    this.#fault = fault
    this.#prefixes.declareMissing()
  }
}
