import type { NetworkClass } from '../../src/net/network-class.ts'
import type { FeedFormat } from './formats/index.ts'

/** A list of prefixes that somebody publishes, or sells: where it is, how it is written and what its entries are. */
export interface FeedSource {
  readonly id: string
  readonly title: string
  readonly publisher: string
  /** On what terms the publisher gives it away, as far as it says. */
  readonly licence: string
  /**
   * All of them together are the list. Empty: there is no public address that gives these prefixes without an account
   * or a name look-up, so the list comes from a mirror (`--from`) or from nowhere ("mirror only").
   */
  readonly urls: readonly string[]
  /** A file of the operator's own takes the place of URLs and mirrors. */
  readonly file?: string
  readonly discover?: Discovery
  readonly format: FeedFormat
  /** What the prefixes are, where the list does not say so itself. */
  readonly class: NetworkClass
  readonly confidence: 'high' | 'medium' | 'low'
  /** Whether the places in it count: see `MAY_MOVE_PLACE`. */
  readonly movesPlace: boolean
  /** The usual number of prefixes. Outside it is a warning: the publisher may have changed what the list is. */
  readonly expect: { readonly min: number; readonly max: number }
  readonly maxAgeDays: number
  readonly maxPrefixes: number
  readonly maxBytes: number
  /** The share of bad lines that are left out with a warning, rather than spoil the list. */
  readonly tolerate: number
  /** Under which names a mirror may hold it; the first that is there is taken. */
  readonly mirrors: readonly Mirror[]
  readonly credentials?: Credentials
}

export interface Mirror {
  readonly file: string
  readonly format: FeedFormat
}

/** A page that links to the list, whose own address changes with every edition. */
export interface Discovery {
  readonly page: string
  /** The link. A group called `date` is when the list was published. */
  readonly link: RegExp
}

/** Names of environment variables. Their values go into requests and nowhere else. */
export interface Credentials {
  readonly authorizationEnv?: string
  /** Query parameter → environment variable. */
  readonly queryEnv?: Readonly<Record<string, string>>
}

/**
 * Classes whose publishers may say where their users are: there the place of the address is known to be another than
 * the user's. Geofeeds are self-declared, and anybody else could move himself out of a restricted place with one.
 */
export const MAY_MOVE_PLACE: ReadonlySet<NetworkClass> = new Set(['satellite', 'mobile', 'privacy_relay'])

const MEGABYTE = 1024 * 1024

export const SOURCE_DEFAULTS = {
  confidence: 'high',
  movesPlace: false,
  maxAgeDays: 14,
  maxPrefixes: 4_000_000,
  maxBytes: 512 * MEGABYTE,
  tolerate: 0,
} as const satisfies Partial<FeedSource>

type Defaulted = keyof typeof SOURCE_DEFAULTS

/** A source as one writes it down: the usual may be left out. */
export function defineSource(
  source: Omit<FeedSource, Defaulted> & Partial<Pick<FeedSource, Defaulted>>,
): FeedSource {
  return { ...SOURCE_DEFAULTS, ...source }
}
