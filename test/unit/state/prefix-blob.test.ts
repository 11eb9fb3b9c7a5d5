import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BlobBinding, blobName, blobStore, readBlob } from '../../../src/state/prefix-blob.ts'

const SHA = 'ab'.repeat(32)
const BYTES = Uint8Array.of(1, 2, 3)
const store = (get: BlobBinding['get']) => blobStore({ get })

describe('readBlob()', () => {
  it('asks for the blob by its hash', async () => {
    const get = vi.fn<BlobBinding['get']>(async () => BYTES.buffer)
    expect(await readBlob(store(get), SHA, 100)).toEqual({ ok: true, value: BYTES })
    expect(get.mock.calls).toEqual([[`networks/${SHA}`, { type: 'arrayBuffer' }]])
    expect(blobName(SHA)).toBe(`networks/${SHA}`)
  })

  it.each<readonly [string, BlobBinding['get']]>([
    ['the bytes, as KV does', async () => BYTES.buffer],
    ['an object that has them, as R2 does', async () => new Response(BYTES)],
  ])('takes %s', async (_, get) => {
    expect(await readBlob(store(get), SHA, 100)).toEqual({ ok: true, value: BYTES })
  })

  it.each([null, undefined])('finds nothing where the store says %s', async (nothing) => {
    expect(
      await readBlob(
        store(async () => nothing),
        SHA,
        100,
      ),
    ).toEqual({ ok: false, error: 'not_found' })
  })

  it.each<readonly [string, BlobBinding['get']]>([
    ['rejects', async () => Promise.reject(new Error('KV is down'))],
    [
      'throws',
      () => {
        throw new Error('KV is down')
      },
    ],
    ['breaks off in the body', async () => ({ arrayBuffer: async () => Promise.reject(new Error('reset')) })],
    ['answers with something else', async () => 'text'],
  ])('cannot reach a store that %s', async (_, get) => {
    expect(await readBlob(store(get), SHA, 100)).toEqual({ ok: false, error: 'unreachable' })
  })
})

describe('a store that does not answer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const slow = (millis: number) =>
    store(() => new Promise((resolve) => setTimeout(() => resolve(BYTES.buffer), millis)))

  it('is waited for as long as was said, and no longer', async () => {
    const [inTime, late] = [readBlob(slow(1_999), SHA, 2_000), readBlob(slow(2_001), SHA, 2_000)]
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await inTime).toMatchObject({ ok: true })
    expect(await late).toEqual({ ok: false, error: 'timeout' })
  })

  it('is waited for through the body too', async () => {
    const stalled = store(async () => ({ arrayBuffer: () => new Promise<never>(() => {}) }))
    const read = readBlob(stalled, SHA, 2_000)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await read).toEqual({ ok: false, error: 'timeout' })
  })

  it('leaves no timer behind when it does', async () => {
    await readBlob(
      store(async () => BYTES.buffer),
      SHA,
      2_000,
    )
    await readBlob(
      store(async () => Promise.reject(new Error())),
      SHA,
      2_000,
    )
    expect(vi.getTimerCount()).toBe(0)
  })
})
