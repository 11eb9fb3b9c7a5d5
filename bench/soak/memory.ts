import { serviceName } from '../load/capnp.ts'
import { collectGarbage } from '../load/collect-garbage.ts'
import { openInspector } from '../load/inspector.ts'
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
        await collectGarbage(inspector, port, rawRequest({ path: '/.cordon/health' }))
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
