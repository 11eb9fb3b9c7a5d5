import { verifyAssertion } from '../../src/verify/index.ts'
import type { Expected } from './expected.ts'
import { expectedOf } from './expected.ts'
import { type Ending, fingerprintOf, type Received, receivedIn } from './fingerprint.ts'
import type { Kind, Presented } from './kind.ts'
import type { Orders } from './orders.ts'
import { AUDIENCE, ISSUER } from './site.ts'
import { type Situation, standingOf } from './situation.ts'
import { partOf } from './token.ts'

/** What was sent, when, to whom, and how it ended. */
export interface Exchange {
  readonly kind: Kind
  readonly presented: Presented | undefined
  /** 0: the one that the operators ask. */
  readonly isolate: number
  readonly sentAt: number
  readonly heardAt: number
  readonly ending: Ending
}

/** By then a change holds everywhere (`PROPAGATION_SECONDS`). */
export const ELSEWHERE_MILLIS = 60_000
/** A table is read behind requests also where the order was given. */
export const TABLE_MILLIS = 5_000
/** A statement serves again for 15 seconds, and clocks are read in whole ones. */
const STATED_AGAIN_SECONDS = 16

const SHOWN = 8
const VERIFIED_EACH = 50

const WITNESSES: Readonly<Record<string, 'policy' | 'table'>> = {
  france: 'policy',
  'listed:configured': 'table',
  'listed:named': 'table',
}

export interface Rotation {
  readonly oldKey: string
  readonly newKey: string
  /** Unix seconds. */
  readonly at: number
}

export interface JudgeContext {
  readonly expected: Expected
  readonly orders: Orders
  readonly rotation: Rotation
  readonly jwks: Parameters<typeof verifyAssertion>[1]['jwks']
}

/** Holds every answer against what the same request gets unloaded, and every forwarded request against what may reach an origin. */
export class Judge {
  judged = 0
  /** Where exactly one answer was right: no change was near that it depends on. */
  exact = 0
  wrong = 0
  unclean = 0
  statements = { old: 0, new: 0, wrong: 0, verified: 0, unverified: 0 }
  /** How long after its order a policy or table was still not in force in an isolate that had to hear of it. */
  behindMillis = 0
  readonly faults: string[] = []
  readonly #context: JudgeContext
  readonly #shown = new Set<string>()
  readonly #verifying: Promise<void>[] = []
  #admitted = 0

  constructor(context: JudgeContext) {
    this.#context = context
  }

  judge(exchange: Exchange): void {
    this.judged++
    const found = fingerprintOf(exchange.ending)
    const right = this.#right(exchange)
    if (right.size === 1) this.exact++
    if (!right.has(found)) {
      this.wrong++
      this.#fault(nameOf(exchange), `${found}\n    instead of ${[...right].join('\n    or ')}`)
    }
    if (exchange.isolate > 0) this.#compare(exchange, found)
    const received = typeof exchange.ending === 'object' ? receivedIn(exchange.ending) : undefined
    if (received !== undefined) this.#admit(exchange, received)
  }

  /** Until every sample has been verified. */
  async finish(): Promise<void> {
    await Promise.all(this.#verifying)
  }

  #right({ kind, presented, isolate, sentAt, heardAt }: Exchange): ReadonlySet<string> {
    const { expected, orders } = this.#context
    const lag = isolate === 0 ? 0 : ELSEWHERE_MILLIS
    const policies = orders.policy.possible(sentAt, heardAt, lag)
    const tables = orders.table.possible(sentAt, heardAt, Math.max(lag, TABLE_MILLIS))
    const revoked = orders.revoked.possible(sentAt, heardAt, lag)
    const right = new Set<string>()
    for (const policy of policies)
      for (const table of tables)
        for (const ended of revoked) {
          const standing = kind.presents === 'nothing' ? 'none' : standingOf(presented?.facts, policy, ended)
          const situation: Situation = { policy, table, standing }
          right.add(expectedOf(expected, kind, situation))
        }
    return right
  }

  /** With what would be right if everybody had heard already; by requests that tell a single change from others. */
  #compare({ kind, heardAt }: Exchange, found: string): void {
    const { expected, orders } = this.#context
    const witnessed = WITNESSES[kind.name]
    if (witnessed === undefined) return
    const now = { policy: orders.policy.ordered, table: orders.table.ordered, standing: 'none' } as const
    if (found === expectedOf(expected, kind, now)) return
    const since = heardAt - orders[witnessed].answeredAt
    this.behindMillis = Math.max(this.behindMillis, since)
  }

  #admit(exchange: Exchange, received: Received): void {
    const { reserved, cookie, assertion } = received
    const isClean =
      reserved.join() === 'cordon-assertion,cordon-decision' && !/__host-cordon/i.test(cookie ?? '')
    if (!isClean) {
      this.unclean++
      this.#fault(
        `${nameOf(exchange)}, forwarded`,
        `the origin was sent ${reserved.join(', ')}; cookie ${cookie}`,
      )
    }
    this.#state(exchange, assertion ?? '')
    if (this.#admitted++ % VERIFIED_EACH === 0) this.#verifying.push(this.#verify(received))
  }

  /** By which key: the old one until the new one begins, and for as long after it as its statements serve again. */
  #state(exchange: Exchange, assertion: string): void {
    const { oldKey, newKey, at } = this.#context.rotation
    const kid = partOf(assertion, 'header')?.kid
    const now = Date.now() / 1000
    const seconds = (exchange.heardAt - exchange.sentAt) / 1000
    if (kid === oldKey && now - seconds <= at + STATED_AGAIN_SECONDS) this.statements.old++
    else if (kid === newKey && now >= at - 1) this.statements.new++
    else {
      this.statements.wrong++
      this.#fault(`${nameOf(exchange)}, statement`, `signed by ${kid}`)
    }
  }

  async #verify({ method, target, assertion }: Received): Promise<void> {
    const verified = await verifyAssertion(
      { method, pathAndQuery: target, assertion: assertion ?? '' },
      { jwks: this.#context.jwks, issuer: ISSUER, audience: AUDIENCE },
    )
    if (verified.ok) this.statements.verified++
    else {
      this.statements.unverified++
      this.#fault('a statement', `it does not verify: ${verified.reason}`)
    }
  }

  /** The first of each kind: one fault mostly comes a hundred times. */
  #fault(about: string, text: string): void {
    if (this.faults.length >= SHOWN || this.#shown.has(about)) return
    this.#shown.add(about)
    this.faults.push(`${about}: ${text}`)
  }
}

function nameOf({ kind, isolate }: Exchange): string {
  return `${kind.name}, isolate ${isolate + 1}`
}
