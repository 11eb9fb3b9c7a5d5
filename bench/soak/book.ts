import type { Credential, Presented } from './kind.ts'
import type { TokenFacts } from './situation.ts'

/** So many browsers come back; a new visitor takes the place of the oldest. */
const BROWSERS = 1_000

/** What the clients of a run hold, by how they present it. They take turns. */
export class Book {
  readonly #held: Readonly<Record<Exclude<Credential, 'nothing'>, Presented[]>> = {
    cookie: [],
    token: [],
    bound: [],
    'session to be revoked': [],
    'account to be revoked': [],
  }
  #turn = 0
  #oldest = 0

  /** In the place of all that was held so. */
  hold(credential: Exclude<Credential, 'nothing'>, presented: readonly Presented[]): void {
    this.#held[credential].splice(0, Number.POSITIVE_INFINITY, ...presented)
  }

  visitor(facts: TokenFacts): void {
    const browsers = this.#held.cookie
    if (browsers.length < BROWSERS) browsers.push({ facts })
    else browsers[this.#oldest++ % BROWSERS] = { facts }
  }

  /** @throws Error where nobody holds one */
  next(credential: Credential): Presented | undefined {
    if (credential === 'nothing') return undefined
    const held = this.#held[credential]
    const found = held[this.#turn++ % held.length]
    if (found === undefined) throw new Error(`nobody holds: ${credential}`)
    return found
  }
}
