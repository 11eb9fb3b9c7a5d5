import type { Result } from '../../lib/result.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import type { Actor } from './actor.ts'
import type {
  Appeal,
  AppealEntry,
  AppealFault,
  AppealOutcome,
  AppealPage,
  AppealSource,
  AppealTaken,
} from './appeal-types.ts'

/**
 * What can be revoked, and by which claim of a token: a session by `sid`, one token by `jti`, an account or an API key
 * by `sub`, everything issued under a policy by `pol`, everything a signing key signed by `kid`.
 */
export const REVOCABLE = ['session', 'token', 'account', 'key', 'revision', 'signing_key'] as const
export type RevocationKind = (typeof REVOCABLE)[number]

/** Tokens that are worth nothing although their signature is good. Never holds a token, or any part of its text. */
export interface Revocation {
  /** 22 characters, random. */
  readonly id: string
  readonly kind: RevocationKind
  readonly value: string
  readonly at: UnixSeconds
  /**
   * Tokens issued after this instant, or for accounts and keys: of somebody the origin has vouched for after it, are not
   * meant: an account may come back. A little later than `at`, because an isolate that has not heard yet may go on
   * issuing. Undefined: all of them, whenever issued.
   */
  readonly issuedUpTo?: UnixSeconds
  /** From here on every token that it could be meant for has expired. */
  readonly expires: UnixSeconds
}

/** What has changed since a stamp, or, if `complete`, all there is. */
export interface ControlUpdate {
  /** Grows by one with every change. */
  readonly stamp: number
  /** Tokens of an earlier epoch are worth nothing. */
  readonly epoch: number
  /** SHA-256 of the prefix table that should be in force; undefined: the one the configuration names. */
  readonly tables: string | undefined
  /** SHA-256 of the live policy document; undefined: the deployed policy is in force. */
  readonly policy: string | undefined
  /** SHA-256 of the document that is tried out beside it. */
  readonly candidate: string | undefined
  /** Until then what no law demands refuses nobody. */
  readonly breakGlassUntil: UnixSeconds | undefined
  readonly complete: boolean
  readonly revocations: readonly Revocation[]
  /** Ids of revocations that hold no longer. */
  readonly lifted: readonly string[]
}

export { ROLES, type Role } from '../../config/admin-schema.ts'

export type Change =
  | {
      readonly action: 'revoke'
      readonly kind: RevocationKind
      readonly value: string
      /**
       * How long a session that exists now can go on where nobody hears of this: the revocation is forgotten after it.
       */
      readonly forSeconds: number
    }
  | { readonly action: 'lift'; readonly revocation: string }
  | { readonly action: 'raise_epoch' }
  | { readonly action: 'set_tables'; readonly sha256: string | undefined }
  /** Undefined: the deployed policy. */
  | { readonly action: 'set_policy'; readonly sha256: string | undefined }
  | { readonly action: 'set_candidate'; readonly sha256: string | undefined }
  /** From now on for so long, whatever held before. */
  | { readonly action: 'break_glass'; readonly seconds: number }
  | { readonly action: 'end_break_glass' }
  /** By the appeal's id. Nothing that is in force changes with it. */
  | { readonly action: 'close_appeal'; readonly appeal: string; readonly outcome: AppealOutcome }
  /** All that are open when it is carried out: also those that whoever gave the order has not seen. */
  | ({ readonly action: 'close_appeals'; readonly outcome: AppealOutcome } & AppealSource)

/** A policy document as somebody wrote it: stored under the SHA-256 of the text, which whoever reads it checks. */
export interface PolicyDocument {
  /** JSON, at most 1 MiB as UTF-8. */
  readonly text: string
  /** Compact JWS; see `config/policy-signature`. */
  readonly signatures: readonly string[]
}

