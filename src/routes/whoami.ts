import { Hono } from 'hono/quick'
import { plainProblem } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/**
 * `/.cordon/whoami`: what the edge sees of a client, its session, and what would be decided about `?resource=` (a path,
 * none of our own endpoints; `?method=` beside it). Not decided itself, so that whoever is refused can see why; nothing
 * goes to the origin, into a store or into a record, and nothing is told that is not the caller's own.
 */
export const whoami = new Hono<CordonEnv>()

whoami.use(async (c, next) =>
  c.var.gate.config.WHOAMI === 'off' ? plainProblem(c, 404, 'Not Found') : next(),
)
whoami.get('/', async (c) => (await import('./whoami-answer.ts')).tellClient(c))
whoami.all('/', methodNotAllowed('GET, HEAD'))
