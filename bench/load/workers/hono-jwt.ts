/** A Hono app with a session in an HS256 token (`hono/jwt`), a country check, and forwarding. */
import { Hono } from 'hono'
import { jwt } from 'hono/jwt'
import { countryCheck } from './country-check.ts'

interface Variables {
  readonly SECRET: string
}

let app: Hono | undefined

function make({ SECRET }: Variables): Hono {
  const made = new Hono()
  made.use(countryCheck())
  made.use(jwt({ secret: SECRET, alg: 'HS256', cookie: 'session' }))
  made.all('*', (c) => fetch(c.req.raw))
  return made
}

export default {
  fetch(request: Request, env: Variables, ctx: ExecutionContext) {
    app ??= make(env)
    return app.fetch(request, env, ctx)
  },
}
