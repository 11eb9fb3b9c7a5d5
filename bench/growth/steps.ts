import { readFileSync } from 'node:fs'
import { type InWorkerd, inWorkerd } from '../in-workerd.ts'
import { usageOf } from '../load/accounting.ts'
import type { DECIDING } from './components/deciding.ts'
import type { NETWORKS } from './components/networks.ts'
import type { REVOCATIONS } from './components/revocations.ts'
import type { Curve, CurveAbout } from './curve.ts'
import type { Plan } from './plan.ts'
import { tableFile } from './tables.ts'

/** A step in a loop: what the noise of whole requests would hide. */
export interface StepCurve extends CurveAbout {
  readonly component: keyof typeof DECIDING | keyof typeof NETWORKS | keyof typeof REVOCATIONS
  readonly sizes: readonly number[]
  readonly quickSizes: readonly number[]
}

/** The steps of one dimension in one process, by turns. */
export function measureSteps(curves: readonly StepCurve[], plan: Plan): Promise<readonly Curve[]> {
  return inWorkerd('bench/growth/worker.ts', async (worker) => {
    const tasks = curves.flatMap((curve) =>
      (plan.quick ? curve.quickSizes : curve.sizes).map((size) => ({ curve, size, micros: [] as number[] })),
    )
    for (const { curve, size } of tasks) {
      plan.progress(`${curve.dimension}, ${curve.name}: ${size}`)
      await worker.post(`/make/${curve.component}?size=${size}`, inputOf(curve, size, plan.folder))
    }
    const turns: (() => Promise<void>)[] = []
    for (const { curve, size, micros } of tasks) {
      const path = `/run/${curve.component}?size=${size}`
      const times = await timesFor(worker, path, plan.stepMillis * 1000)
      turns.push(async () => {
        micros.push((await cpuMicros(worker, path, times)) / times)
      })
    }
    for (let round = 1; round <= plan.stepRounds; round++) {
      plan.progress(`${curves[0]?.dimension}, steps: round ${round} of ${plan.stepRounds}`)
      for (const turn of turns) await turn()
    }
    return curves.map(({ component: _, sizes: __, quickSizes: ___, ...about }, at) => ({
      ...about,
      points: tasks.filter(({ curve }) => curve === curves[at]),
    }))
  })
}

function inputOf({ component }: StepCurve, size: number, folder: string): ArrayBuffer {
  if (component !== 'prefixes') return new ArrayBuffer(0)
  return new Uint8Array(readFileSync(tableFile(folder, size))).buffer
}

const FIRST_TIMES = 256
/** Engines optimise what runs often: so often at least before the first turn. */
const WARM_TIMES = 2

/** How often it takes about so long; warms it up on the way. */
async function timesFor(worker: InWorkerd, path: string, micros: number): Promise<number> {
  let times = FIRST_TIMES
  for (let warm = 0; ; ) {
    const taken = await cpuMicros(worker, path, times)
    if (taken >= micros / 2) warm++
    if (warm > WARM_TIMES) return times
    const share = Math.max(1.2, Math.min(8, micros / Math.max(taken, 1)))
    if (taken < micros / 2) times = Math.ceil(times * share)
  }
}

/** By the process's own accounting: what else is on the machine is not in it. */
async function cpuMicros(worker: InWorkerd, path: string, times: number): Promise<number> {
  const before = usageOf(worker.pid).cpuMicros
  await worker.post(`${path}&times=${times}`)
  return usageOf(worker.pid).cpuMicros - before
}
