import type { Context } from 'hono'
import { secondsFromMillis } from '../lib/time.ts'
import { pageFrame } from '../middleware/page-frame.ts'
import { refuse } from '../middleware/refuse.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { isReferenceCode } from '../request/appeal-input.ts'
import { isSameOrigin } from '../request/same-origin.ts'
import { takeSnapshot } from '../request/snapshot.ts'
import { malformed, notTaken, pageAnswer, received } from './appeal-answers.ts'
import { enqueue, networkOf, readInput } from './appeal-intake.ts'

/** Always a page, whatever `Accept` says: a program that follows the link finds there what to send. */
export async function showForm(c: Context<CordonEnv>): Promise<Response> {
  const asked = c.req.queries('decision') ?? []
  const [decision = ''] = asked
  const isSound = asked.length === 1 && isReferenceCode(decision)
  const spoken = await spokenTo(c.req.raw.headers)
  const { appealPage } = await import('../pages/appeal.tsx')
  return pageAnswer(appealPage(isSound ? decision : undefined, pageFrame(c, spoken)), 200, spoken)
}

/** Into the queue, or why not. The body is entirely attacker-controlled. */
export async function takeAppeal(c: Context<CordonEnv>): Promise<Response> {
  if (isForeign(c)) return refuse(c, 'session.cross_site')
  const { gate, target } = c.var
  const now = secondsFromMillis(c.env.clock())
  const snapshot = takeSnapshot(c.req.raw, target)
  const { publicLimit } = gate
  // Before anything of the body is read: a flood costs no more than this.
  if (!(await publicLimit.admits(`appeal:${networkOf(snapshot)}`, now)))
    return notTaken(c, { reason: 'request.rate', retryAfterSeconds: publicLimit.periodSeconds })
  const input = await readInput(c.req.raw)
  if (!input.ok) return malformed(c, input.error)
  const { decision, isByProgram } = input.value
  // A program that fills in everything is told the same as everybody: there is nothing to try out.
  const why = isByProgram ? undefined : await enqueue(c, input.value, snapshot, now)
  return why === undefined ? received(c, decision) : notTaken(c, why, decision)
}

/** Whether a browser says that another site's page sends this. Programs say nothing, and have nobody's cookies. */
function isForeign({ req, var: { target } }: Context<CordonEnv>): boolean {
  const { headers } = req.raw
  if (!headers.has('Origin') && !headers.has('Sec-Fetch-Site')) return false
  return !isSameOrigin(headers, `${target.scheme}://${target.host}`)
}
