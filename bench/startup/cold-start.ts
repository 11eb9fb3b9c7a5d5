import { join } from 'node:path'
import { usageOf } from '../load/accounting.ts'
import type { WorkerModule, WorkerParts } from '../load/capnp.ts'
import { cordonWorker } from '../load/cordon.ts'
import type { Kit } from '../load/kit.ts'
import { ask } from '../load/load.ts'
import { rawRequest } from '../load/request.ts'

/** One process from nothing to its first answer, in milliseconds of CPU of all its threads. */
interface Run {
  readonly untilItListens: number
  readonly firstAnswer: number
}

/** What one cold start of Cordon takes, without what the runtime takes for a worker that answers "ok". */
export interface ColdStart {
  /** workerd reads and compiles every module when it starts, also those that nothing imports. */
  readonly compileMillis: number
  /** The entry and all that it imports, which is what `wrangler check startup` profiles. */
  readonly evaluateMillis: number
  /** Configuration, policy, keys, `Control`, and the answer itself, with code that nothing has optimised yet. */
  readonly firstAnswerMillis: number
}

const IMPORTING: WorkerModule = {
  name: 'importing.js',
  kind: 'esModule',
  file: join(import.meta.dirname, 'workers', 'importing.js'),
}

/** A measurement of one cold start after the other: each with new processes, one of which does nothing. */
export async function coldStarts(kit: Kit): Promise<(round: number) => Promise<ColdStart>> {
  const nothing: WorkerParts = { modules: await kit.peer('ok') }
  const cordon = await cordonWorker(kit)
  const imported: WorkerParts = { modules: [IMPORTING, ...cordon.modules] }
  return async (round) => {
    const least = await runOnce(kit, `${round}-nothing`, nothing)
    const entry = await runOnce(kit, `${round}-imported`, imported)
    const whole = await runOnce(kit, `${round}-cordon`, cordon)
    return {
      compileMillis: entry.untilItListens - least.untilItListens,
      evaluateMillis: entry.firstAnswer - least.firstAnswer,
      firstAnswerMillis: whole.firstAnswer - least.firstAnswer,
    }
  }
}

async function runOnce(kit: Kit, name: string, worker: WorkerParts): Promise<Run> {
  const { pid, port } = await kit.start(name, worker)
  try {
    const started = usageOf(pid).cpuMicros
    const { status } = await ask(port, rawRequest())
    if (status !== 200) throw new Error(`${name}: the first answer is ${status}`)
    const answered = usageOf(pid).cpuMicros
    return { untilItListens: started / 1000, firstAnswer: (answered - started) / 1000 }
  } finally {
    process.kill(pid, 'SIGKILL')
  }
}
