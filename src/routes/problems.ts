import { type Context, Hono } from 'hono'
import schema from '../enforcement/problem.schema.json'
import { PROBLEMS_PATH } from '../enforcement/problem.ts'
import { storiesOf } from '../enforcement/public-message.ts'
import { type PageContent, pageResponse } from '../enforcement/respond.ts'
import { pageFrame } from '../middleware/page-frame.ts'
import { plainProblem } from '../middleware/refuse.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { isReasonCode, REASON_CODES, type ReasonCode, statusOf } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import type { Spoken } from '../texts/speak.ts'
import { OUTLOOKS } from '../texts/stories.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** What each reason means, for support staff and developers: where the type URIs of problem details lead. */
export const problems = new Hono<CordonEnv>()

problems.get('/', async (c) => {
  const spoken = await spokenTo(c.req.raw.headers)
  const listed = REASON_CODES.map((reason) => explained(reason, c.var.gate.config.ISSUER, spoken))
  return answer(c, spoken, { problems: listed }, listed)
})
problems.all('/', methodNotAllowed('GET, HEAD'))

/** Of problem details, as JSON Schema 2020-12. */
problems.get('/schema.json', (c) =>
  c.body(JSON.stringify(schema), 200, { 'Content-Type': 'application/schema+json' }),
)
problems.all('/schema.json', methodNotAllowed('GET, HEAD'))

problems.get('/:reason', async (c) => {
  const reason = c.req.param('reason')
  if (!isReasonCode(reason)) return plainProblem(c, 404, 'Not Found')
  const spoken = await spokenTo(c.req.raw.headers)
  const found = explained(reason, c.var.gate.config.ISSUER, spoken)
  return answer(c, spoken, found, [found])
})
problems.all('/:reason', methodNotAllowed('GET, HEAD'))

/** A reason, and every story it can be told as, the usual one first. */
export interface ExplainedProblem {
  readonly type: string
  readonly reason: ReasonCode
  readonly status: number
  readonly stories: readonly ExplainedStory[]
}

export interface ExplainedStory {
  readonly story: string
  readonly title: string
  readonly detail: string
  readonly retryable: boolean
  readonly next_steps: readonly string[]
  /** Whether a person who speaks the language has read title and detail. */
  readonly reviewed: boolean
}

function explained(reason: ReasonCode, issuer: string, { locale }: Spoken): ExplainedProblem {
  return {
    type: `${issuer}${PROBLEMS_PATH}/${reason}`,
    reason,
    status: statusOf(reason, true),
    stories: storiesOf(reason).map((story) => {
      const { title, detail } = locale.stories[story]
      const { retryable, steps } = OUTLOOKS[story]
      return {
        story,
        title: title.text,
        detail: detail.text,
        retryable,
        next_steps: steps.map((step) => locale.steps[step].text),
        reviewed: title.reviewed && detail.reviewed,
      }
    }),
  }
}

async function answer(
  c: Context<CordonEnv>,
  spoken: Spoken,
  json: object,
  listed: readonly ExplainedProblem[],
): Promise<Response> {
  const headers = new Headers({ Vary: 'Accept, Accept-Language', 'Content-Language': spoken.tag })
  if (wantsPage(c.req.raw.headers.get('Accept')))
    return pageResponse(await page(c, spoken, listed), 200, headers)
  headers.set('Content-Type', 'application/json')
  return new Response(JSON.stringify(json), { headers })
}

async function page(
  c: Context<CordonEnv>,
  spoken: Spoken,
  listed: readonly ExplainedProblem[],
): Promise<PageContent> {
  const { problemsPage } = await import('../pages/problems.tsx')
  return problemsPage(listed, pageFrame(c, spoken))
}
