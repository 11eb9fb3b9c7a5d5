import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../src/lib/bytes.ts'
import { takeContent } from '../../../src/middleware/take-content.ts'

const LIMIT = 1_000

function sending(...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = [...chunks]
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift()
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk)
    },
  })
}

async function partOf(body: ReadableStream<Uint8Array>, seconds = 10) {
  const taken = await takeContent(body, LIMIT, seconds)
  if (taken.state !== 'part') throw new Error(taken.state)
  return taken
}

const bytesOf = async (stream: ReadableStream<Uint8Array>) => new Response(stream).bytes()
const ascending = (length: number, from = 0) => Uint8Array.from({ length }, (_, i) => (from + i) % 251)

describe('content that is taken', () => {
  it.each<[string, readonly Uint8Array[]]>([
    ['nothing', []],
    ['one piece', [utf8('abc')]],
    ['several pieces, empty ones among them', [utf8('a'), utf8(''), utf8('bc')]],
    ['exactly the limit', [ascending(400), ascending(600, 400)]],
    ['single bytes', Array.from({ length: LIMIT }, (_, i) => ascending(1, i))],
  ])('is whole within the limit: %s', async (_, chunks) => {
    const taken = await takeContent(sending(...chunks), LIMIT, 10)
    expect(taken).toEqual({ state: 'whole', bytes: Uint8Array.from(chunks.flatMap((chunk) => [...chunk])) })
  })

  it('keeps pieces larger than what it began with', async () => {
    const large = ascending(40_000)
    expect(await takeContent(sending(large), 100_000, 10)).toEqual({ state: 'whole', bytes: large })
    expect(await takeContent(sending(ascending(16_000), large), 100_000, 10)).toMatchObject({
      state: 'whole',
    })
  })

  it.each<[string, readonly Uint8Array[]]>([
    ['a byte more', [ascending(400), ascending(601, 400)]],
    ['all at once', [ascending(5_000)]],
    ['much that comes later', [ascending(1_001), ascending(3_000, 1_001), ascending(10, 4_001)]],
  ])('beyond the limit is a stream of every byte in its order: %s', async (_, chunks) => {
    const sent = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
    const { why, stream } = await partOf(sending(...chunks))
    expect(why).toBe('too_large')
    expect(await bytesOf(stream)).toEqual(sent)
  })

  it('is given up after its time, and goes on as a stream with what comes then', async () => {
    const client = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 10 })
    const writer = client.writable.getWriter()
    void writer.write(utf8('early '))
    const { why, stream } = await partOf(client.readable, 0.02)
    expect(why).toBe('too_slow')
    void writer.write(utf8('late'))
    void writer.close()
    expect(new TextDecoder().decode(await bytesOf(stream))).toBe('early late')
  })

  it('is given up although pieces keep coming', async () => {
    let turn = 0
    const trickle = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        if (turn < 20) controller.enqueue(utf8(String(turn++ % 10)))
        else controller.close()
      },
    })
    const { why, stream } = await partOf(trickle, 0.03)
    expect(why).toBe('too_slow')
    expect(new TextDecoder().decode(await bytesOf(stream))).toBe('01234567890123456789')
  })

  it('has failed where the client hangs up', async () => {
    const hungUp = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(utf8('half'))
      },
      pull(controller) {
        controller.error(new Error('connection lost'))
      },
    })
    expect(await takeContent(hungUp, LIMIT, 10)).toEqual({ state: 'failed' })
  })

  it('fails its reader where the client hangs up later', async () => {
    let pulls = 0
    const later = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ < 3) controller.enqueue(ascending(600))
        else controller.error(new Error('connection lost'))
      },
    })
    const { stream } = await partOf(later)
    await expect(bytesOf(stream)).rejects.toThrow('connection lost')
  })

  it('lets go of the client where nobody wants the rest', async () => {
    const cancelled: unknown[] = []
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(ascending(600)),
      cancel: (reason) => void cancelled.push(reason),
    })
    const { stream } = await partOf(endless)
    await stream.cancel('refused')
    expect(cancelled).toEqual(['refused'])
  })
})
