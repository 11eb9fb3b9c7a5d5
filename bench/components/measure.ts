import { type Spread, spreadOf } from '../load/statistics.ts'
import { type ComponentName, type FirstTimeName, LOOPS, type LoopName, type Name } from './names.ts'

/** A worker that subjects can be called in. */
export interface Bench {
  /** Makes a subject; what kind of loop goes round with it. */
  readonly make: (name: ComponentName | LoopName) => Promise<keyof typeof LOOPS>
  /** Rejects where the subject does not do what it should. */
  readonly check: (name: ComponentName | LoopName) => Promise<void>
  /** CPU time that so many calls take, in microseconds, with the request that asks for them. */
  readonly cpuMicros: (name: ComponentName | LoopName, from: number, times: number) => Promise<number>
}

export interface Measured {
  readonly name: Name
  /** Of one call. */
  readonly micros: Spread
  readonly turns: readonly number[]
  /** Calls of one turn. */
  readonly times: number
}

export interface Plan {
  readonly rounds: number
  /** CPU time of one turn, at least. */
  readonly turnMillis: number
  /** Turns before the first one that counts: engines optimise what runs often. */
  readonly warmUps: number
  readonly progress: (line: string) => void
}

/**
 * All by turns, so that what disturbs the machine disturbs all alike; before each turn as many rounds of an empty loop,
 * which are taken off.
 */
export async function measure(
  names: readonly ComponentName[],
  bench: Bench,
  plan: Plan,
): Promise<readonly Measured[]> {
  const { rounds, progress } = plan
  for (const loop of Object.values(LOOPS)) await prepared(loop, bench)
  const running: { name: ComponentName; loop: LoopName; times: number; turns: number[] }[] = []
  for (const name of names) {
    progress(`warming up ${name}`)
    const kind = await prepared(name, bench)
    running.push({
      name,
      loop: LOOPS[kind],
      times: await timesFor(name, bench, plan),
      turns: [],
    })
  }
  for (let round = 1; round <= rounds; round++)
    for (const { name, loop, times, turns } of running) {
      progress(`round ${round} of ${rounds}: ${name}`)
      const empty = await bench.cpuMicros(loop, 0, times)
      turns.push(((await bench.cpuMicros(name, 0, times)) - empty) / times)
    }
  return running.map(({ name, times, turns }) => ({ name, micros: spreadOf(turns), turns, times }))
}

async function prepared(name: ComponentName | LoopName, bench: Bench): Promise<keyof typeof LOOPS> {
  const kind = await bench.make(name)
  await bench.check(name)
  return kind
}

const MAX_TIMES = 100_000_000

/** So many calls that a turn is long enough, some turns in a row: the first time the engine may still be optimising. */
async function timesFor(
  name: ComponentName,
  bench: Bench,
  { turnMillis, warmUps }: Pick<Plan, 'turnMillis' | 'warmUps'>,
): Promise<number> {
  const wanted = turnMillis * 1000
  let times = 16
  for (let inARow = 0; inARow < warmUps && times < MAX_TIMES; ) {
    const taken = await bench.cpuMicros(name, 0, times)
    if (taken >= wanted) {
      inARow++
      continue
    }
    inARow = 0
    times = Math.ceil(times * Math.min(8, Math.max(1.3, (1.2 * wanted) / taken)))
  }
  return times
}

export type FreshProcess = (use: (bench: Bench) => Promise<void>) => Promise<void>

const IDLE_TURNS = 5

/**
 * What is done once: the first page, in the first language, and then the first one in each other language. A fresh process
 * each round; with the page goes what the whole process does once, such as loading what `Intl` knows of languages.
 * @param languages in how many languages there are pages
 */
export async function measureFirstTimes(
  names: readonly FirstTimeName[],
  inFreshProcess: FreshProcess,
  { rounds, progress }: Pick<Plan, 'rounds' | 'progress'>,
  languages: number,
): Promise<readonly Measured[]> {
  const turns: Record<FirstTimeName, number[]> = { firstPage: [], firstPageInLanguage: [] }
  const times = { firstPage: 1, firstPageInLanguage: languages - 1 }
  for (let round = 1; round <= rounds; round++) {
    progress(`fresh process ${round} of ${rounds}`)
    await inFreshProcess(async (bench) => {
      await prepared(LOOPS.async, bench)
      await bench.make('refusalPage')
      const idle: number[] = []
      for (let turn = 0; turn < IDLE_TURNS; turn++) idle.push(await bench.cpuMicros(LOOPS.async, 0, 1))
      const request = spreadOf(idle).median
      turns.firstPage.push((await bench.cpuMicros('refusalPage', 0, 1)) - request)
      const others = await bench.cpuMicros('refusalPage', 1, times.firstPageInLanguage)
      turns.firstPageInLanguage.push((others - request) / times.firstPageInLanguage)
      // Not before: it would be the first time.
      await bench.check('refusalPage')
    })
  }
  return names.map((name) => ({
    name,
    micros: spreadOf(turns[name]),
    turns: turns[name],
    times: times[name],
  }))
}
