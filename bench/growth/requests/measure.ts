import { usageOf } from '../../load/accounting.ts'
import type { Kit } from '../../load/kit.ts'
import { Connections } from '../../load/load.ts'
import { AT_ONCE } from '../../load/measure.ts'
import { upTo } from '../../load/request.ts'
import type { Curve } from '../curve.ts'
import type { Plan } from '../plan.ts'
import type { Case, RequestCurve } from './case.ts'

/** Before each turn: the machine's caches were somebody else's meanwhile. */
const WARM_UP_SECONDS = 0.15
/** However many requests are wanted before a turn. */
const MOST_WARM_UP_SECONDS = 20

/** All sizes of one dimension by turns. The processes are gone afterwards. */
export async function measureRequests(
  curves: readonly RequestCurve[],
  kit: Kit,
  plan: Plan,
): Promise<readonly Curve[]> {
  const begun: { curve: RequestCurve; cases: readonly Case[]; micros: number[][] }[] = []
  try {
    for (const curve of curves) {
      const sizes = plan.quick ? curve.quickSizes : curve.sizes
      if (sizes.length === 0) continue
      plan.progress(`${curve.dimension}: starting ${curve.name}`)
      const cases = await curve.start(kit, sizes, plan.folder)
      begun.push({ curve, cases, micros: cases.map(() => []) })
    }
    const all = begun.flatMap(({ cases }) => cases)
    for (const one of firstOfEachProcess(all)) {
      plan.progress(`${curves[0]?.dimension}: warming up ${one.size}`)
      await warmUp(one, plan.warmUpSeconds)
    }
    for (let round = 1; round <= plan.rounds; round++)
      for (const { curve, cases, micros } of begun)
        for (const [at, one] of cases.entries()) {
          plan.progress(`${curve.dimension}: round ${round} of ${plan.rounds}, ${one.size}`)
          micros[at]?.push(await turnMicros(one, plan.seconds))
        }
  } finally {
    for (const pid of new Set(begun.flatMap(({ cases }) => cases.map(({ process }) => process.pid))))
      process.kill(pid, 'SIGKILL')
  }
  return begun.map(({ curve: { sizes: _, quickSizes: __, start: ___, ...about }, cases, micros }) => ({
    ...about,
    points: cases.map(({ size }, at) => ({ size, micros: micros[at] ?? [] })),
  }))
}

function firstOfEachProcess(cases: readonly Case[]): readonly Case[] {
  return [...new Map(cases.toReversed().map((one) => [one.process.pid, one])).values()].toReversed()
}

/** Engines optimise what runs often. */
function warmUp(one: Case, seconds: number): Promise<void> {
  const { expects, warmUpRequests } = one
  return connected(one, async (connections, next) => {
    await connections.converse(upTo(warmUpRequests?.once ?? 0, next), expects, MOST_WARM_UP_SECONDS)
    await connections.converse(next, expects, seconds)
  })
}

/** CPU time of the process a request, in microseconds. */
function turnMicros(one: Case, seconds: number): Promise<number> {
  const {
    expects,
    warmUpRequests,
    process: { pid },
  } = one
  return connected(one, async (connections, next) => {
    await connections.converse(upTo(warmUpRequests?.eachTurn ?? 0, next), expects, MOST_WARM_UP_SECONDS)
    await connections.converse(next, expects, WARM_UP_SECONDS)
    const before = usageOf(pid).cpuMicros
    const { latencyMicros } = await connections.converse(next, expects, seconds)
    return (usageOf(pid).cpuMicros - before) / latencyMicros.length
  })
}

async function connected<T>(
  { process: { port }, requests }: Case,
  use: (connections: Connections, next: () => Buffer | undefined) => Promise<T>,
): Promise<T> {
  const next = await requests()
  const connections = await Connections.open(port, AT_ONCE)
  try {
    return await use(connections, next)
  } finally {
    connections.close()
  }
}
