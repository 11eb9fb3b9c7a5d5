import type { Context } from 'hono'
import type { CordonEnv } from '../middleware/types.ts'

/** `/.cordon/health`: in public only the status. Answers whatever the configuration is like. */
export async function health(c: Context<CordonEnv>): Promise<Response> {
  const { tellHealth } = await import('./health-answer.ts')
  return tellHealth(c)
}
