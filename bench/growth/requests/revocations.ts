import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { cordonWorker, ofKnownClients } from '../../load/cordon.ts'
import { ADMITTED } from '../../load/expectation.ts'
import { ask } from '../../load/load.ts'
import { rawRequest } from '../../load/request.ts'
import { oneEach, type RequestCurve } from './case.ts'

export const revocations: RequestCurve = {
  dimension: 'revocations',
  level: 'request',
  name: 'known session',
  unit: 'revocation',
  nature: 'list',
  sizes: [0, 10_000, 50_000],
  quickSizes: [0, 1_000],
  start: (kit, sizes) =>
    oneEach(sizes, async (size) => {
      const worker = await cordonWorker(kit)
      const entry = {
        name: 'revoking.js',
        kind: 'esModule',
        file: join(import.meta.dirname, 'revoking.js'),
      } as const
      const process = await kit.start(`revocations-${size}`, {
        ...worker,
        modules: [entry, ...worker.modules],
      })
      const filled = await ask(process.port, rawRequest({ path: `/.bench/fill/${size}` }))
      if (filled.status !== 200) throw new Error(`${filled.status} ${filled.body.toString()}`)
      await untilRead(process.port)
      return { process, expects: ADMITTED, requests: () => ofKnownClients(process.port) }
    }),
}

const TRIES = 100
const PAUSE_MILLIS = 200

/** The first complete read may take longer than a request waits for it. */
async function untilRead(port: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { status } = await ask(port, rawRequest())
    if (status === 200) return
    await setTimeout(PAUSE_MILLIS)
  }
  throw new Error('what is in force was not read')
}
