import { createMiddleware } from 'hono/factory'
import { refuse } from './refuse.ts'
import type { CordonEnv } from './types.ts'

/**
 * Where origins are by region: finds the one that this request may go to, or refuses it. No mode and no break-glass
 * softens that. A rule can be tried out on live traffic, because letting somebody in for a while does little; data that
 * has been to another region's origin has been there.
 */
export function route() {
  return createMiddleware<CordonEnv>(async function route(c, next) {
    const gate = c.get('gate')
    const passage = c.get('passage')
    if (gate.router === undefined) return next()
    const found = gate.router(passage.evidence)
    if (!found.ok) {
      c.set('fault', found.error)
      return refuse(c, found.error.reason)
    }
    c.set('route', found.value)
    return next()
  })
}
