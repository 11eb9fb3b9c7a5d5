import { setTimeout as sleep } from 'node:timers/promises'
import { serviceName } from '../load/capnp.ts'
import { type Inspector, openInspector } from '../load/inspector.ts'
import { ask } from '../load/load.ts'
import { rawRequest } from '../load/request.ts'
import type { Workerd } from '../load/workerd.ts'

interface HeapUsage {
  readonly usedSize: number
  readonly embedderHeapUsedSize: number
  readonly backingStorageSize: number
}

export interface Memory {
  /** Of each isolate what is still reachable after a collection: V8's heap, the embedder's, and buffers. */
  readonly heapBytes: () => Promise<readonly number[]>
  readonly close: () => void
}

const NUDGE_MILLIS = 10
const PATIENCE_MILLIS = 20_000

export async function openMemory({ ports, inspectorPort }: Workerd): Promise<Memory> {
  if (inspectorPort === undefined) throw new Error('started without an inspector')
  const isolates = await Promise.all(
    ports.map(async (port, at) => ({ port, inspector: await openInspector(inspectorPort, serviceName(at)) })),
  )
  return {
    async heapBytes() {
      const sizes: number[] = []
      for (const { port, inspector } of isolates) {
        await inspector.call('Runtime.discardConsoleEntries')
        await collect(inspector, port)
        const usage = (await inspector.call('Runtime.getHeapUsage')) as HeapUsage
        sizes.push(usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize)
      }
      return sizes
    },
    close() {
      for (const { inspector } of isolates) inspector.close()
    },
  }
}

/** V8 collects in a task of the isolate's, which workerd runs no sooner than with its next request. */
async function collect(inspector: Inspector, port: number): Promise<void> {
  let isOver = false
  const over = inspector.call('HeapProfiler.collectGarbage').then(() => {
    isOver = true
  })
  const until = performance.now() + PATIENCE_MILLIS
  while (!isOver) {
    if (performance.now() > until) throw new Error('the heap cannot be collected')
    await ask(port, rawRequest({ path: '/.cordon/health' }))
    await Promise.race([over, sleep(NUDGE_MILLIS)])
  }
}
