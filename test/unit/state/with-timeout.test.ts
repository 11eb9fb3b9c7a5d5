import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withTimeout } from '../../../src/state/with-timeout.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const settling = <T>(millis: number, settle: () => T): Promise<T> =>
  new Promise((resolve, reject) =>
    setTimeout(() => {
      try {
        resolve(settle())
      } catch (error) {
        reject(error)
      }
    }, millis),
  )

describe('withTimeout()', () => {
  it.each([
    ['a millisecond before', 99, 'value'],
    ['a millisecond late', 101, 'timeout'],
    ['at once', 0, 'value'],
  ])('gives what arrives in time, else timeout: %s', async (_, millis, expected) => {
    const given = withTimeout(
      settling(millis, () => 'value'),
      100,
    )
    await vi.advanceTimersByTimeAsync(200)
    expect(await given).toBe(expected)
  })

  it('does not wait for a promise that never settles', async () => {
    const given = withTimeout(new Promise(() => {}), 100)
    await vi.advanceTimersByTimeAsync(100)
    expect(await given).toBe('timeout')
  })

  it('passes a rejection through', async () => {
    await expect(withTimeout(Promise.reject(new Error('down')), 100)).rejects.toThrow('down')
  })

  it('hears nothing of a rejection that comes too late, and neither does anybody else', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    const given = withTimeout(
      settling(200, () => {
        throw new Error('down')
      }),
      100,
    )
    await vi.advanceTimersByTimeAsync(300)
    expect(await given).toBe('timeout')
    // What is told of a rejection is told after the microtasks of its turn.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('is not settled again by what comes too late', async () => {
    const late = Promise.withResolvers<string>()
    const given = withTimeout(late.promise, 100)
    await vi.advanceTimersByTimeAsync(100)
    late.resolve('value')
    expect(await given).toBe('timeout')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects at once: nobody waits for the rest of the time', async () => {
    const given = withTimeout(
      settling(10, () => {
        throw new Error('down')
      }),
      100,
    )
    const told = vi.fn()
    given.catch(told)
    await vi.advanceTimersByTimeAsync(10)
    expect(told).toHaveBeenCalledWith(new Error('down'))
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([
    ['a value', async () => 1],
    ['a rejection', async () => Promise.reject(new Error('down'))],
  ])('leaves no timer behind after %s', async (_, ask) => {
    await withTimeout<unknown>(ask(), 100).catch(() => undefined)
    expect(vi.getTimerCount()).toBe(0)
  })
})
