import { millisOf } from '../lib/time.ts'

/** What was taken off the wire. `part`: the whole content again as one stream, what was read and what is to come. */
export type TakenContent =
  | { readonly state: 'whole'; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly state: 'part'
      readonly why: 'too_large' | 'too_slow'
      readonly stream: ReadableStream<Uint8Array>
    }
  | { readonly state: 'failed' }

type Chunk = ReadableStreamReadResult<Uint8Array>

/**
 * Reads a request's content to its end, or as far as a limit of bytes and of time allows: a client that trickles holds
 * no more memory than that and is not waited for, and nothing of what it sends is lost. `failed` when it hangs up.
 */
export async function takeContent(
  body: ReadableStream<Uint8Array>,
  limitBytes: number,
  limitSeconds: number,
): Promise<TakenContent> {
  const reader = body.getReader()
  const held = new Held()
  const part = (why: 'too_large' | 'too_slow', pending: Promise<Chunk>): TakenContent => {
    // Of a request that is refused nobody takes the rest.
    pending.catch(() => {})
    return { state: 'part', why, stream: restored(held.bytes(), pending, reader) }
  }
  let isLate = false
  let wake = () => {}
  const timer = setTimeout(() => {
    isLate = true
    wake()
  }, millisOf(limitSeconds))
  try {
    // One loop that is waited for, and no function that reads beside it: what a client leaves behind that breaks off would
    // never be let go of by the platform. A race would gather one more thing to be told for each piece.
    for (;;) {
      const pending = reader.read()
      const chunk = await new Promise<Chunk | undefined>((resolve, reject) => {
        wake = () => resolve(undefined)
        pending.then(resolve, reject)
      })
      if (chunk === undefined || isLate) return part('too_slow', pending)
      if (chunk.done) return { state: 'whole', bytes: held.bytes() }
      held.append(chunk.value)
      if (held.length > limitBytes) return part('too_large', reader.read())
    }
  } catch {
    return { state: 'failed' }
  } finally {
    clearTimeout(timer)
  }
}

const FIRST_BYTES = 16_384

/** Bytes one after the other in one piece of memory: a million chunks of one byte must not become a million objects. */
class Held {
  length = 0
  #buffer = new Uint8Array(FIRST_BYTES)

  append(chunk: Uint8Array): void {
    const length = this.length + chunk.length
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, this.#buffer.length * 2))
      larger.set(this.#buffer.subarray(0, this.length))
      this.#buffer = larger
    }
    this.#buffer.set(chunk, this.length)
    this.length = length
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.length)
  }
}

function restored(
  first: Uint8Array,
  pending: Promise<Chunk>,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  let next: Promise<Chunk> | undefined = pending
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.length > 0) controller.enqueue(first)
    },
    async pull(controller) {
      const reading = next ?? reader.read()
      next = undefined
      const chunk = await reading
      if (chunk.done) controller.close()
      else controller.enqueue(chunk.value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
