import type { HeldKey } from './jws.ts'
import type { TokenFacts } from './situation.ts'

/** What a request presents: a session in a cookie, in the header of a program, bound to a key, or one that is revoked later. */
export type Credential =
  | 'nothing'
  | 'cookie'
  | 'token'
  | 'bound'
  | 'session to be revoked'
  | 'account to be revoked'

export interface Presented {
  readonly facts: TokenFacts
  /** Of a bound token. */
  readonly key?: HeldKey
}

/** A request like many others. The answer depends on the situation, and on nothing else. */
export interface Kind {
  readonly name: string
  /** Of a deck of so many cards as all of them have. */
  readonly cards: number
  readonly hostile: boolean
  readonly presents: Credential
  /** How it is sent; at once when left out. What is aborted has no answer. */
  readonly manner?: 'slowly' | 'aborted'
  /** @param turn counts the requests of this kind, so that clients, pages and networks take turns */
  readonly bytes: (turn: number, presented: Presented | undefined) => Buffer
}

/** What a kind with a credential is given always: `presents` says so. */
export function tokenOf(presented: Presented | undefined): string {
  if (presented === undefined) throw new Error('a kind that presents a token was given none')
  return presented.facts.token
}

export const cookieOf = (presented: Presented | undefined) =>
  `theme=dark; __Host-cordon=${tokenOf(presented)}; lang=en`
