import type { Book } from './book.ts'
import { sessionIn } from './clients.ts'
import type { Judge } from './judge.ts'
import type { Kind, Presented } from './kind.ts'
import { BOUND, FIRST_VISIT, KNOWN } from './kinds/polite.ts'
import { Line } from './line.ts'
import type { Site } from './site.ts'
import { factsOf } from './token.ts'

/** Requests under way at a time, half of them in each isolate. */
export const AT_ONCE = 32

/** What went on between two instants. */
export interface Tally {
  requests: number
  hostile: number
  /** Without those that an attacker has sent slowly, or not waited for. */
  readonly latencyMicros: number[]
}

export interface Fill {
  readonly browsers: number
  readonly proofs: number
  /** Of `performance.now()`. */
  readonly until: number
}

export interface TrafficContext {
  readonly site: Site
  readonly book: Book
  readonly judge: Judge
  readonly deck: () => Kind
}

/** Clients with one request under way at a time, each on a connection of its own. */
export class Traffic {
  readonly #context: TrafficContext
  readonly #lines: readonly { readonly line: Line; readonly isolate: number }[]
  readonly #turns = new Map<string, number>()

  constructor(context: TrafficContext) {
    this.#context = context
    const { ports } = context.site.process
    this.#lines = Array.from({ length: AT_ONCE }, (_, at) => {
      const isolate = at % ports.length
      return { line: new Line(ports[isolate] ?? 0), isolate }
    })
  }

  /** The mix for so long. Rejects when a connection cannot be had or an answer does not come. */
  flow(seconds: number): Promise<Tally> {
    const { deck, book } = this.#context
    const end = performance.now() + seconds * 1000
    return this.#each(async (tally, send) => {
      while (performance.now() < end) {
        const kind = deck()
        await send(tally, kind, book.next(kind.presents))
      }
    })
  }

  /**
   * So many browsers and proofs that nobody has seen before, as long as there is time: what isolates remember of sessions,
   * statements and proofs is full then.
   *
   * @returns whether there was time for all the browsers
   */
  async fill(comer: () => Presented, { browsers, proofs, until }: Fill): Promise<boolean> {
    const { book } = this.#context
    let came = 0
    await this.#each(async (tally, send) => {
      while (came < browsers && performance.now() < until) {
        came++
        const presented = comer()
        book.visitor(presented.facts)
        await send(tally, KNOWN, presented)
      }
    })
    let proved = 0
    await this.#each(async (tally, send) => {
      while (proved++ < proofs && performance.now() < until) await send(tally, BOUND, book.next('bound'))
    })
    return came >= browsers
  }

  close(): void {
    for (const { line } of this.#lines) line.close()
  }

  async #each(
    act: (
      tally: Tally,
      send: (tally: Tally, kind: Kind, presented: Presented | undefined) => Promise<void>,
    ) => Promise<void>,
  ): Promise<Tally> {
    const tally: Tally = { requests: 0, hostile: 0, latencyMicros: [] }
    await Promise.all(
      this.#lines.map(({ line, isolate }) =>
        act(tally, (counted, kind, presented) => this.#send(counted, line, isolate, kind, presented)),
      ),
    )
    return tally
  }

  async #send(
    tally: Tally,
    line: Line,
    isolate: number,
    kind: Kind,
    presented: Presented | undefined,
  ): Promise<void> {
    const { judge, book, site } = this.#context
    const turn = this.#turns.get(kind.name) ?? 0
    this.#turns.set(kind.name, turn + 1)
    const request = kind.bytes(turn, presented)
    const sentAt = performance.now()
    const ending = await line.ask(request, kind.manner)
    const heardAt = performance.now()
    tally.requests++
    if (kind.hostile) tally.hostile++
    if (ending === undefined) return
    if (kind.manner === undefined) tally.latencyMicros.push((heardAt - sentAt) * 1000)
    judge.judge({ kind, presented, isolate, sentAt, heardAt, ending })
    const session = kind === FIRST_VISIT && ending !== 'closed' ? sessionIn(ending) : undefined
    if (session !== undefined) book.visitor(factsOf(session, site.policies))
  }
}
