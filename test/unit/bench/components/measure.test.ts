import { describe, expect, test } from 'vitest'
import { type Bench, measure, measureFirstTimes } from '../../../../bench/components/measure.ts'

const PLAN = { rounds: 3, turnMillis: 50, warmUps: 2, progress: () => {} }

/** A made-up worker: so many microseconds a request, and a call of each. */
function benchOf(micros: Readonly<Record<string, number>>, request = 300) {
  const asked: { name: string; from: number; times: number }[] = []
  const bench: Bench = {
    make: async (name) => (name === 'gather' ? 'async' : 'sync'),
    check: async () => {},
    async cpuMicros(name, from, times) {
      asked.push({ name, from, times })
      return request + (micros[name] ?? 0) * times
    },
  }
  return { bench, asked }
}

describe('measure()', () => {
  test('a call costs what a turn takes without the request and the loop, each loop where it goes round', async () => {
    const { bench } = benchOf({ loop: 0.1, loopAwaiting: 0.4, decide: 2.1, gather: 5.4 })
    const [gather, decide] = await measure(['gather', 'decide'], bench, PLAN)
    expect(gather?.micros.median).toBeCloseTo(5)
    expect(decide?.micros.median).toBeCloseTo(2)
    expect(decide?.turns).toHaveLength(3)
  })

  test.each([0.01, 1, 200, 60_000])(
    'a turn of %d µs a call is long enough, and not much longer',
    async (each) => {
      const { bench } = benchOf({ decide: each }, 0)
      const [decide] = await measure(['decide'], bench, PLAN)
      const taken = (decide?.times ?? 0) * each
      expect(taken).toBeGreaterThanOrEqual(50_000)
      expect(taken).toBeLessThan(Math.max(16 * each + 1, 500_000))
    },
  )

  test('turns are taken by turns, so many as there are rounds', async () => {
    const { bench, asked } = benchOf({ decide: 10_000, judge: 10_000 })
    await measure(['decide', 'judge'], bench, PLAN)
    expect(asked.slice(-12).map(({ name }) => name)).toEqual(
      Array.from({ length: 3 }, () => ['loop', 'decide', 'loop', 'judge']).flat(),
    )
  })

  test('a subject that does something else is not measured', async () => {
    const { bench, asked } = benchOf({ decide: 1 })
    const broken = {
      ...bench,
      check: (name: string) => (name === 'decide' ? Promise.reject(new Error('wrong')) : Promise.resolve()),
    }
    await expect(measure(['decide'], broken, PLAN)).rejects.toThrow('wrong')
    expect(asked).toEqual([])
  })
})

describe('measureFirstTimes()', () => {
  test('the first page is the first thing asked of each process, then each other language once', async () => {
    const processes: ReturnType<typeof benchOf>[] = []
    const measured = await measureFirstTimes(
      ['firstPageInLanguage', 'firstPage'],
      async (use) => {
        const made = benchOf({ refusalPage: 1_000 })
        processes.push(made)
        return use(made.bench)
      },
      PLAN,
      18,
    )
    expect(measured.map(({ name, micros }) => [name, Math.round(micros.median)])).toEqual([
      ['firstPageInLanguage', 1_000],
      ['firstPage', 1_000],
    ])
    expect(processes).toHaveLength(3)
    for (const { asked } of processes)
      expect(asked.filter(({ name }) => name === 'refusalPage')).toEqual([
        { name: 'refusalPage', from: 0, times: 1 },
        { name: 'refusalPage', from: 1, times: 17 },
      ])
  })
})
