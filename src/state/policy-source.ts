import { formatIssue } from '../config/issue.ts'
import { documentSha256, openDocument } from '../config/live-document.ts'
import type { LoadedPolicy } from '../config/policy-document.ts'
import type { PolicySigner } from '../config/policy-signers-schema.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { millisOf, type UnixMillis } from '../lib/time.ts'
import type { PolicyDocument } from './control/types.ts'
import { withTimeout } from './with-timeout.ts'

/** What serves the policies, as far as bringing one there goes. */
export interface PolicyHolder<P> {
  readonly make: (loaded: LoadedPolicy) => Promise<P>
  /** undefined: that of the deployment */
  readonly swap: (policy: P | undefined) => void
}

/** Where documents lie; undefined where there are none to name. Rejects where it cannot be reached. */
export type ReadDocument = (sha256: string) => Promise<PolicyDocument | undefined>

export interface PolicySourceOptions {
  /** For `health`: which of the policies it is. */
  readonly name: string
  readonly signers: readonly PolicySigner[]
  /** How long what was in force before may go on in the stead of what should be. */
  readonly maxAgeSeconds: number
}

/**
 * How what is in force here stands to what `Control` names. `stale`: another is, and this is what was before it;
 * `expired`: for too long; `missing`: there is nothing to go on with.
 */
export type PolicyStanding = 'current' | 'stale' | 'expired' | 'missing'

const RETRY_SECONDS = 5
const FIRST_WAIT_MILLIS = 2_000
const LATER_WAIT_MILLIS = 5_000
const POLL_MILLIS = 25
/** From when an isolate hears of a policy until it has it: with the 50 seconds of hearing, within the minute. */
const SWITCH_SECONDS = 10

/**
 * Brings the policy that `Control` names into force: reads its document, checks text, signatures and form, and swaps.
 *
 * On any trouble the policy that was in force before goes on, for a stated age. The deployed policy is no such policy: it
 * may admit what the live one refuses, so where a document is named, and none was in force here yet, there is nothing to
 * go on with. A change while requests are served makes nobody wait; only the first requests of an isolate do.
 */
export class PolicySource<P> {
  readonly #holder: PolicyHolder<P>
  readonly #read: ReadDocument
  readonly #options: PolicySourceOptions
  /** Undefined: nothing was heard of `Control` yet. `sha256` undefined: the deployed policy. */
  #wanted: { readonly sha256: string | undefined; readonly since: UnixMillis } | undefined
  #held: { readonly sha256: string | undefined } | undefined
  #triedAt: UnixMillis | undefined
  #fault: string | undefined
  #firstTry: 'none' | 'running' | 'over' = 'none'

  constructor(holder: PolicyHolder<P>, read: ReadDocument, options: PolicySourceOptions) {
    this.#holder = holder
    this.#read = read
    this.#options = options
  }

  /** Why the policy that should be in force is not; undefined when it is, or nobody has tried yet. */
  get fault(): string | undefined {
    return this.#fault
  }

  /** What `Control` names from now on; undefined: nothing, so that the deployed policy is in force. */
  want(sha256: string | undefined, now: UnixMillis): void {
    if (this.#wanted !== undefined && this.#wanted.sha256 === sha256) return
    this.#wanted = { sha256, since: now }
    this.#triedAt = undefined
    this.#fault = undefined
    if (sha256 !== undefined) return
    this.#firstTry = 'over'
    this.#held = { sha256: undefined }
    this.#holder.swap(undefined)
  }

  standing(now: UnixMillis): PolicyStanding {
    if (this.#wanted === undefined || !this.#isBehind) return 'current'
    if (this.#held === undefined) return 'missing'
    const behind = Math.abs(now - this.#wanted.since)
    if (behind <= millisOf(SWITCH_SECONDS)) return 'stale'
    if (this.#held.sha256 === undefined) return 'missing'
    return behind <= millisOf(this.#options.maxAgeSeconds) ? 'stale' : 'expired'
  }

  /** Whether requests have to wait, because the first policy that was named was not asked for yet. */
  get isStarting(): boolean {
    return this.#isBehind && this.#firstTry !== 'over'
  }

  /** As `PrefixSource.start`: one request reads and the others look on, for two seconds at most. Never rejects. */
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
    this.#fail('nobody has read it in time')
  }

  /** Whether another try should be made behind this request. */
  isDue(now: UnixMillis): boolean {
    if (!this.#isBehind || this.#firstTry === 'running') return false
    return this.#triedAt === undefined || Math.abs(now - this.#triedAt) >= millisOf(RETRY_SECONDS)
  }

  /** Never rejects; what went wrong is `fault`. */
  async retry(now: UnixMillis, timeoutMillis = LATER_WAIT_MILLIS): Promise<void> {
    const sha256 = this.#wanted?.sha256
    if (sha256 === undefined || !this.#isBehind) return
    // Set first, so that requests which arrive meanwhile do not try as well.
    this.#triedAt = now
    const made = await this.#make(sha256, timeoutMillis)
    // Another one may have been named meanwhile.
    if (this.#wanted?.sha256 !== sha256) return
    this.#firstTry = 'over'
    if (!made.ok) return this.#fail(made.error)
    this.#held = { sha256 }
    this.#fault = undefined
    this.#holder.swap(made.value)
  }

  async #make(sha256: string, timeoutMillis: number): Promise<Result<P, string>> {
    const read = await this.#readInTime(sha256, timeoutMillis)
    if (!read.ok) return read
    const { text, signatures } = read.value
    if ((await documentSha256(text)) !== sha256) return err('the text is not the one with this checksum')
    const { signers } = this.#options
    if (signers.length > 0 && !(await isSigned(sha256, signatures, signers)))
      return err('not signed by any of POLICY_SIGNERS')
    const loaded = openDocument(text)
    if (!loaded.ok) return err(loaded.error.slice(0, MAX_ISSUES).map(formatIssue).join('; '))
    try {
      return ok(await this.#holder.make(loaded.value))
    } catch {
      return err('it cannot be compiled')
    }
  }

  async #readInTime(sha256: string, timeoutMillis: number): Promise<Result<PolicyDocument, string>> {
    try {
      const found = await withTimeout(this.#read(sha256), timeoutMillis)
      if (found === 'timeout') return err('timeout')
      if (found === undefined) return err('not found')
      return isDocument(found) ? ok(found) : err('malformed answer')
    } catch {
      return err('unreachable')
    }
  }

  get #isBehind(): boolean {
    const { sha256 } = this.#wanted ?? {}
    return sha256 !== undefined && this.#held?.sha256 !== sha256
  }

  #fail(fault: string): void {
    this.#fault = `${this.#options.name} ${this.#wanted?.sha256?.slice(0, 16)}…: ${fault}`
  }
}

const MAX_ISSUES = 5

/** Loaded where signatures are asked for at all. */
async function isSigned(
  sha256: string,
  signatures: readonly string[],
  by: readonly PolicySigner[],
): Promise<boolean> {
  const { verifyPolicySignatures } = await import('../config/policy-signature.ts')
  const { signers } = await verifyPolicySignatures(sha256, signatures, by)
  return signers.length > 0
}

/** What comes from an object that may be of another deployment. */
function isDocument(found: { readonly text: unknown; readonly signatures: unknown }): boolean {
  const { text, signatures } = found
  return (
    typeof text === 'string' &&
    Array.isArray(signatures) &&
    signatures.every((one) => typeof one === 'string')
  )
}
