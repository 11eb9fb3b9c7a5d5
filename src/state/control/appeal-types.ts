import type { UnixSeconds } from '../../lib/time.ts'
import type { NetworkClass } from '../../net/network-class.ts'
import type { Actor } from './actor.ts'

/** What becomes of an appeal. None of them changes a verdict: whoever upholds one changes the policy, too. */
export const APPEAL_OUTCOMES = ['upheld', 'mistaken', 'spam'] as const
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number]

export const APPEAL_STATES = ['open', 'closed'] as const
export type AppealState = (typeof APPEAL_STATES)[number]

/** What a refused person says, and what the edge saw of the connection that said it. */
export interface AppealEntry {
  /** The reference code that they give: 22 characters of base64url. That it names a refusal is only their word. */
  readonly decision: string
  /** BCP 47, of the page that they saw. */
  readonly language: string
  /** Their own words, in clear and unescaped; at most 1,000 characters. */
  readonly message: string
  /** How they can be reached; may be empty. */
  readonly contact: string
  /** ISO 3166; undefined where the edge did not say. */
  readonly place: string | undefined
  readonly networkClass: NetworkClass
  readonly asn: number | undefined
  /** A /24 or a /48, or `unknown`: never a whole address. */
  readonly network: string
}

export interface Appeal extends AppealEntry {
  /** 22 characters, random. */
  readonly id: string
  /** Of its place in the queue: a later appeal has a higher one. */
  readonly number: number
  readonly at: UnixSeconds
  /** Undefined while it is open. */
  readonly closed: AppealClosed | undefined
}

export interface AppealClosed {
  readonly at: UnixSeconds
  readonly by: Actor
  readonly outcome: AppealOutcome
  readonly why: string
}

/** Whose appeals: a provider's, or a network's in the words in which it is listed. */
export type AppealSource = { readonly asn: number } | { readonly network: string }

/** - `received`: it is in the queue now; `replaced`: it stands in the place of what the same network had said before. */
export type AppealTaken = 'received' | 'replaced'

/**
 * Why one is not taken. `appeal.known`: one about this decision is closed, or another network's. `appeal.rate` within this
 * minute, `appeal.network` and `appeal.asn` while so many of the same are open, `appeal.full` while so many are open at
 * all. None is dropped for another.
 */
export type AppealFault = 'appeal.known' | 'appeal.rate' | 'appeal.network' | 'appeal.asn' | 'appeal.full'

export interface AppealPage {
  readonly state: AppealState
  /** At most this many; 1 to 200. */
  readonly limit: number
  /** Only appeals after this one: the `number` of the last seen. */
  readonly after?: number
}
