import type { Context } from 'hono'
import type { MadeGate } from '../deps.ts'
import { recordEarlyRefusal } from '../telemetry/write.ts'
import { refuse } from './refuse.ts'
import type { Step } from './steps.ts'
import type { CordonEnv } from './types.ts'

/** A broken configuration comes before everything: no policy is no permission. Why is in the log, never in the answer. */
export const loadConfig: Step = {
  before(c) {
    const gate = c.env.gate()
    return gate instanceof Promise ? gate.then((made) => enter(c, made)) : enter(c, gate)
  },
}

function enter(c: Context<CordonEnv>, gate: MadeGate): Response | undefined | Promise<Response> {
  if (gate.ok) {
    c.set('gate', gate.value)
    return undefined
  }
  const refusal = { reason: 'service.misconfigured', status: 503 } as const
  recordEarlyRefusal(c.get('decisionId'), c.env.clock(), c.req.raw, refusal, c.env.log)
  return refuse(c, refusal.reason)
}
