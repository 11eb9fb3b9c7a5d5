const SLOTS = 1 << 15
/** Longer texts are seldom the same twice. */
const MAX_LENGTH = 96

/**
 * Texts that were met before, by their bytes: the same few thousand make up most of a log, and comparing their bytes is
 * faster than making them anew. A text that falls on another's place takes it.
 */
export class TextCache {
  readonly #written: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined)
  readonly #texts: string[] = new Array<string>(SLOTS).fill('')

  /**
   * @param hash of the bytes, any
   * @param read makes the text of bytes that were not met before
   */
  text(bytes: Buffer, start: number, end: number, hash: number, read: ReadText): string {
    const length = end - start
    if (length > MAX_LENGTH) return read(bytes, start, end)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    const held = this.#written[slot]
    if (held !== undefined && held.length === length) {
      let at = 0
      while (at < length && held.charCodeAt(at) === bytes[start + at]) at++
      if (at === length) return this.#texts[slot] as string
    }
    const text = read(bytes, start, end)
    // One character a byte, whatever the bytes mean.
    this.#written[slot] = bytes.toString('latin1', start, end)
    this.#texts[slot] = text
    return text
  }
}

/** The text that stands between two quotes. */
export type ReadText = (bytes: Buffer, start: number, end: number) => string

export const readPlain: ReadText = (bytes, start, end) => bytes.toString('latin1', start, end)

export const readUnicode: ReadText = (bytes, start, end) => bytes.toString('utf8', start, end)

export const readEscaped: ReadText = (bytes, start, end) =>
  JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string
