import type { MiddlewareHandler } from 'hono'
import { app } from './app.ts'
import { type DependencyOptions, dependenciesFrom, inFrontOf } from './deps.ts'
import { decodeCompactJws } from './lib/compact-jws.ts'
import type { AssertionClaims } from './verify/index.ts'

export { app as gate } from './app.ts'
export { dependenciesFrom, inFrontOf } from './deps.ts'
export { ControlObject } from './state/control/object.ts'
export { ReplayObject } from './state/replay/object.ts'
export type { AssertionClaims } from './verify/index.ts'

/** What the middleware sets: `c.get('cordon')` holds what was verified about this request. */
export interface CordonVariables {
  cordon: AssertionClaims
}

export type CordonOptions = Pick<DependencyOptions, 'prefixTable' | 'bundledPolicy' | 'log'>

/**
 * The gate as middleware, for people who have a Hono app on Workers: `app.use(cordon())`, before everything else.
 *
 * What comes after it gets admitted requests only; refusals, sessions and everything under `/.cordon/` are answered here.
 * Configured by the same variables, secrets and bindings as the Worker; other variables of the app stay the app's.
 *
 * @throws never for a request: a broken configuration answers 503, as it does everywhere
 */
export function cordon(options: CordonOptions = {}): MiddlewareHandler<{ Variables: CordonVariables }> {
  return async function cordon(c, next) {
    const origin = inFrontOf(async (admitted) => {
      // What was sent beside it is not believed: the claims are read from what the gate has just signed.
      const assertion = decodeCompactJws(admitted.headers.get('Cordon-Assertion') ?? '')
      if (!assertion.ok) throw new Error('an admitted request carries an assertion')
      c.set('cordon', assertion.value.claims as unknown as AssertionClaims)
      c.req.raw = admitted
      await next()
      return c.res
    })
    const dependencies = { ...dependenciesFrom(c.env as object, { embedded: true, ...options }), origin }
    const answer = await app.fetch(c.req.raw, dependencies, executionContext(c))
    // Hono would merge the headers of what is replaced into the answer, and bring back what the gate has removed.
    c.res = undefined
    c.res = answer
  }
}

/** Hono throws where there is none, as in a test. */
function executionContext(c: Parameters<MiddlewareHandler>[0]): ExecutionContext | undefined {
  try {
    return c.executionCtx as ExecutionContext
  } catch {
    return undefined
  }
}
