import { Hono } from 'hono/quick'
import { secondsFromMillis } from '../lib/time.ts'
import { refuse } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { JWKS_MAX_AGE_SECONDS } from '../session/key-states.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
import { problems } from './problems.ts'

/** What everybody may read, whatever the verdict on them. */
export const published = new Hono<CordonEnv>()

/** Keys that verify tokens (RFC 7517 §5); public parts only. */
published.get('/jwks.json', async (c) => {
  const { keyring, inForce } = c.var.gate
  if (keyring === undefined) return refuse(c, 'service.no_key')
  const now = secondsFromMillis(c.env.clock())
  c.header('Cache-Control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`)
  return c.body(JSON.stringify(keyring.publishedAt(now, inForce.isKeyRevoked)), 200, {
    'Content-Type': 'application/jwk-set+json',
  })
})
published.all('/jwks.json', methodNotAllowed('GET, HEAD'))

published.route('/problems', problems)
