import type { Context } from 'hono'
import { PROBLEMS_PATH } from '../enforcement/problem.ts'
import { storiesOf } from '../enforcement/public-message.ts'
import { answerHeaders, pageResponse } from '../enforcement/respond.ts'
import { pageFrame } from '../middleware/page-frame.ts'
import { plainProblem } from '../middleware/refuse.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { isReasonCode, REASON_CODES, type ReasonCode, statusOf } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import type { Spoken } from '../texts/speak.ts'
import { OUTLOOKS } from '../texts/stories.ts'

/** All of them. */
export async function listProblems(c: Context<CordonEnv>): Promise<Response> {
  const spoken = await spokenTo(c.req.raw.headers)
  const listed = REASON_CODES.map((reason) => listedProblem(reason, spoken))
  if (wantsPage(c.req.raw.headers.get('Accept'))) {
    const { problemsPage } = await import('../pages/problems.tsx')
    return pageResponse(problemsPage(listed, pageFrame(c, spoken)), 200, answerHeaders(spoken.tag))
  }
  return json(spoken, { problems: listed.map((problem) => explained(problem, c.var.gate.config.ISSUER)) })
}

/** One, with every story that it can be told as. */
export async function explainProblem(c: Context<CordonEnv>, reason: string): Promise<Response> {
  if (!isReasonCode(reason)) return plainProblem(c, 404, 'Not Found')
  const spoken = await spokenTo(c.req.raw.headers)
  const problem = listedProblem(reason, spoken)
  if (wantsPage(c.req.raw.headers.get('Accept'))) {
    const { problemPage } = await import('../pages/problems.tsx')
    return pageResponse(problemPage(problem, pageFrame(c, spoken)), 200, answerHeaders(spoken.tag))
  }
  return json(spoken, explained(problem, c.var.gate.config.ISSUER))
}

/** A reason and every story it can be told as, the usual one first. */
function listedProblem(reason: ReasonCode, { locale }: Spoken) {
  const stories = storiesOf(reason).map((id) => {
    const { retryable, steps } = OUTLOOKS[id]
    return { id, ...locale.stories[id], retryable, steps: steps.map((step) => locale.steps[step]) }
  })
  return { reason, status: statusOf(reason, true), stories }
}

function explained({ reason, status, stories }: ReturnType<typeof listedProblem>, issuer: string) {
  return {
    type: `${issuer}${PROBLEMS_PATH}/${reason}`,
    reason,
    status,
    stories: stories.map(({ id, title, detail, retryable, steps }) => ({
      story: id,
      title: title.text,
      detail: detail.text,
      retryable,
      next_steps: steps.map(({ text }) => text),
      /** Whether a person who speaks the language has read all of it. */
      reviewed: [title, detail, ...steps].every((text) => text.reviewed),
    })),
  }
}

function json({ tag }: Spoken, body: object): Response {
  const headers = answerHeaders(tag)
  headers.set('Content-Type', 'application/json')
  return new Response(JSON.stringify(body), { headers })
}
