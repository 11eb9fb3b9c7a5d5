import { Hono } from 'hono/quick'
import type { CordonEnv } from '../middleware/types.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** What each reason means, for support staff and developers: where the type URIs of problem details lead. */
export const problems = new Hono<CordonEnv>()

const answers = () => import('./problem-answers.ts')

problems.get('/', async (c) => (await answers()).listProblems(c))
problems.all('/', methodNotAllowed('GET, HEAD'))

/** Of problem details, as JSON Schema 2020-12. */
problems.get('/schema.json', async (c) => {
  const { default: schema } = await import('../enforcement/problem.schema.json')
  return c.body(JSON.stringify(schema), 200, { 'Content-Type': 'application/schema+json' })
})
problems.all('/schema.json', methodNotAllowed('GET, HEAD'))

problems.get('/:reason', async (c) => (await answers()).explainProblem(c, c.req.param('reason')))
problems.all('/:reason', methodNotAllowed('GET, HEAD'))
