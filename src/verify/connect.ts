import type { AssertionClaims } from './assertion.ts'
import { type OriginOptions, originVerifier, refusal } from './refusal.ts'
import type { NodeRequest } from './request.ts'

/** Where the claims are found behind the middleware. */
export interface CordonRequest extends NodeRequest {
  cordon?: AssertionClaims
}

/** Node's `ServerResponse`, as far as it is used. */
export interface NodeResponse {
  statusCode: number
  setHeader(name: string, value: string): unknown
  end(body: string): unknown
}

/**
 * Middleware for Express, Connect and plain `node:http`: `next` is called only for requests the gate let in, with what
 * the gate stated in `req.cordon`; the others get 403. Mounted on a path it still checks the whole one (`originalUrl`).
 *
 * @throws TypeError for options that would check nothing
 */
export function cordonConnect(options: OriginOptions) {
  const verify = originVerifier(options)
  return function cordon(req: CordonRequest, res: NodeResponse, next: (error?: unknown) => void): void {
    verify(req).then((verified) => {
      if (verified.ok) {
        req.cordon = verified.claims
        next()
        return
      }
      const { status, headers, body } = refusal(verified.reason)
      res.statusCode = status
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
      res.end(body)
      // A second argument, so that what `next` throws is not told to `next`.
    }, next)
  }
}
