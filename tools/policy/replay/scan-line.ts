import type { Scalar } from './fields.ts'
import { escapeLength, FAULT, skipSpace, skipValue } from './json-skip.ts'
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
  /** By the place of a name: 1 where nobody looks at the text. */
  readonly #isUnread: Uint8Array
  /** Which member stood where in the last line: logs are written by programs, and hardly ever change their order. */
  readonly #foretold: Member[] = []
  #bytes: Buffer | undefined
  #words: DataView = new DataView(new ArrayBuffer(0))

  /**
   * @param names of the members that are wanted, plain ASCII
   * @param isRead of which of them more is wanted than whether they are there; a text that nobody reads is given as empty
   */
  constructor(names: readonly string[], isRead: (name: string) => boolean = () => true) {
    this.#names = new Map(names.map((name, index) => [name, index]))
    this.#isUnread = Uint8Array.from(names, (name) => (isRead(name) ? 0 : 1))
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
    let at = skipSpace(bytes, start, end)
    if (at >= end || bytes[at] !== OPEN_TABLE) return false
    at = skipSpace(bytes, at + 1, end)
    if (bytes[at] === CLOSE_TABLE) return skipSpace(bytes, at + 1, end) === end
    for (let index = 0; ; index++) {
      if (at >= end || bytes[at] !== QUOTE) return false
      const member = this.#member(bytes, at + 1, end, index)
      if (member === undefined) return false
      at += member.name.length + 2
      if (bytes[at] !== COLON) at = skipSpace(bytes, at, end)
      if (at >= end || bytes[at] !== COLON) return false
      at++
      const first = bytes[at] as number
      if (first === QUOTE && member.field === UNWANTED) at = skipText(bytes, words, at, end)
      else at = this.#value(bytes, at, end, member.field, values)
      if (at === FAULT) return false
      if (bytes[at] !== COMMA && bytes[at] !== CLOSE_TABLE) at = skipSpace(bytes, at, end)
      if (at >= end) return false
      if (bytes[at] === CLOSE_TABLE) return skipSpace(bytes, at + 1, end) === end
      if (bytes[at] !== COMMA) return false
      at++
      if (bytes[at] !== QUOTE) at = skipSpace(bytes, at, end)
    }
  }

  /** The member whose name begins at `at`; undefined where the name is unusual. */
  #member(bytes: Buffer, at: number, end: number, index: number): Member | undefined {
    const foretold = this.#foretold[index]
    if (foretold !== undefined && isAt(foretold, bytes, this.#words, at, end)) return foretold
    let close = at
    for (; close < end && bytes[close] !== QUOTE; close++) {
      const byte = bytes[close] as number
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH || close - at > MAX_NAME_BYTES) return undefined
    }
    if (close >= end) return undefined
    const name = bytes.toString('latin1', at, close)
    const member = {
      name: Buffer.from(name, 'latin1'),
      words: wordsOf(name),
      field: this.#names.get(name) ?? UNWANTED,
    }
    if (index < MAX_FORETOLD) this.#foretold[index] = member
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
    if (field === UNWANTED) return skipText(bytes, this.#words, at, end)
    if (this.#isUnread[field] === 1) {
      values[field] = ''
      return skipText(bytes, this.#words, at, end)
    }
    const start = at + 1
    let escaped = false
    let hash = 0
    let all = 0
    let next = start
    for (const last = end - WORD; next <= last; next += WORD) {
      const word = this.#words.getInt32(next, true)
      if (!isText(word)) break
      all |= word
      hash = Math.imul(hash ^ word, 0x9e3779b1)
    }
    for (; next < end; next++) {
      const byte = bytes[next] as number
      if (byte === QUOTE) break
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
    values[field] = this.#texts.text(bytes, start, next, hash, read)
    return next + 1
  }
}

interface Member {
  readonly name: Buffer
  /** The name, four bytes at a time; what is left over is in `name` alone. */
  readonly words: readonly number[]
  /** Of the wanted ones which it is, or `UNWANTED`. */
  readonly field: number
}

const WORD = 4

function wordsOf(name: string): readonly number[] {
  const bytes = Buffer.from(name, 'latin1')
  return Array.from({ length: bytes.length >>> 2 }, (_, at) => bytes.readInt32LE(at * WORD))
}

/** Whether the name is there, and its quote behind it. */
function isAt(
  { name, words: wanted }: Member,
  bytes: Buffer,
  words: DataView,
  start: number,
  end: number,
): boolean {
  const length = name.length
  if (start + length >= end || bytes[start + length] !== QUOTE) return false
  let at = 0
  for (let word = 0; word < wanted.length; word++) {
    if (words.getInt32(start + at, true) !== wanted[word]) return false
    at += WORD
  }
  for (; at < length; at++) if (name[at] !== bytes[start + at]) return false
  return true
}

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
