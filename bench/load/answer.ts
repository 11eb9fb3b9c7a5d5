/** Enough of HTTP/1.1 to read the answers of workerd, cheaply: the load generator shares the machine with it. */

export interface Answer {
  readonly status: number
  /** Status line and headers, as they came. */
  readonly head: string
  readonly body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')
const CHUNKED_END = Buffer.from('0\r\n\r\n')
const LINE_END = Buffer.from('\r\n')

/** One connection's answers, one after the other: nothing is asked before the last answer has ended. */
export class AnswerReader {
  #held: Buffer = Buffer.alloc(0)

  /** @returns the answer that this piece ends; undefined while there is more to come */
  push(piece: Buffer): Answer | undefined {
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece])
    const headEnd = this.#held.indexOf(HEAD_END)
    if (headEnd < 0) return undefined
    const head = this.#held.toString('latin1', 0, headEnd)
    const status = Number(head.slice(9, 12))
    const rest = this.#held.subarray(headEnd + HEAD_END.length)
    const body = bodyIn(rest, head, status)
    if (body === undefined) return undefined
    this.#held = Buffer.alloc(0)
    return { status, head, body }
  }
}

function bodyIn(rest: Buffer, head: string, status: number): Buffer | undefined {
  if (status === 204 || status === 304) return rest.subarray(0, 0)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return rest.length < Number(length) ? undefined : rest.subarray(0, Number(length))
  // What ends so may still be in the middle of a chunk: `joined` says.
  return rest.subarray(-CHUNKED_END.length).equals(CHUNKED_END) ? joined(rest) : undefined
}

function joined(chunked: Buffer): Buffer | undefined {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = chunked.indexOf(LINE_END, at)
    if (lineEnd < 0) return undefined
    const length = Number.parseInt(chunked.toString('latin1', at, lineEnd), 16)
    if (Number.isNaN(length)) throw new Error('an answer with a broken chunk')
    const from = lineEnd + LINE_END.length
    if (length === 0) return Buffer.concat(chunks)
    chunks.push(chunked.subarray(from, from + length))
    at = from + length + LINE_END.length
  }
}
