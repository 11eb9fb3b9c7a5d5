import type { Handler } from 'hono'
import { plainProblem } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'

/** 405 with the methods there are (RFC 9110 §15.5.6). */
export function methodNotAllowed(allow: string): Handler<CordonEnv> {
  return (c) => plainProblem(c, 405, 'Method Not Allowed', { headers: { Allow: allow } })
}
