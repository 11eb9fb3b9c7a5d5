import { Hono } from 'hono/quick'
import { takesAppeals } from '../middleware/appeals.ts'
import { plainProblem } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/**
 * `/.cordon/appeal`: where a refused person says that it is a mistake. It goes into a queue that people read, within the
 * bounds that `Control` holds; no verdict changes by it, and neither does policy, override or session. Open to everybody,
 * because whoever needs it is refused elsewhere.
 */
export const appeal = new Hono<CordonEnv>()

/** Few isolates ever get one. */
const handlers = () => import('./appeal-handlers.ts')

appeal.use(async (c, next) => (takesAppeals(c.var.gate) ? next() : plainProblem(c, 404, 'Not Found')))
appeal.get('/', async (c) => (await handlers()).showForm(c))
appeal.post('/', async (c) => (await handlers()).takeAppeal(c))
appeal.all('/', methodNotAllowed('GET, HEAD, POST'))
