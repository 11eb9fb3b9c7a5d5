import { type LookUp, readAccessLine } from './access-log.ts'
import { RecordReader } from './cordon-record.ts'
import type { Format } from './format.ts'
import { eachLine, MAX_LINE_BYTES, withoutMark } from './lines.ts'
import { LogpushReader, type PassedOver, rayOf } from './logpush.ts'
import { withoutControls } from './path-template.ts'
import type { Replayer } from './replayer.ts'
import { add, keepMalformed, type LinePosition, MAX_MALFORMED_EXAMPLES } from './tally.ts'

/** What is shown of a line that could not be read. */
const MAX_SHOWN = 120
const TOO_LONG = 'longer than 1 MiB'
const OWN_ENDPOINTS = '/.cordon/'

/** Lines that nobody could hold, by where they stood. */
export interface TooLong {
  readonly before: number
  readonly after: number
}

/** Reads the lines of a block, whatever they are, and has the replayer decide them. */
export class BlockReader {
  readonly #replayer: Replayer
  readonly #lookUp: LookUp
  readonly #logpush: LogpushReader
  /** By source: an admission record is looked for in the log that names it. */
  readonly #records = new Map<number, RecordReader>()

  constructor(replayer: Replayer, lookUp: LookUp) {
    this.#replayer = replayer
    this.#lookUp = lookUp
    this.#logpush = new LogpushReader(replayer.parts)
  }

  /** @returns how many lines there were */
  read(
    given: Buffer,
    format: Format,
    { source, block }: Pick<LinePosition, 'source' | 'block'>,
    tooLong: TooLong,
  ): number {
    const { tally } = this.#replayer
    const bytes = block === 0 ? withoutMark(given) : given
    const lines = eachLine(bytes, (start, end, index) => {
      tally.lines++
      this.#line(bytes, start, end, format, { source, block, line: tooLong.before + index })
    })
    const all = tooLong.before + lines + tooLong.after
    for (let line = 0; line < all; line++) {
      if (line === tooLong.before) line += lines
      if (line >= all) break
      tally.lines++
      this.#malformed(TOO_LONG, '', { source, block, line })
    }
    return all
  }

  #line(bytes: Buffer, start: number, end: number, format: Format, position: LinePosition): void {
    const fault = end - start > MAX_LINE_BYTES ? TOO_LONG : this.#decide(bytes, start, end, format, position)
    if (fault !== undefined)
      this.#malformed(fault, bytes.toString('utf8', start, Math.min(end, start + 2 * MAX_SHOWN)), position)
  }

  /** Why nothing could be decided, where the line is to blame. */
  #decide(
    bytes: Buffer,
    start: number,
    end: number,
    format: Format,
    position: LinePosition,
  ): string | undefined {
    if (format === 'cordon') {
      const read = this.#recordReader(position.source).read(bytes.toString('utf8', start, end))
      if (read.kind === 'malformed') return read.why
      if (read.kind === 'passed_over') this.#passOver(read.why)
      else this.#replayer.record(read.recorded, position)
      return undefined
    }
    const read =
      format === 'logpush'
        ? this.#logpush.read(bytes, start, end)
        : readAccessLine(bytes.toString('utf8', start, end), this.#lookUp)
    if (read.kind === 'malformed') return read.why
    if (read.kind === 'passed_over') {
      this.#passOver(read.why)
      return undefined
    }
    if (read.facts.target?.startsWith(OWN_ENDPOINTS)) {
      this.#passOver('own_endpoint')
      return undefined
    }
    const ray = () => (format === 'logpush' ? rayOf(bytes.toString('utf8', start, end)) : '')
    return this.#replayer.request(read.facts, position, ray) ? undefined : 'no time in it, and no --at'
  }

  #recordReader(source: number): RecordReader {
    const held = this.#records.get(source) ?? new RecordReader()
    // One log after the other: what an earlier one held is of no use to the next.
    if (!this.#records.has(source)) this.#records.clear()
    this.#records.set(source, held)
    return held
  }

  #passOver(why: PassedOver): void {
    add(this.#replayer.tally.passedOver, why, 1)
  }

  #malformed(why: string, text: string, position: LinePosition): void {
    const { tally } = this.#replayer
    tally.malformed++
    add(tally.faults, why, 1)
    const held = tally.malformedExamples
    const last = held.at(-1)
    const isWanted =
      held.length < MAX_MALFORMED_EXAMPLES ||
      last === undefined ||
      position.source < last.source ||
      (position.source === last.source && position.block < last.block)
    if (isWanted) keepMalformed(tally, { ...position, why, text: shown(text) })
  }
}

function shown(text: string): string {
  const cut = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  return withoutControls(cut)
}
