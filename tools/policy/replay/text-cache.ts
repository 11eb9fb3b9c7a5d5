const SLOTS = 1 << 15
const WORD = 4
/** Longer texts are seldom the same twice. */
const MAX_WORDS = 20
const MAX_LENGTH = MAX_WORDS * WORD

/**
 * Texts that were met before, by their bytes: the same few thousand make up most of a log, and comparing their bytes is
 * faster than making them anew. A text that falls on another's place takes it.
 */
export class TextCache {
  /** Of each text its bytes, four at a time, and those that are left over. */
  readonly #written = new Int32Array(SLOTS * MAX_WORDS)
  readonly #lengths = new Int8Array(SLOTS).fill(-1)
  readonly #texts: string[] = new Array<string>(SLOTS).fill('')

  /**
   * @param words the same bytes
   * @param hash of them, any
   * @param read makes the text of bytes that were not met before
   */
  text(bytes: Buffer, words: DataView, start: number, end: number, hash: number, read: ReadText): string {
    const length = end - start
    if (length > MAX_LENGTH) return read(bytes, start, end)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    if (this.#lengths[slot] === length && this.#isWritten(slot * MAX_WORDS, bytes, words, start, end))
      return this.#texts[slot] as string
    const text = read(bytes, start, end)
    let word = slot * MAX_WORDS
    let at = start
    for (; at + WORD <= end; at += WORD) this.#written[word++] = words.getInt32(at, true)
    if (at < end) this.#written[word] = leftOver(bytes, at, end)
    this.#lengths[slot] = length
    this.#texts[slot] = text
    return text
  }

  #isWritten(first: number, bytes: Buffer, words: DataView, start: number, end: number): boolean {
    let word = first
    let at = start
    for (; at + WORD <= end; at += WORD) if (words.getInt32(at, true) !== this.#written[word++]) return false
    return at === end || leftOver(bytes, at, end) === this.#written[word]
  }
}

/** Up to three bytes as one number. */
function leftOver(bytes: Buffer, start: number, end: number): number {
  let word = 0
  for (let at = start; at < end; at++) word = (word << 8) | (bytes[at] as number)
  return word
}

/** The text that is written there. */
export type ReadText = (bytes: Buffer, start: number, end: number) => string

export const readPlain: ReadText = (bytes, start, end) => bytes.toString('latin1', start, end)

export const readUnicode: ReadText = (bytes, start, end) => bytes.toString('utf8', start, end)

export const readEscaped: ReadText = (bytes, start, end) =>
  JSON.parse(`"${bytes.toString('utf8', start, end)}"`) as string
