import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { inBackground } from './in-background.ts'
import type { CordonEnv } from './types.ts'

/**
 * Keeps this isolate's copy of what is in force young enough, and the prefix table that it names. Nobody waits but
 * where the copy is missing or nearly too old to say that revocations hold within a minute, and then not for long.
 */
export function inForce() {
  return createMiddleware<CordonEnv>(async function inForce(c, next) {
    const { inForce: copy } = c.var.gate
    const now = c.env.clock()
    if (copy.mustWait(now)) await copy.catchUp(now)
    else if (copy.isDue(now)) inBackground(c, copy.refresh(now))
    await followTables(c)
    c.set('policy', c.var.gate.policies.inForce)
    return next()
  })
}

async function followTables(c: Context<CordonEnv>): Promise<void> {
  const { prefixSource, inForce: copy } = c.var.gate
  const now = c.env.clock()
  prefixSource.want(copy.tables)
  if (prefixSource.isStarting) await prefixSource.start(now)
  else if (prefixSource.isDue(now)) inBackground(c, prefixSource.retry(now))
}
