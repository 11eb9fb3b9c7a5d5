import { err, ok, type Result } from './result.ts'

export type StrictJsonError = 'syntax' | 'duplicate_member' | 'too_deep'

const MAX_DEPTH = 32
const FAILED: unique symbol = Symbol('failed')
type Parsed<T> = T | typeof FAILED

/**
 * The value that a JSON text (RFC 8259) denotes, when every reader would read the same one.
 *
 * For texts that attackers write: JWT headers and claims, request bodies. Linear in the text's length. Differs from
 * `JSON.parse` in that it refuses
 * - `duplicate_member`: two members of one name, compared after unescaping (RFC 7515 §4, RFC 7519 §4): parsers
 *   disagree on which counts, and one may be checked and the other used;
 * - `too_deep`: arrays and objects nested more than 32 deep;
 * - `syntax`: also numbers beyond binary64 (`1e400`, which would be an `exp` of Infinity) and lone surrogates
 *   (RFC 8259 §8.2, RFC 7493 §2.1).
 * Objects have no prototype, so that `__proto__` and `constructor` are members like any other. Of several errors the
 * first in the text is told.
 */
export function parseStrictJson(text: string): Result<unknown, StrictJsonError> {
  const reader = new Reader(text)
  const value = reader.document()
  return value === FAILED ? err(reader.error) : ok(value)
}

class Reader {
  error: StrictJsonError = 'syntax'
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Parsed<unknown> {
    const value = this.#value(0)
    if (value === FAILED) return FAILED
    this.#skipSpace()
    return this.#at === this.#text.length ? value : FAILED
  }

  #value(depth: number): Parsed<unknown> {
    this.#skipSpace()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1)
      case '[':
        return this.#array(depth + 1)
      case '"':
        return this.#string()
      case 't':
        return this.#literal('true', true)
      case 'f':
        return this.#literal('false', false)
      case 'n':
        return this.#literal('null', null)
      default:
        return this.#number()
    }
  }

  #object(depth: number): Parsed<object> {
    if (depth > MAX_DEPTH) return this.#fail('too_deep')
    const object: Record<string, unknown> = Object.create(null)
    this.#at++
    if (this.#take('}')) return object
    do {
      this.#skipSpace()
      const name = this.#string()
      if (name === FAILED) return FAILED
      if (Object.hasOwn(object, name)) return this.#fail('duplicate_member')
      if (!this.#take(':')) return FAILED
      const value = this.#value(depth)
      if (value === FAILED) return FAILED
      object[name] = value
    } while (this.#take(','))
    return this.#take('}') ? object : FAILED
  }

  #array(depth: number): Parsed<unknown[]> {
    if (depth > MAX_DEPTH) return this.#fail('too_deep')
    const array: unknown[] = []
    this.#at++
    if (this.#take(']')) return array
    do {
      const value = this.#value(depth)
      if (value === FAILED) return FAILED
      array.push(value)
    } while (this.#take(','))
    return this.#take(']') ? array : FAILED
  }

  #string(): Parsed<string> {
    if (this.#text[this.#at] !== '"') return FAILED
    let value = ''
    let plainFrom = ++this.#at
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at)
      if (code < 0x20) return FAILED
      if (code === QUOTE) {
        value += this.#text.slice(plainFrom, this.#at++)
        return value.isWellFormed() ? value : FAILED
      }
      if (code !== BACKSLASH) {
        this.#at++
        continue
      }
      value += this.#text.slice(plainFrom, this.#at)
      const unescaped = this.#escape()
      if (unescaped === FAILED) return FAILED
      value += unescaped
      plainFrom = this.#at
    }
    return FAILED
  }

  #escape(): Parsed<string> {
    const letter = this.#text[this.#at + 1] ?? ''
    if (letter !== 'u') {
      this.#at += 2
      return ESCAPES.get(letter) ?? FAILED
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6)
    this.#at += 6
    return FOUR_HEX.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : FAILED
  }

  #number(): Parsed<number> {
    const from = this.#at
    if (this.#text[this.#at] === '-') this.#at++
    if (this.#text[this.#at] === '0') this.#at++
    else if (!this.#digits()) return FAILED
    if (this.#text[this.#at] === '.') {
      this.#at++
      if (!this.#digits()) return FAILED
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      this.#at++
      if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at++
      if (!this.#digits()) return FAILED
    }
    const value = Number(this.#text.slice(from, this.#at))
    return Number.isFinite(value) ? value : FAILED
  }

  #digits(): boolean {
    const from = this.#at
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (!(code >= 0x30 && code <= 0x39)) return this.#at > from
      this.#at++
    }
  }

  #literal<T>(word: string, value: T): Parsed<T> {
    if (!this.#text.startsWith(word, this.#at)) return FAILED
    this.#at += word.length
    return value
  }

  #take(character: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at++
    }
  }

  #fail(error: StrictJsonError): typeof FAILED {
    this.error = error
    return FAILED
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const FOUR_HEX = /^[0-9a-fA-F]{4}$/
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
