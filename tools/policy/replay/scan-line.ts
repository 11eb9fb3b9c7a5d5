import type { Scalar } from './fields.ts'
import { escapeLength, FAULT, skipSpace, skipValue } from './json-skip.ts'
import { Literal } from './literal.ts'
import { RepeatedMembers } from './repeated.ts'
import { readEscaped, readPlain, readUnicode, TextCache } from './text-cache.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_TABLE = 0x7b
const CLOSE_TABLE = 0x7d
const OPEN_LIST = 0x5b
const ZERO = 0x30
const NINE = 0x39
/** Any number of so few digits is held exactly. */
const EXACT_DIGITS = 15
const UNWANTED = -1
/** Of the members of a line, whose names are foretold. */
const MAX_FORETOLD = 256
const MAX_NAME_BYTES = 64
const MAX_FORETOLD_BYTES = 128
const QUESTION = 0x3f
/** How much of a text is wanted: that it is there, what is before its first question mark, all. */
const NOTHING = 0
const PATH = 1
const WHOLE = 2

/**
 * Picks members off the bytes of one JSON table without making objects of the others.
 *
 * Where it answers, it answers what `JSON.parse` would (a property test holds it to that); where a line is anything but
 * plain (a name with escapes, a table where a value is wanted, deep nesting, any fault) it does not, and the caller
 * parses the line whole. So speed is all that depends on it.
 */
export class LineScanner {
  readonly #names: ReadonlyMap<string, number>
  readonly #texts = new TextCache()
  /** By the place of a name, how much of its text somebody looks at. */
  readonly #extents: Uint8Array
  readonly #repeated = new RepeatedMembers()
  /** Which member stood where in the last line: logs are written by programs, and hardly ever change their order. */
  readonly #foretold: Member[] = []
  #bytes: Buffer | undefined
  #words: DataView = new DataView(new ArrayBuffer(0))

  /**
   * @param names of the members that are wanted, plain ASCII
   * @param isRead of which of them more is wanted than whether they are there; a text that nobody reads is given as empty
   * @param isPath of which of them nothing is wanted from the first question mark on
   */
  constructor(
    names: readonly string[],
    isRead: (name: string) => boolean = () => true,
    isPath: (name: string) => boolean = () => false,
  ) {
    this.#names = new Map(names.map((name, index) => [name, index]))
    this.#extents = Uint8Array.from(names, (name) => (isRead(name) ? (isPath(name) ? PATH : WHOLE) : NOTHING))
  }

  /**
   * Reads the line into `values`, by the place of each name; what is not in the line is undefined. Answers false, with
   * anything in `values`, where the line has to be parsed whole.
   */
  scan(bytes: Buffer, start: number, end: number, values: Scalar[]): boolean {
    values.fill(undefined)
    if (this.#bytes !== bytes) {
      this.#bytes = bytes
      this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    }
    const words = this.#words
    const repeated = this.#repeated
    const isLearning = repeated.begins()
    let at = skipSpace(bytes, start, end)
    if (at >= end || bytes[at] !== OPEN_TABLE) return false
    at = skipSpace(bytes, at + 1, end)
    if (bytes[at] === CLOSE_TABLE) return skipSpace(bytes, at + 1, end) === end
    for (let index = 0; ; index++) {
      const run = repeated.at(index, bytes, words, at, end)
      if (run !== undefined) {
        run.give(values)
        at += run.literal.length
        index += run.members.length
        if (bytes[at] !== QUOTE) at = skipSpace(bytes, at, end)
      }
      if (at >= end || bytes[at] !== QUOTE) return false
      const member = this.#member(bytes, at, end, index)
      if (member === undefined) return false
      const begin = at
      at += member.length
      if (bytes[at] === QUOTE && member.field === UNWANTED) at = skipText(bytes, words, at, end)
      else at = this.#value(bytes, at, end, member.field, values)
      if (at === FAULT) return false
      if (bytes[at] !== COMMA && bytes[at] !== CLOSE_TABLE) at = skipSpace(bytes, at, end)
      if (at >= end) return false
      if (bytes[at] === CLOSE_TABLE) {
        if (skipSpace(bytes, at + 1, end) !== end) return false
        if (isLearning) repeated.learn(bytes, start, end)
        return true
      }
      if (bytes[at] !== COMMA) return false
      at++
      if (isLearning) repeated.add({ at: begin, end: at, field: member.field, value: values[member.field] })
      if (bytes[at] !== QUOTE) at = skipSpace(bytes, at, end)
    }
  }

