import type { AssertionClaims } from './assertion.ts'
import { type OriginOptions, originVerifier, refusal } from './refusal.ts'
import type { WebRequest } from './request.ts'

/**
 * A `Request → Response` handler that hears only of requests the gate let in, and what the gate stated about them; the
 * others get 403. For `Bun.serve`, `Deno.serve`, Workers and whatever else serves by such handlers: further arguments
 * (`env`, `ctx`, connection info) are handed on.
 *
 * @throws TypeError for options that would check nothing
 */
export function guard<R extends WebRequest, Rest extends unknown[]>(
  handler: (request: R, claims: AssertionClaims, ...rest: Rest) => Response | Promise<Response>,
  options: OriginOptions,
): (request: R, ...rest: Rest) => Promise<Response> {
  const verify = originVerifier(options)
  return async (request, ...rest) => {
    const verified = await verify(request)
    if (verified.ok) return handler(request, verified.claims, ...rest)
    const { body, ...init } = refusal(verified.reason)
    return new Response(body, init)
  }
}
