import type { Context } from 'hono'
import { APPEAL_PATH } from '../enforcement/problem.ts'
import { type PageContent, pageResponse } from '../enforcement/respond.ts'
import { pageFrame } from '../middleware/page-frame.ts'
import { plainProblem, refuse } from '../middleware/refuse.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { statusOf } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import type { Spoken } from '../texts/speak.ts'

/**
 * Why an appeal is not taken although it is one: a reason that any endpoint may refuse for, or one of this endpoint
 * alone, in its own words. With the seconds after which another try may succeed, where anybody knows them.
 */
export type NotTaken =
  | { readonly reason: 'request.rate' | 'service.stale'; readonly retryAfterSeconds: number }
  | { readonly status: 409 | 429 | 503; readonly retryAfterSeconds?: number }

export async function received(c: Context<CordonEnv>, decision: string): Promise<Response> {
  if (!isInBrowser(c)) {
    c.header('Cache-Control', 'no-store')
    return c.json({ received: true, decision }, 202)
  }
  const spoken = await spokenTo(c.req.raw.headers)
  const { appealReceivedPage } = await import('../pages/appeal.tsx')
  const page = appealReceivedPage(decision, c.var.gate.config.SUPPORT_URI, pageFrame(c, spoken))
  return pageAnswer(page, 202, spoken)
}

/** @param decision that it is about, where that is known by now */
export async function notTaken(c: Context<CordonEnv>, why: NotTaken, decision?: string): Promise<Response> {
  const { retryAfterSeconds } = why
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
  if (isInBrowser(c)) {
    const status = 'reason' in why ? statusOf(why.reason, false) : why.status
    return notTakenPage(c, status, decision, retryAfter)
  }
  if ('reason' in why) return refuse(c, why.reason, { retryAfterSeconds: why.retryAfterSeconds })
  const { tag, locale } = await spokenTo(c.req.raw.headers)
  const { appeal_not_taken_title: title, appeal_not_taken: detail } = locale.labels
  return plainProblem(c, why.status, title.text, {
    detail: detail.text,
    headers: { 'Content-Language': tag, Vary: 'Accept, Accept-Language', ...retryAfter },
  })
}

/** @param expected for whoever wrote the program that has sent it; holds nothing of what was sent */
export async function malformed(c: Context<CordonEnv>, expected: string): Promise<Response> {
  if (isInBrowser(c)) return notTakenPage(c, 400)
  return plainProblem(c, 400, 'Bad Request', { detail: `${expected}. See ${APPEAL_PATH}.` })
}

async function notTakenPage(
  c: Context<CordonEnv>,
  status: number,
  decision = c.var.decisionId,
  retryAfter: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const spoken = await spokenTo(c.req.raw.headers)
  const { appealNotTakenPage } = await import('../pages/appeal.tsx')
  const page = appealNotTakenPage(decision, c.var.gate.config.SUPPORT_URI, pageFrame(c, spoken))
  return pageAnswer(page, status, spoken, retryAfter)
}

export function pageAnswer(
  page: PageContent,
  status: number,
  { tag }: Spoken,
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    'Content-Language': tag,
    Vary: 'Accept, Accept-Language',
    'X-Content-Type-Options': 'nosniff',
    // Not `no-referrer`: the form would then be sent with `Origin: null`, and be taken for another site's.
    'Referrer-Policy': 'same-origin',
    ...more,
  })
  return pageResponse(page, status, headers)
}

function isInBrowser({ req }: Context<CordonEnv>): boolean {
  return wantsPage(req.raw.headers.get('Accept'))
}
