import type { AssertionClaims } from './assertion.ts'
import { type OriginOptions, originVerifier, refusal } from './refusal.ts'
import type { WebRequest } from './request.ts'

/** `new Hono<{ Variables: CordonVariables }>()` types `c.get('cordon')`. */
export type CordonVariables = { cordon: AssertionClaims }

/** Hono's context, as far as it is used: what is bundled for origins depends on no framework. */
export interface HonoContext {
  readonly req: { readonly raw: WebRequest }
  set(key: 'cordon', value: AssertionClaims): void
}

/**
 * Hono middleware: what comes after it hears only of requests the gate let in, and reads what the gate stated with
 * `c.get('cordon')`; the others get 403.
 *
 * @throws TypeError for options that would check nothing
 */
export function cordonOrigin(options: OriginOptions) {
  const verify = originVerifier(options)
  return async function cordon(c: HonoContext, next: () => Promise<void>): Promise<Response | undefined> {
    const verified = await verify(c.req.raw)
    if (!verified.ok) {
      const { body, ...init } = refusal(verified.reason)
      return new Response(body, init)
    }
    c.set('cordon', verified.claims)
    await next()
    return undefined
  }
}
