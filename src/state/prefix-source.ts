import { err, type Result } from '../lib/result.ts'
import { millisOf, type UnixMillis } from '../lib/time.ts'
import { type BlobError, type BlobStore, readBlob } from './prefix-blob.ts'

/** What holds the table in force, as far as bringing one there goes. */
export interface PrefixHolder {
  readonly sha256: string | undefined
  /** Opens the table and puts it in force, or says why not and changes nothing. */
  swap(bytes: Uint8Array<ArrayBuffer>, expected?: string): Promise<Result<unknown, string>>
  /** From now on, having no table means that one is missing. */
  declareMissing(): void
  /** From now on it means that there are no lists, and that nobody wants any. */
  declareUnwanted(): void
}

const RETRY_SECONDS = 30
const FIRST_WAIT_MILLIS = 2_000
const LATER_WAIT_MILLIS = 20_000
const POLL_MILLIS = 25

/**
 * Brings the prefix table into force: that of the build at once, then the blob that `Control` names, or else the
 * configuration. A table that is damaged, foreign, or not there changes nothing: what was in force stays, and another try
 * follows.
 */
export class PrefixSource {
  readonly #holder: PrefixHolder
  readonly #store: BlobStore | undefined
  /** Checksum of the table that the configuration names, and its name in the store. */
  readonly #configured: string | undefined
  #named: string | undefined
  #bundled: { readonly sha256: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined
  #fault: string | undefined
  /** Of the table in the bundle: what is left to say when no other is wanted. */
  #bundleFault: string | undefined
  #nextTry = 0
  #firstTry: 'none' | 'running' | 'over' = 'none'

  constructor(holder: PrefixHolder, store: BlobStore | undefined, configured: string | undefined) {
    this.#holder = holder
    this.#store = store
    this.#configured = configured
  }

  /** Why the table that should be in force is not; undefined when it is. */
  get fault(): string | undefined {
    return this.#fault
  }

  /** @param bytes the build's table, or none when `npm run feeds` was not run before */
  async openBundled(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (bytes.length === 0) return
    const opened = await this.#holder.swap(bytes)
    const { sha256 } = this.#holder
    if (opened.ok && sha256 !== undefined) this.#bundled = { sha256, bytes }
    if (opened.ok) return
    this.#bundleFault = `the prefix table in the bundle: ${opened.error}`
    this.#fail(this.#bundleFault)
  }

  /**
   * What `Control` names from now on; undefined: nothing, so that the configuration's word holds. A change while requests
   * are served makes nobody wait: the table in force stays until the other is there.
   */
  want(named: string | undefined): void {
    if (named !== this.#named) {
      this.#named = named
      this.#nextTry = 0
      // What was wrong with another one is no matter now.
      this.#fault = this.#bundleFault
      if (this.#target === undefined && this.#bundleFault === undefined) this.#holder.declareUnwanted()
    }
    if (!this.#isWanted && this.#firstTry === 'none') this.#firstTry = 'over'
  }

  /** Whether requests have to wait, because the table that should be in force was not asked for yet. */
  get isStarting(): boolean {
    return this.#isWanted && this.#firstTry !== 'over'
  }

  /**
   * The start of an isolate: its first requests wait, at most two seconds, because what they let in without the lists is
   * let in. One of them reads the store; the others look at what it has brought, each by a timer of its own, since a
   * promise made by another request may never settle on Workers.
   */
  async start(now: UnixMillis): Promise<void> {
    if (this.#firstTry === 'none') {
      this.#firstTry = 'running'
      try {
        await this.retry(now, FIRST_WAIT_MILLIS)
      } finally {
        this.#firstTry = 'over'
      }
      return
    }
    for (let waited = 0; this.isStarting && waited < FIRST_WAIT_MILLIS; waited += POLL_MILLIS)
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS))
    if (!this.isStarting) return
    // The request that was reading has been cancelled with its client, as far as anybody can tell.
    this.#firstTry = 'over'
    this.#fail('NETWORK_TABLE: nobody has read it in time')
  }

  /** Whether another try should be made behind this request. */
  isDue(now: UnixMillis): boolean {
    return this.#isWanted && this.#firstTry === 'over' && now >= this.#nextTry
  }

  async retry(now: UnixMillis, timeoutMillis = LATER_WAIT_MILLIS): Promise<void> {
    const sha256 = this.#target
    if (sha256 === undefined) return
    // Set first, so that requests which arrive meanwhile do not try as well.
    this.#nextTry = now + millisOf(RETRY_SECONDS)
    const loaded = await this.#load(sha256, timeoutMillis)
    if (loaded.ok) this.#fault = undefined
    else this.#fail(`the prefix table ${sha256.slice(0, 16)}…: ${loaded.error}`)
  }

  async #load(sha256: string, timeoutMillis: number): Promise<Result<unknown, BlobError | string>> {
    if (sha256 === this.#bundled?.sha256) return this.#holder.swap(this.#bundled.bytes)
    if (this.#store === undefined) return err('no store is bound as NETWORK_TABLES')
    const read = await readBlob(this.#store, sha256, timeoutMillis)
    return read.ok ? this.#holder.swap(read.value, sha256) : err(read.error)
  }

  get #isWanted(): boolean {
    const target = this.#target
    return target !== undefined && this.#holder.sha256 !== target
  }

  get #target(): string | undefined {
    return this.#named ?? this.#configured ?? this.#bundled?.sha256
  }

  #fail(fault: string): void {
    this.#fault = fault
    this.#holder.declareMissing()
  }
}
