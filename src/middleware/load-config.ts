import { createMiddleware } from 'hono/factory'
import { recordEarlyRefusal } from '../telemetry/write.ts'
import { refuse } from './refuse.ts'
import type { CordonEnv } from './types.ts'

/** A broken configuration comes before everything: no policy is no permission. Why is in the log, never in the answer. */
export function loadConfig() {
  return createMiddleware<CordonEnv>(async function loadConfig(c, next) {
    const gate = await c.env.gate()
    if (!gate.ok) {
      const refusal = { reason: 'service.misconfigured', status: 503 } as const
      recordEarlyRefusal(c.get('decisionId'), c.env.clock(), c.req.raw, refusal, c.env.log)
      return refuse(c, refusal.reason)
    }
    c.set('gate', gate.value)
    return next()
  })
}