  /** The member whose name's quote is at `at`; undefined where the name is unusual. */
  #member(bytes: Buffer, at: number, end: number, index: number): Member | undefined {
    const foretold = this.#foretold[index]
    if (foretold?.literal?.isAt(this.#words, at, end)) return foretold
    const start = at + 1
    let close = start
    for (; close < end && bytes[close] !== QUOTE; close++) {
      const byte = bytes[close] as number
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH || close - start > MAX_NAME_BYTES) return undefined
    }
    const colon = skipSpace(bytes, close + 1, end)
    if (colon >= end || bytes[colon] !== COLON) return undefined
    const name = bytes.toString('latin1', start, close)
    const member = {
      literal: Literal.of(bytes.subarray(at, colon + 1)),
      length: colon + 1 - at,
      field: this.#names.get(name) ?? UNWANTED,
    }
    if (index < MAX_FORETOLD && member.length < MAX_FORETOLD_BYTES) this.#foretold[index] = member
    return member
  }

  /** The position behind the value, which is kept where it is wanted. */
  #value(bytes: Buffer, given: number, end: number, field: number, values: Scalar[]): number {
    const at = skipSpace(bytes, given, end)
    if (at >= end) return FAULT
    const first = bytes[at] as number
    if (first === QUOTE) return this.#string(bytes, at, end, field, values)
    if (first >= ZERO && first <= NINE) {
      // Most numbers are whole and small.
      let value = first - ZERO
      let next = at + 1
      for (; next < end; next++) {
        const digit = (bytes[next] as number) - ZERO
        if (digit < 0 || digit > 9) break
        value = value * 10 + digit
      }
      const isPlain =
        next < end &&
        next - at <= EXACT_DIGITS &&
        (first !== ZERO || next === at + 1) &&
        (bytes[next] === COMMA || bytes[next] === CLOSE_TABLE)
      if (isPlain) {
        if (field !== UNWANTED) values[field] = value
        return next
      }
    }
    const behind = skipValue(bytes, at, end)
    if (behind === FAULT || field === UNWANTED) return behind
    if (first === OPEN_TABLE || first === OPEN_LIST) return FAULT
    values[field] = JSON.parse(bytes.toString('latin1', at, behind)) as Scalar
    return behind
  }

  #string(bytes: Buffer, at: number, end: number, field: number, values: Scalar[]): number {
    const words = this.#words
    const extent = field === UNWANTED ? NOTHING : this.#extents[field]
    if (extent === NOTHING) {
      if (field !== UNWANTED) values[field] = ''
      return skipText(bytes, words, at, end)
    }
    const stop = extent === PATH ? QUESTION : QUOTE
    const stops = stop * ONES
    const start = at + 1
    let escaped = false
    let hash = 0
    let all = 0
    let next = start
    for (const last = end - WORD; next <= last; next += WORD) {
      const word = words.getInt32(next, true)
      if (!isText(word) || hasByte(word, stops)) break
      all |= word
      hash = Math.imul(hash ^ word, 0x9e3779b1)
    }
    for (; next < end; next++) {
      const byte = bytes[next] as number
      if (byte === QUOTE || byte === stop) break
      if (byte < 0x20) return FAULT
      all |= byte
      hash = (Math.imul(hash, 31) + byte) | 0
      if (byte !== BACKSLASH) continue
      escaped = true
      const length = escapeLength(bytes, next, end)
      if (length === 0) return FAULT
      next += length
    }
    if (next >= end) return FAULT
    const read = escaped ? readEscaped : (all & HIGH) === 0 ? readPlain : readUnicode
    values[field] = this.#texts.text(bytes, words, start, next, hash, read)
    return bytes[next] === QUOTE ? next + 1 : skipText(bytes, words, next, end)
  }
}

interface Member {
  /** The name in its quotes and the colon, as they stood there; undefined where that is too short. */
  readonly literal: Literal | undefined
  readonly length: number
  /** Of the wanted ones which it is, or `UNWANTED`. */
  readonly field: number
}

const WORD = 4

/** The position behind a string that nobody reads. Four bytes at a time, as long as they are nothing but text. */
function skipText(bytes: Buffer, words: DataView, at: number, end: number): number {
  let next = at + 1
  const last = end - WORD
  while (next <= last && isText(words.getInt32(next, true))) next += WORD
  for (; next < end; next++) {
    const byte = bytes[next] as number
    if (byte === QUOTE) return next + 1
    if (byte < 0x20) return FAULT
    if (byte !== BACKSLASH) continue
    const length = escapeLength(bytes, next, end)
    if (length === 0) return FAULT
    next += length
  }
  return FAULT
}

const ONES = 0x01010101
const HIGH = 0x80808080 | 0

/** Whether none of four bytes is a quote, a backslash or a control character; errs towards no. */
function isText(word: number): boolean {
  const quote = word ^ 0x22222222
  const backslash = word ^ 0x5c5c5c5c
  const found = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - 0x20202020) & ~word)
  return (found & HIGH) === 0
}

/** Whether one of four bytes is that of `pattern`, which is four times the same; errs towards yes. */
function hasByte(word: number, pattern: number): boolean {
  const other = word ^ pattern
  return ((other - ONES) & ~other & HIGH) !== 0
}
