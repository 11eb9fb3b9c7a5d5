const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_TABLE = 0x7b
const CLOSE_TABLE = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const MINUS = 0x2d
const PLUS = 0x2b
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const MAX_DEPTH = 32

/** Where JSON goes on, or that it does not. */
export const FAULT = -1

const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const NULL = Buffer.from('null')
/** What may stand behind a backslash (RFC 8259 §7), besides `u`. */
const ESCAPES: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'))

/** The first position at or behind `at` that is no white space. */
export function skipSpace(bytes: Buffer, at: number, end: number): number {
  let next = at
  while (next < end && isSpace(bytes[next] as number)) next++
  return next
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

/** The position behind the value at `at`, or `FAULT` where no value of JSON is (RFC 8259), or one nested too deeply. */
export function skipValue(bytes: Buffer, at: number, end: number, depth = 0): number {
  if (at >= end || depth > MAX_DEPTH) return FAULT
  switch (bytes[at]) {
    case QUOTE:
      return skipString(bytes, at, end)
    case OPEN_TABLE:
      return skipMembers(bytes, at + 1, end, CLOSE_TABLE, depth)
    case OPEN_LIST:
      return skipMembers(bytes, at + 1, end, CLOSE_LIST, depth)
    case 0x74:
      return skipWord(TRUE, bytes, at, end)
    case 0x66:
      return skipWord(FALSE, bytes, at, end)
    case 0x6e:
      return skipWord(NULL, bytes, at, end)
    default:
      return skipNumber(bytes, at, end)
  }
}

/** The position behind the string whose first quote is at `at`. */
export function skipString(bytes: Buffer, at: number, end: number): number {
  let next = at + 1
  while (next < end) {
    const byte = bytes[next] as number
    if (byte === QUOTE) return next + 1
    if (byte < 0x20) return FAULT
    if (byte !== BACKSLASH) next++
    else {
      const length = escapeLength(bytes, next, end)
      if (length === 0) return FAULT
      next += 1 + length
    }
  }
  return FAULT
}

/** Bytes behind the backslash that belong to it; 0: it is no escape. */
export function escapeLength(bytes: Buffer, at: number, end: number): number {
  if (at + 1 >= end) return 0
  const kind = bytes[at + 1] as number
  if (ESCAPES.has(kind)) return 1
  if (kind !== 0x75 || at + 5 >= end) return 0
  for (let digit = at + 2; digit < at + 6; digit++) if (!isHex(bytes[digit] as number)) return 0
  return 5
}

function isHex(byte: number): boolean {
  const letter = byte | 0x20
  return (byte >= ZERO && byte <= NINE) || (letter >= 0x61 && letter <= 0x66)
}

/** Of a table or a list, whose opening bracket has been passed. */
function skipMembers(bytes: Buffer, at: number, end: number, closing: number, depth: number): number {
  let next = skipSpace(bytes, at, end)
  if (next < end && bytes[next] === closing) return next + 1
  for (;;) {
    if (closing === CLOSE_TABLE) {
      if (next >= end || bytes[next] !== QUOTE) return FAULT
      next = skipString(bytes, next, end)
      if (next === FAULT) return FAULT
      next = skipSpace(bytes, next, end)
      if (next >= end || bytes[next] !== COLON) return FAULT
      next = skipSpace(bytes, next + 1, end)
    }
    next = skipValue(bytes, next, end, depth + 1)
    if (next === FAULT) return FAULT
    next = skipSpace(bytes, next, end)
    if (next >= end) return FAULT
    if (bytes[next] === closing) return next + 1
    if (bytes[next] !== COMMA) return FAULT
    next = skipSpace(bytes, next + 1, end)
  }
}

function skipNumber(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at] === MINUS ? at + 1 : at
  let next = skipDigits(bytes, first, end)
  if (next === first || (bytes[first] === ZERO && next > first + 1)) return FAULT
  if (next < end && bytes[next] === DOT) {
    const fraction = next + 1
    next = skipDigits(bytes, fraction, end)
    if (next === fraction) return FAULT
  }
  if (next < end && ((bytes[next] as number) | 0x20) === 0x65) {
    const sign = bytes[next + 1]
    const exponent = sign === PLUS || sign === MINUS ? next + 2 : next + 1
    next = skipDigits(bytes, exponent, end)
    if (next === exponent) return FAULT
  }
  return next
}

function skipDigits(bytes: Buffer, at: number, end: number): number {
  let next = at
  while (next < end && (bytes[next] as number) >= ZERO && (bytes[next] as number) <= NINE) next++
  return next
}

function skipWord(word: Buffer, bytes: Buffer, at: number, end: number): number {
  if (at + word.length > end) return FAULT
  for (let letter = 0; letter < word.length; letter++) if (word[letter] !== bytes[at + letter]) return FAULT
  return at + word.length
}
