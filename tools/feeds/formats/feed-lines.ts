import type { Intake } from '../intake.ts'
import { count } from '../issue.ts'

const NEWLINE = 0x0a
const MAX_LINE = 4096
const BOM = [0xef, 0xbb, 0xbf]

/**
 * The lines of a text that say something: without blank lines and `#` comments, trimmed. One line at a time becomes a
 * string: V8 has none as long as the largest of these files.
 */
export class FeedLines {
  /** Of the line that was given last, from 1, counting every line of the file. */
  number = 0
  readonly #contents: Buffer
  readonly #intake: Intake

  constructor(contents: Uint8Array, intake: Intake) {
    this.#contents = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength)
    this.#intake = intake
  }

  *[Symbol.iterator](): Generator<string, void, void> {
    const contents = this.#contents
    let at = BOM.every((byte, index) => contents[index] === byte) ? BOM.length : 0
    while (at < contents.length && !this.#intake.stopped) {
      const newline = contents.indexOf(NEWLINE, at)
      const end = newline < 0 ? contents.length : newline
      this.number++
      if (end - at > MAX_LINE) {
        this.#intake.bad(`longer than ${count(MAX_LINE)} bytes`, this.number)
      } else {
        const line = contents.toString('utf8', at, end).trim()
        if (line !== '' && line[0] !== '#') yield line
      }
      at = end + 1
    }
  }
}
