import { usageOf } from '../load/accounting.ts'
import { withTable } from '../load/bundle.ts'
import type { WorkerParts } from '../load/capnp.ts'
import { collectGarbage } from '../load/collect-garbage.ts'
import { cordonWorker } from '../load/cordon.ts'
import { openInspector } from '../load/inspector.ts'
import type { Kit } from '../load/kit.ts'
import { ask } from '../load/load.ts'
import { rawRequest } from '../load/request.ts'

/** What an isolate holds once it has answered and what nobody needs any more is collected. */
export interface Memory {
  /** Objects and compiled code. */
  readonly heapBytes: number
  /** Bytes outside the heap: prefix tables. */
  readonly buffersBytes: number
  /** Of the whole process, which keeps the modules it was started with as well. */
  readonly residentBytes: number
}

/** Each in a process of its own, by what is loaded. */
export async function memoryOf(kit: Kit): Promise<ReadonlyMap<string, Memory>> {
  const cordon = await cordonWorker(kit)
  const { file } = await kit.millionPrefixes()
  const workers = new Map<string, WorkerParts>([
    ['a worker that answers "ok"', { modules: await kit.peer('ok') }],
    ['Cordon, as this build has it', cordon],
    ['Cordon, a million prefixes', { ...cordon, modules: withTable(cordon.modules, file) }],
  ])
  const found = new Map<string, Memory>()
  for (const [name, worker] of workers) found.set(name, await measure(kit, `memory-${found.size}`, worker))
  return found
}

interface HeapUsage {
  readonly usedSize: number
  readonly backingStorageSize?: number
}

async function measure(kit: Kit, name: string, worker: WorkerParts): Promise<Memory> {
  const { pid, port, inspectorPort = 0 } = await kit.start(name, worker, true)
  try {
    for (let request = 0; request < 20; request++) await ask(port, rawRequest())
    const inspector = await openInspector(inspectorPort)
    await collectGarbage(inspector, port, rawRequest())
    const { usedSize, backingStorageSize = 0 } = (await inspector.call('Runtime.getHeapUsage')) as HeapUsage
    inspector.close()
    return {
      heapBytes: usedSize,
      buffersBytes: backingStorageSize,
      residentBytes: usageOf(pid).residentBytes,
    }
  } finally {
    process.kill(pid, 'SIGKILL')
  }
}
