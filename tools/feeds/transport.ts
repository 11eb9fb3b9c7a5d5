/** What a download needs of the world outside, so that tests can stand in for it. */
export interface Transport {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly sleep: (ms: number) => Promise<void>
  /** From 0 up to 1. */
  readonly random: () => number
  readonly now: () => Date
  readonly limits: TransportLimits
}

/** In milliseconds, where they are times. */
export interface TransportLimits {
  /** Until the answer begins. */
  readonly connect: number
  /** Without a byte of the body. */
  readonly stall: number
  /** A source as a whole, with all its files and attempts: a server may dribble for ever without ever stalling. */
  readonly total: number
  /** Waiting for answers and bytes that do not come, over all attempts of a source. */
  readonly silence: number
  readonly retries: number
  readonly firstPause: number
  /** The longest that a server may ask to be left alone for; after that the list is given up for this run. */
  readonly longestRetryAfter: number
  readonly redirects: number
}

export const LIMITS: TransportLimits = {
  connect: 20_000,
  stall: 20_000,
  total: 5 * 60_000,
  silence: 60_000,
  retries: 3,
  firstPause: 1_000,
  longestRetryAfter: 60_000,
  redirects: 5,
}

export const TRANSPORT: Transport = {
  fetch: (url, init) => fetch(url, init),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
  now: () => new Date(),
  limits: LIMITS,
}
