import { createMiddleware } from 'hono/factory'
import { newDecisionId } from '../deps.ts'
import type { CordonEnv } from './types.ts'

/** Names the decision, and tells the client its name with every answer, so that support can be asked about it. */
export function identify() {
  return createMiddleware<CordonEnv>(async function identify(c, next) {
    c.set('decisionId', newDecisionId(c.env.random))
    await next()
    c.res.headers.set('Cordon-Decision', c.get('decisionId'))
  })
}
