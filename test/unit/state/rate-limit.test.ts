import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { publicLimit, type RateLimit } from '../../../src/state/rate-limit.ts'

const at = (second: number) => (1_000 + second) as UnixSeconds
const ALLOWED = 30

async function exhaust(limit: RateLimit, key: string): Promise<void> {
  for (let count = 0; count < ALLOWED; count++) expect(await limit.admits(key, at(0))).toBe(true)
  expect(await limit.admits(key, at(59))).toBe(false)
}

describe('publicLimit()', () => {
  it.each([
    ['nothing', undefined],
    ['a namespace of keys and values', { get() {}, put() {} }],
    ['a text', 'PUBLIC_LIMIT'],
    ['null', null],
  ])('counts in the isolate where %s is bound', async (_, binding) => {
    const limit = publicLimit(binding)
    await exhaust(limit, 'whoami:4/1')
    expect(await limit.admits('whoami:4/2', at(59))).toBe(true)
    expect(await limit.admits('appeal:4/1', at(59))).toBe(true)
    expect(await limit.admits('whoami:4/1', at(60))).toBe(true)
    expect(limit.periodSeconds).toBe(60)
  })

  it('asks the binding by the key alone, and believes it', async () => {
    const keys: unknown[] = []
    const limit = publicLimit({
      limit: async (options: { key: string }) => {
        keys.push(options)
        return { success: options.key !== 'whoami:4/1' }
      },
    })
    expect(await limit.admits('whoami:4/1', at(0))).toBe(false)
    for (let count = 0; count <= ALLOWED; count++) expect(await limit.admits('whoami:4/2', at(0))).toBe(true)
    expect(keys.slice(0, 2)).toEqual([{ key: 'whoami:4/1' }, { key: 'whoami:4/2' }])
  })

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['answers nothing', async () => undefined],
    ['answers null', async () => null],
    ['answers another form', async () => ({ success: 'no' })],
  ])('counts in the isolate where the binding %s', async (_, answer) => {
    await exhaust(publicLimit({ limit: answer }), 'whoami:4/1')
  })
})

describe('a binding that hangs', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is waited for no longer than a quarter of a second', async () => {
    const limit = publicLimit({ limit: () => new Promise(() => {}) })
    const results: boolean[] = []
    for (let count = 0; count <= ALLOWED; count++)
      void limit.admits('whoami:4/1', at(0)).then((admitted) => results.push(admitted))
    await vi.advanceTimersByTimeAsync(249)
    expect(results).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(results).toEqual([...Array(ALLOWED).fill(true), false])
  })
})
