import { describe, expect, test } from 'vitest'
import { VirtualTime } from '../../../../bench/capacity/virtual-time.ts'

describe('VirtualTime', () => {
  test('has things happen in their order, at their time', async () => {
    const time = new VirtualTime()
    const happened: string[] = []
    for (const [at, name] of [
      [30, 'c'],
      [10, 'a'],
      [10.5, 'b'],
      [200, 'too late'],
    ] as const)
      time.at(at, () => happened.push(`${name} ${time.now}`))
    await time.run(100)
    expect(happened).toEqual(['a 10', 'b 11', 'c 30'])
  })

  test('is the time that timers wait in, and takes none of ours', async () => {
    const time = new VirtualTime()
    const seen: number[] = []
    const begun = performance.now()
    time.wake(5, async () => {
      await new Promise((resolve) => setTimeout(resolve, 60_000))
      seen.push(time.now)
      const late = setTimeout(() => seen.push(-1), 10)
      clearTimeout(late)
    })
    await time.run(120_000)
    expect(seen).toEqual([60_005])
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  test('is the only one that runs', async () => {
    const time = new VirtualTime()
    let other: Promise<void> | undefined
    time.wake(1, () => {
      other = expect(new VirtualTime().run(1)).rejects.toThrow('two clocks')
    })
    await time.run(10)
    await other
    expect(other).toBeDefined()
  })

  test('gives the timers back, also where something fails', async () => {
    const { setTimeout: real } = globalThis
    const time = new VirtualTime()
    time.at(1, () => {
      throw new Error('broken')
    })
    await expect(time.run(10)).rejects.toThrow('broken')
    expect(globalThis.setTimeout).toBe(real)
  })
})
