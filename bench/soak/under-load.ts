import type { KeyObject } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { usageOf } from '../load/accounting.ts'
import { ask } from '../load/load.ts'
import { rawRequest } from '../load/request.ts'
import { Book } from './book.ts'
import { equipPrograms, equipVictims, sessionsLike, visit } from './clients.ts'
import { deckOf } from './deck.ts'
import type { Expected } from './expected.ts'
import { Judge, type Rotation } from './judge.ts'
import type { Kind, Presented } from './kind.ts'
import { type Memory, openMemory } from './memory.ts'
import { type Done, Orders, type Tables } from './orders.ts'
import type { Due, Schedule } from './schedule.ts'
import type { Site } from './site.ts'
import { jsonOf } from './token.ts'
import { Traffic } from './traffic.ts'
import { type Window, windowOf } from './window.ts'

/** Each isolate remembers 4,000 situations, and 2,000 tokens and statements: so many fill all of them in both. */
const BROWSERS = 8_400
/** 10,000 proofs in each. */
const PROOFS = 21_000
/** The mix itself, at the end of the warm-up. */
const MIX_SECONDS = 4
export interface Soaked {
  readonly kinds: readonly Kind[]
  readonly windows: readonly Window[]
  readonly judge: Judge
  /** Of each isolate, at the end of the warm-up. */
  readonly fullHeapBytes: readonly number[]
  /** Whether there was time in the warm-up to fill what isolates remember. */
  readonly isFull: boolean
  /** With seconds since the end of the warm-up. */
  readonly done: readonly (Omit<Done, 'givenAt' | 'answeredAt'> & {
    readonly atSeconds: number
    readonly tookMillis: number
  })[]
  readonly rotatedAtSeconds: number
}

export interface Watch {
  readonly step: (what: string) => void
  readonly window: (window: Window, judge: Judge) => void
}

interface Loaded {
  readonly site: Site
  readonly kinds: readonly Kind[]
  readonly tables: Tables
  readonly expected: Expected
  readonly rotation: Rotation
  /** The one that is in use at first. */
  readonly signingKey: KeyObject
  readonly schedule: Schedule
  readonly watch: Watch
}

/** From the first client to the last: warm-up, windows, and the orders meanwhile. */
export async function underLoad({
  site,
  kinds,
  tables,
  expected,
  rotation,
  signingKey,
  schedule,
  watch,
}: Loaded): Promise<Soaked> {
  const { process, policies } = site
  const book = new Book()
  const orders = new Orders({ site, book, tables, oldKey: rotation.oldKey })
  const { body } = await ask(process.port, rawRequest({ path: '/.cordon/jwks.json' }))
  const jwks = jsonOf(body.toString()) as never
  const judge = new Judge({ expected, orders, rotation, jwks })
  const traffic = new Traffic({ site, book, judge, deck: deckOf(kinds) })
  const memory = await openMemory(process)
  const ending = new AbortController()
  try {
    const { facts } = await visit(process.port, policies)
    await equipPrograms(book, process.port, policies)
    await equipVictims(book, process.port, policies, 0)
    watch.step('warming up')
    const comer = sessionsLike(facts, signingKey, policies)
    const isFull = await warmUp(traffic, comer, schedule.warmUpSeconds)
    const fullHeapBytes = await memory.heapBytes()
    const begun = performance.now()
    const operating = operate(schedule.due, orders, { site, book }, ending.signal)
    // Where a window fails first, this is only what follows from it.
    operating.catch(() => {})
    const windows: Window[] = []
    for (let at = 0; at < schedule.windows; at++) {
      // Whatever an order fails of ends the run.
      const measured = measure(traffic, site, memory, schedule.windowSeconds, begun)
      measured.catch(() => {})
      const window = await Promise.race([measured, operating.then(() => measured)])
      windows.push(window)
      watch.window(window, judge)
    }
    await operating
    await judge.finish()
    const since = (millis: number) => (millis - begun) / 1000
    return {
      kinds,
      windows,
      judge,
      fullHeapBytes,
      isFull,
      done: orders.done.map(({ order, givenAt, answeredAt }) => ({
        order,
        atSeconds: since(givenAt),
        tookMillis: answeredAt - givenAt,
      })),
      rotatedAtSeconds: since(performance.now() - (Date.now() - rotation.at * 1000)),
    }
  } finally {
    ending.abort()
    traffic.close()
    memory.close()
  }
}

/** @returns whether what isolates remember is full */
async function warmUp(traffic: Traffic, comer: () => Presented, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000
  const until = end - MIX_SECONDS * 1000
  const isFull = await traffic.fill(comer, { browsers: BROWSERS, proofs: PROOFS, until })
  await traffic.flow((end - performance.now()) / 1000)
  return isFull
}

async function measure(
  traffic: Traffic,
  { process: { pid } }: Site,
  memory: Memory,
  seconds: number,
  begun: number,
): Promise<Window> {
  const before = usageOf(pid)
  const own = globalThis.process.cpuUsage()
  const from = performance.now()
  const tally = await traffic.flow(seconds)
  const to = performance.now()
  const after = usageOf(pid)
  const { user, system } = globalThis.process.cpuUsage(own)
  const heapBytes = await memory.heapBytes()
  return windowOf({
    tally,
    seconds: (to - from) / 1000,
    before,
    after,
    ownCpuMicros: user + system,
    heapBytes,
    endsAtSeconds: (to - begun) / 1000,
  })
}

async function operate(
  due: readonly Due[],
  orders: Orders,
  { site, book }: { readonly site: Site; readonly book: Book },
  signal: AbortSignal,
): Promise<void> {
  const begun = performance.now()
  let round = 1
  for (const { atSeconds, what } of due) {
    await sleep(Math.max(0, begun + atSeconds * 1000 - performance.now()), undefined, { signal })
    if (what === 'round begins') await equipVictims(book, site.process.port, site.policies, round++)
    else await orders.carryOut(what)
  }
}