/** What is known of a stored document without reading it. */
export interface StoredDocument {
  readonly sha256: string
  readonly bytes: number
  readonly signatures: number
  /** Of the change that stored it, or pointed at it last. */
  readonly stamp: number
  readonly at: UnixSeconds
  readonly by: Actor
  readonly why: string
}

/** What is in force by way of policies, and what could be again. */
export interface PolicyHistory extends Pick<ControlUpdate, 'policy' | 'candidate' | 'breakGlassUntil'> {
  /** What was in force before the one that is; undefined: the deployed one, or none ever was. */
  readonly policyBefore: string | undefined
  /** The latest first; at least the last fifty, and whatever is in force or was before. */
  readonly documents: readonly StoredDocument[]
}

export interface ChangeOrder {
  readonly change: Change
  /** Of a `set_policy` or `set_candidate`: stored and pointed at in one step. Left out where it is stored already. */
  readonly document?: PolicyDocument
  /** The live policy that this one was held against: the order is refused where another has come into force since. */
  readonly replaces?: { readonly policy: string | undefined }
  readonly by: Actor
  /** Why, in the words of whoever did it. */
  readonly why: string
  /** Of the request that brought it: where it is found in the logs. */
  readonly decision: string
  /** The same key with the same change, by the same actor, within a day is the same order. */
  readonly idempotencyKey?: string
}

/** One line of the log of changes, which nothing edits. */
export interface ChangeRecord {
  /** The stamp that the change made. */
  readonly stamp: number
  readonly at: UnixSeconds
  readonly by: Actor
  readonly why: string
  readonly decision: string
  readonly change: Change
  /** Of a `revoke`: the revocation's id. */
  readonly revocation?: string
  /** Of a `raise_epoch`, and of revoking a signing key, which raises it as well: the epoch that holds since. */
  readonly epoch?: number
}

export type ChangeFault =
  /** No such revocation or no such appeal, or it holds no longer. */
  | 'control.not_found'
  /** The idempotency key was used with another order. */
  | 'control.key_reused'
  /** Too many changes by this actor within a minute. */
  | 'control.rate'
  /** Too many revocations in force: raise the epoch instead. */
  | 'control.full'
  /** The document is not stored. */
  | 'control.no_document'
  /** Another policy has come into force than the order is meant to replace. */
  | 'control.moved'

export interface Changed {
  readonly record: ChangeRecord
  /** What the isolate that gave the order knows at once. */
  readonly update: ControlUpdate
  /** The order had been carried out before; nothing was done now. */
  readonly repeated: boolean
}

export interface Page {
  /** At most this many; 1 to 200. */
  readonly limit: number
  /** Only lines before this stamp: the `stamp` of the last line seen. */
  readonly before?: number
}

/**
 * The one Durable Object that says what is in force; see `control/object`. Guarantees: changes are written before they
 * are answered, survive restarts and eviction, and stay in the log, clients' own for thirty days; `read` costs little where nothing has changed.
 */
export interface Control {
  read(since: number | undefined, now: UnixSeconds): Promise<ControlUpdate>
  change(order: ChangeOrder, now: UnixSeconds): Promise<Result<Changed, ChangeFault>>
  revocations(page: Page, now: UnixSeconds): Promise<readonly (Revocation & { readonly stamp: number })[]>
  changes(page: Page): Promise<readonly ChangeRecord[]>
  /** What the order with this key has done within a day; undefined where none has been carried out. */
  earlier(order: EarlierOrder, now: UnixSeconds): Promise<ChangeRecord | undefined>
  document(sha256: string): Promise<PolicyDocument | undefined>
  policies(): Promise<PolicyHistory>
  /** No change: nothing that is in force depends on it, and the stamp stays. */
  appeal(entry: AppealEntry, now: UnixSeconds): Promise<Result<AppealTaken, AppealFault>>
  /** The oldest first. */
  appeals(page: AppealPage): Promise<readonly Appeal[]>
}

export interface EarlierOrder {
  readonly by: Actor
  readonly idempotencyKey: string
}
