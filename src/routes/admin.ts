import { Hono } from 'hono/quick'
import type { CordonEnv } from '../middleware/types.ts'

/** `/.cordon/admin/*`: behind its own door, and from there on what the table of operations says. */
export const admin = new Hono<CordonEnv>()

/** Loaded when somebody knocks: most isolates never hear of it, and it is larger than a third of what decides. */
admin.all('*', async (c) => {
  const { serveAdmin } = await import('./admin/serve.ts')
  return serveAdmin(c)
})
