import { type Context, Hono } from 'hono'
import { APPEAL_PATH } from '../enforcement/problem.ts'
import { type PageContent, pageResponse } from '../enforcement/respond.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { takesAppeals } from '../middleware/appeals.ts'
import { pageFrame } from '../middleware/page-frame.ts'
import { plainProblem, refuse } from '../middleware/refuse.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { clientNetwork } from '../net/client-network.ts'
import { statusOf } from '../policy/reasons.ts'
import { wantsPage } from '../request/accept.ts'
import { isReferenceCode } from '../request/appeal-input.ts'
import { isSameOrigin } from '../request/same-origin.ts'
import type { Spoken } from '../texts/speak.ts'
import { enqueue, type NotTaken, readInput } from './appeal-intake.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/**
 * `/.cordon/appeal`: where a refused person says that it is a mistake. It goes into a queue that people read, within the
 * bounds that `Control` holds; no verdict changes by it, and neither does policy, override or session. Open to everybody,
 * because whoever needs it is refused elsewhere.
 */
export const appeal = new Hono<CordonEnv>()

appeal.use(async (c, next) => (takesAppeals(c.var.gate) ? next() : plainProblem(c, 404, 'Not Found')))

/** Always a page, whatever `Accept` says: a program that follows the link finds there what to send. */
appeal.get('/', async (c) => {
  const asked = c.req.queries('decision') ?? []
  const [decision = ''] = asked
  const isSound = asked.length === 1 && isReferenceCode(decision)
  const spoken = await spokenTo(c.req.raw.headers)
  const { appealPage } = await import('../pages/appeal.tsx')
  return pageAnswer(appealPage(isSound ? decision : undefined, pageFrame(c, spoken)), 200, spoken)
})

appeal.post('/', async (c) => {
  if (isForeign(c)) return refuse(c, 'session.cross_site')
  const { publicLimit } = c.var.gate
  const network = clientNetwork(c.req.raw.headers.get('CF-Connecting-IP'))
  // Before anything of the body is read: a flood costs no more than this.
  if (!(await publicLimit.admits(`appeal:${network}`, secondsFromMillis(c.env.clock()))))
    return notTaken(c, { reason: 'request.rate', retryAfterSeconds: publicLimit.periodSeconds })
  const input = await readInput(c.req.raw)
  if (!input.ok) return malformed(c, input.error)
  const { decision, isByProgram } = input.value
  // A program that fills in everything is told the same as everybody: there is nothing to try out.
  const why = isByProgram ? undefined : await enqueue(c, input.value, network)
  return why === undefined ? received(c, decision) : notTaken(c, why, decision)
})

appeal.all('/', methodNotAllowed('GET, HEAD, POST'))

/** Whether a browser says that another site's page sends this. Programs say nothing, and have nobody's cookies. */
function isForeign({ req, var: { target } }: Context<CordonEnv>): boolean {
  const { headers } = req.raw
  if (!headers.has('Origin') && !headers.has('Sec-Fetch-Site')) return false
  return !isSameOrigin(headers, `${target.scheme}://${target.host}`)
}

function isInBrowser({ req }: Context<CordonEnv>): boolean {
  return wantsPage(req.raw.headers.get('Accept'))
}

async function received(c: Context<CordonEnv>, decision: string): Promise<Response> {
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
async function notTaken(c: Context<CordonEnv>, why: NotTaken, decision?: string): Promise<Response> {
  const { reason, retryAfterSeconds } = why
  if (!isInBrowser(c)) return refuse(c, reason, { retryAfterSeconds })
  const response = await notTakenPage(c, statusOf(reason, false), decision)
  response.headers.set('Retry-After', String(retryAfterSeconds))
  return response
}

/** @param expected for whoever wrote the program that has sent it; holds nothing of what was sent */
async function malformed(c: Context<CordonEnv>, expected: string): Promise<Response> {
  if (isInBrowser(c)) return notTakenPage(c, 400)
  const body = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: `${expected}. See ${APPEAL_PATH}.`,
    decision: c.var.decisionId,
  }
  return new Response(JSON.stringify(body), {
    status: 400,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  })
}

async function notTakenPage(c: Context<CordonEnv>, status: number, decision?: string): Promise<Response> {
  const spoken = await spokenTo(c.req.raw.headers)
  const { appealNotTakenPage } = await import('../pages/appeal.tsx')
  const reference = decision ?? c.var.decisionId
  const page = appealNotTakenPage(reference, c.var.gate.config.SUPPORT_URI, pageFrame(c, spoken))
  return pageAnswer(page, status, spoken)
}

function pageAnswer(page: PageContent, status: number, { tag }: Spoken): Response {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    'Content-Language': tag,
    Vary: 'Accept, Accept-Language',
    'X-Content-Type-Options': 'nosniff',
    // Not `no-referrer`: the form would then be sent with `Origin: null`, and be taken for another site's.
    'Referrer-Policy': 'same-origin',
  })
  return pageResponse(page, status, headers)
}
