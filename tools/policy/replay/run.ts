import { type Format, formatOf } from './format.ts'
import type { NetworkNames, Setup } from './messages.ts'
import { Pool } from './pool.ts'
import type { Source } from './source.ts'
import { type LinePosition, merge, newTally, type Tally } from './tally.ts'

export interface RunOptions {
  readonly setup: Setup
  /** Opened where a log needs them. */
  readonly openNames: () => Promise<NetworkNames>
  readonly sources: readonly Source[]
  /** Undefined: each log is what its first lines are. */
  readonly format: Format | undefined
  readonly jobs: number
  /** Told after each block. */
  readonly onProgress: (progress: Progress) => void
  /** Ends the reading; what was counted so far counts. */
  readonly interrupted: AbortSignal
}

export interface Progress {
  readonly lines: number
  /** Of all logs, 0 to 1; undefined where nobody knows how much there is. */
  readonly share: number | undefined
}

/** What became of one log. */
export interface ReadLog {
  readonly name: string
  readonly format: Format | undefined
  readonly lines: number
  /** Why it, or the rest of it, was not read. */
  readonly fault: string | undefined
}

export interface RunResult {
  readonly tally: Tally
  readonly logs: readonly ReadLog[]
  readonly isInterrupted: boolean
  /** Where a line is in its log, from 1 on. */
  readonly lineNumber: (position: LinePosition) => number
}

const NOTHING_KNOWN = 'its first lines are nothing that is known: name the format with --format'
/** The offline databases of places are 130 MB a thread. */
const MAX_JOBS_WITH_PLACES = 2

/** Reads logs and decides every line of them. Holds a few blocks at a time, however large the logs are. */
export async function runReplay(options: RunOptions): Promise<RunResult> {
  const { setup, sources, interrupted } = options
  const heads = await Promise.all(sources.map((source) => source.head()))
  const formats = heads.map((head) => (head.length === 0 ? undefined : (options.format ?? formatOf(head))))
  const needsPlaces = formats.some((format) => format === 'combined' || format === 'common')
  const jobs = needsPlaces ? Math.min(options.jobs, MAX_JOBS_WITH_PLACES) : options.jobs
  const counted = new LineCounts(sources.length)
  const pool = new Pool(jobs, setup, ({ source, block, lines }) => {
    counted.add(source, block, lines)
    options.onProgress({ lines: counted.all, share: shareOf(sources) })
  })
  try {
    if (formats.includes('logpush')) pool.tell(await options.openNames())
    for (const [index, source] of sources.entries()) {
      const format = formats[index]
      if (format === undefined) continue
      let block = 0
      for await (const data of source.blocks()) {
        // Records speak of records before them, so one thread reads all of a log, in order.
        await pool.give(
          { kind: 'block', source: index, block: block++, format, data },
          format === 'cordon' ? index : undefined,
        )
        if (interrupted.aborted) break
      }
      if (interrupted.aborted) break
    }
    const tally = newTally(setup.policies.length)
    for (const part of await pool.finish()) merge(tally, part)
    return {
      tally,
      isInterrupted: interrupted.aborted,
      lineNumber: (position) => counted.before(position) + position.line + 1,
      logs: sources.map(({ name, fault }, index) => ({
        name,
        format: formats[index],
        lines: counted.of(index),
        fault: fault ?? (formats[index] === undefined ? faultOfHead(heads[index]) : undefined),
      })),
    }
  } finally {
    await pool.close()
  }
}

function faultOfHead(head: Buffer | undefined): string {
  return head === undefined || head.length === 0 ? 'there is nothing in it' : NOTHING_KNOWN
}

function shareOf(sources: readonly Source[]): number | undefined {
  let size = 0
  let read = 0
  for (const source of sources) {
    if (source.size === undefined) return undefined
    size += source.size
    read += Math.min(source.read, source.size)
  }
  return size === 0 ? undefined : read / size
}

/** Lines of each block of each log: a line's number is known once all blocks before its own are counted. */
class LineCounts {
  all = 0
  readonly #blocks: number[][]

  constructor(sources: number) {
    this.#blocks = Array.from({ length: sources }, () => [])
  }

  add(source: number, block: number, lines: number): void {
    const blocks = this.#blocks[source]
    if (blocks !== undefined) blocks[block] = lines
    this.all += lines
  }

  of(source: number): number {
    return sum(this.#blocks[source] ?? [])
  }

  before({ source, block }: LinePosition): number {
    return sum((this.#blocks[source] ?? []).slice(0, block))
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + (number ?? 0), 0)
}
