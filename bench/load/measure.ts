import { usageOf } from './accounting.ts'
import type { Expectation } from './expectation.ts'
import type { Kit } from './kit.ts'
import { Connections } from './load.ts'
import { type RequestSource, upTo } from './request.ts'
import { quantile, type Spread, spreadOf } from './statistics.ts'
import type { Prepared, Subject } from './subject.ts'
import type { Workerd } from './workerd.ts'

/** Requests under way at a time. */
export const AT_ONCE = 32
/** Before the first turn, as far as there is time: engines optimise what runs often. */
const FIRST_WARM_UP_REQUESTS = 5_000
/** Before each turn: the machine's caches were somebody else's meanwhile. */
const WARM_UP_SECONDS = 0.25

/** One turn of one subject. */
export interface Turn {
  readonly requests: number
  /** CPU time of the subject's process a request. */
  readonly cpuMicros: number
  readonly perSecond: number
  readonly p50Micros: number
  readonly p99Micros: number
}

export interface Measured {
  readonly subject: Pick<Subject, 'name' | 'kind' | 'about'>
  readonly cpuMicros: Spread
  readonly perSecond: Spread
  readonly p50Micros: Spread
  readonly p99Micros: Spread
  /** After the last turn. */
  readonly residentBytes: number
  readonly turns: readonly Turn[]
}

interface Running {
  readonly subject: Subject
  readonly prepared: Prepared
  readonly process: Workerd
  readonly turns: Turn[]
}

export interface Plan {
  readonly rounds: number
  readonly seconds: number
  /** At most, before a subject's first turn. */
  readonly warmUpSeconds: number
  readonly progress: (line: string) => void
}

/** All subjects by turns, so that what disturbs the machine disturbs all alike. Rejects when one answers wrongly. */
export async function measure(
  subjects: readonly Subject[],
  kit: Kit,
  plan: Plan,
): Promise<readonly Measured[]> {
  const { rounds, seconds, warmUpSeconds, progress } = plan
  const running: Running[] = []
  for (const subject of subjects) {
    progress(`starting ${subject.name}`)
    const prepared = await subject.prepare(kit)
    const process = await kit.start(subject.name, prepared.worker)
    running.push({ subject, prepared, process, turns: [] })
  }
  for (const one of running) {
    progress(`warming up ${one.subject.name}`)
    await warmUp(one, warmUpSeconds)
  }
  for (let round = 1; round <= rounds; round++)
    for (const one of running) {
      progress(`round ${round} of ${rounds}: ${one.subject.name}`)
      one.turns.push(await turnOf(one, seconds))
    }
  return running.map(summed)
}

function warmUp(one: Running, seconds: number): Promise<unknown> {
  return connected(one, seconds, ({ connections, next, expects }) =>
    connections.converse(upTo(FIRST_WARM_UP_REQUESTS, next), expects, seconds),
  )
}

function turnOf(one: Running, seconds: number): Promise<Turn> {
  const { pid } = one.process
  return connected(one, WARM_UP_SECONDS + seconds, async ({ connections, next, expects }) => {
    await connections.converse(next, expects, WARM_UP_SECONDS)
    const before = usageOf(pid)
    const { latencyMicros, seconds: taken } = await connections.converse(next, expects, seconds)
    const after = usageOf(pid)
    return {
      requests: latencyMicros.length,
      cpuMicros: (after.cpuMicros - before.cpuMicros) / latencyMicros.length,
      perSecond: latencyMicros.length / taken,
      p50Micros: quantile(latencyMicros, 0.5),
      p99Micros: quantile(latencyMicros, 0.99),
    }
  })
}

interface Connected {
  readonly connections: Connections
  readonly next: RequestSource
  readonly expects: Expectation
}

/** @param seconds how long the requests have to last */
async function connected<T>(
  { subject, prepared, process: { port } }: Running,
  seconds: number,
  use: (connected: Connected) => Promise<T>,
): Promise<T> {
  const { name, expects, atOnce = AT_ONCE } = subject
  try {
    const next = await prepared.requests(port, seconds)
    const connections = await Connections.open(port, atOnce)
    try {
      return await use({ connections, next, expects })
    } finally {
      connections.close()
    }
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function summed({ subject: { name, kind, about }, process: { pid }, turns }: Running): Measured {
  const over = (figure: Exclude<keyof Turn, 'requests'>) => spreadOf(turns.map((turn) => turn[figure]))
  return {
    subject: { name, kind, about },
    cpuMicros: over('cpuMicros'),
    perSecond: over('perSecond'),
    p50Micros: over('p50Micros'),
    p99Micros: over('p99Micros'),
    residentBytes: usageOf(pid).residentBytes,
    turns,
  }
}
