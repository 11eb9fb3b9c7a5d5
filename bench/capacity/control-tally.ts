import type { Served } from './control-model.ts'

/** One stretch of simulated time. */
export interface Window {
  readonly name: string
  readonly fromSeconds: number
  readonly toSeconds: number
}

export interface WindowReport {
  readonly name: string
  readonly seconds: number
  readonly readsPerSecond: number
  readonly peakReadsPerSecond: number
  readonly completeReads: number
  readonly inVain: number
  readonly rejected: number
  /** Share of the object's time in which it was at work. */
  readonly utilisation: number
  /** Shares of all requests. */
  readonly waiting: number
  readonly refused: number
  /** Of those that waited. */
  readonly waitedMillisP50: number
  readonly waitedMillisP99: number
}

const STEP_MILLIS = 5

interface Counts extends Served {
  readonly perSecond: Map<number, number>
  /** Requests by how many steps they waited. */
  readonly waited: Map<number, number>
  refused: number
}

/** What happened in each of some stretches of time; what happens outside of them is not counted. */
export class ControlTally {
  readonly #windows: readonly (Window & { readonly counts: Counts })[]

  constructor(windows: readonly Window[]) {
    this.#windows = windows.map((window) => ({ ...window, counts: noCounts() }))
  }

  served(atMillis: number, what: Partial<Served>): void {
    const counts = this.#at(atMillis)
    if (counts === undefined) return
    counts.reads += what.reads ?? 0
    counts.complete += what.complete ?? 0
    counts.inVain += what.inVain ?? 0
    counts.rejected += what.rejected ?? 0
    counts.busyMillis += what.busyMillis ?? 0
    if (what.reads !== undefined) add(counts.perSecond, Math.floor(atMillis / 1_000), what.reads)
  }

  /** @param requests that this one stands for */
  waited(atMillis: number, millis: number, requests: number): void {
    const counts = this.#at(atMillis)
    if (counts !== undefined) add(counts.waited, Math.ceil(millis / STEP_MILLIS), requests)
  }

  refused(atMillis: number, requests: number): void {
    const counts = this.#at(atMillis)
    if (counts !== undefined) counts.refused += requests
  }

  report(requestsPerSecond: number): readonly WindowReport[] {
    return this.#windows.map(({ name, fromSeconds, toSeconds, counts }) => {
      const seconds = toSeconds - fromSeconds
      const requests = requestsPerSecond * seconds
      const waiting = sum(counts.waited.values())
      return {
        name,
        seconds,
        readsPerSecond: counts.reads / seconds,
        peakReadsPerSecond: Math.max(0, ...counts.perSecond.values()),
        completeReads: counts.complete,
        inVain: counts.inVain,
        rejected: counts.rejected,
        utilisation: counts.busyMillis / 1_000 / seconds,
        waiting: Math.min(1, waiting / requests),
        refused: Math.min(1, counts.refused / requests),
        waitedMillisP50: quantileOf(counts.waited, waiting * 0.5),
        waitedMillisP99: quantileOf(counts.waited, waiting * 0.99),
      }
    })
  }

  #at(millis: number): Counts | undefined {
    const seconds = millis / 1_000
    return this.#windows.find(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds < toSeconds)
      ?.counts
  }
}

function noCounts(): Counts {
  return {
    ...{ reads: 0, complete: 0, inVain: 0, rejected: 0, busyMillis: 0, refused: 0 },
    perSecond: new Map(),
    waited: new Map(),
  }
}

function add(counts: Map<number, number>, key: number, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function quantileOf(waited: ReadonlyMap<number, number>, requests: number): number {
  let passed = 0
  for (const [step, count] of [...waited].sort(([one], [other]) => one - other)) {
    passed += count
    if (passed >= requests) return step * STEP_MILLIS
  }
  return 0
}
