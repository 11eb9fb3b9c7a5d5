import type { ErrorHandler } from 'hono'
import { newDecisionId } from '../deps.ts'
import { timestamp } from '../telemetry/write.ts'
import { plainProblem } from './refuse.ts'
import type { CordonEnv } from './types.ts'

/** The last resort: a bug is a refusal, never a way to the origin. What went wrong is in the log only. */
export const onError: ErrorHandler<CordonEnv> = (error, c) => {
  const decision = c.var.decisionId ?? newDecisionId(c.env.random)
  c.env.log({
    event: 'error',
    time: timestamp(c.env.clock()),
    decision,
    message: error.message,
    details: (error.stack ?? '')
      .split('\n')
      .slice(1, 8)
      .map((line) => line.trim()),
  })
  // Hono merges the headers of an answer that is there already into this one: the origin's `public` over our `no-store`.
  c.res = undefined
  return plainProblem(c, 500, 'Internal Server Error', { headers: { 'Cordon-Decision': decision } })
}
