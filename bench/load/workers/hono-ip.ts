/** A Hono app that refuses by a list of prefixes with `hono/ip-restriction`, and forwards the rest. */
import { Hono } from 'hono'
import { ipRestriction } from 'hono/ip-restriction'

interface Variables {
  readonly PREFIXES: readonly string[]
}

let app: Hono | undefined

function make({ PREFIXES }: Variables): Hono {
  const made = new Hono()
  made.use(ipRestriction((c) => c.req.header('CF-Connecting-IP') ?? '', { denyList: [...PREFIXES] }))
  made.all('*', (c) => fetch(c.req.raw))
  return made
}

export default {
  fetch(request: Request, env: Variables, ctx: ExecutionContext) {
    app ??= make(env)
    return app.fetch(request, env, ctx)
  },
}
