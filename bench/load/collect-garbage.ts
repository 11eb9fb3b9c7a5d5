import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspector } from './inspector.ts'
import { ask } from './load.ts'

const NUDGE_MILLIS = 10
const PATIENCE_MILLIS = 20_000

/**
 * Collects an isolate's heap. V8 does so in a task of the isolate's, which workerd runs no sooner than with its next
 * request: this one is sent until it is done.
 */
export async function collectGarbage(inspector: Inspector, port: number, request: Buffer): Promise<void> {
  let isOver = false
  const over = inspector.call('HeapProfiler.collectGarbage').then(() => {
    isOver = true
  })
  const until = performance.now() + PATIENCE_MILLIS
  while (!isOver) {
    if (performance.now() > until) throw new Error('the heap cannot be collected')
    await ask(port, request)
    await Promise.race([over, sleep(NUDGE_MILLIS)])
  }
}
