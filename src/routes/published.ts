import { Hono } from 'hono'
import { PROBLEMS_PATH } from '../enforcement/problem.ts'
import { publicMessage } from '../enforcement/public-message.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { plainProblem, refuse } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { isReasonCode, REASON_CODES, type ReasonCode, statusOf } from '../policy/reasons.ts'
import { JWKS_MAX_AGE_SECONDS } from '../session/key-states.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** What everybody may read, whatever the verdict on them. */
export const published = new Hono<CordonEnv>()

/** Keys that verify tokens (RFC 7517 §5); public parts only. */
published.get('/jwks.json', (c) => {
  const { keyring, inForce } = c.var.gate
  if (keyring === undefined) return refuse(c, 'service.no_key')
  const now = secondsFromMillis(c.env.clock())
  c.header('Cache-Control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
  return c.body(JSON.stringify(keyring.publishedAt(now, inForce.isKeyRevoked)), 200, {
    'Content-Type': 'application/jwk-set+json',
  })
})
published.all('/jwks.json', methodNotAllowed('GET, HEAD'))

/** Every reason there is: where the type URIs of problem details lead. */
published.get('/problems', (c) =>
  c.json({ problems: REASON_CODES.map((reason) => described(reason, c.var.gate.config.ISSUER)) }),
)
published.all('/problems', methodNotAllowed('GET, HEAD'))

published.get('/problems/:reason', (c) => {
  const reason = c.req.param('reason')
  return isReasonCode(reason)
    ? c.json(described(reason, c.var.gate.config.ISSUER))
    : plainProblem(c, 404, 'Not Found')
})
published.all('/problems/:reason', methodNotAllowed('GET, HEAD'))

function described(reason: ReasonCode, issuer: string) {
  const { title, detail, retryable, nextSteps } = publicMessage(reason)
  return {
    type: `${issuer}${PROBLEMS_PATH}/${reason}`,
    reason,
    status: statusOf(reason, true),
    title,
    detail,
    retryable,
    next_steps: nextSteps,
  }
}
