import type { Context } from 'hono'
import type { CordonEnv } from './types.ts'

/** Goes on after the response was sent. Without an execution context (tests, other runtimes) nothing cuts it off anyway. */
export function inBackground(c: Context<CordonEnv>, task: Promise<void>): void {
  try {
    c.executionCtx.waitUntil(task)
  } catch {
    void task
  }
}
