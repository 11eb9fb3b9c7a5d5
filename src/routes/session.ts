import { Hono } from 'hono'
import { refuse } from '../middleware/refuse.ts'
import { issueFor } from '../middleware/sessions.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { geoClaim } from '../session/claims.ts'
import { sessionReason } from '../signals/session-status.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** `/.cordon/session`: decided like any controlled resource, by the gate in front of it. */
export const session = new Hono<CordonEnv>()

/** What the presented token says and until when; without a valid one, why it is none. */
session.get('/', (c) => {
  const { evidence, session: facts, identity } = c.var.passage
  if (facts === undefined) {
    const status = evidence['session.status']
    const reason = sessionReason(status.state === 'observed' ? status.value : undefined)
    c.set('fault', { reason })
    return refuse(c, reason)
  }
  c.header('Cache-Control', 'no-store')
  return c.json({
    session: facts.sessionId,
    issued_at: facts.issuedAt,
    expires_at: facts.expiresAt,
    acr: facts.assurance,
    geo: geoClaim(facts.place),
    net: { class: facts.networkClass },
    identity: identity?.kind ?? 'none',
  })
})

/** A token for an API client, which presents it in `Cordon-Session`. */
session.post('/', async (c) => {
  const { token, expiresAt, acr, geo, net } = await issueFor(c, c.var.passage, undefined)
  c.header('Cache-Control', 'no-store')
  return c.json({ token, expires_at: expiresAt, acr, geo, net })
})

session.all('/', methodNotAllowed('GET, HEAD, POST'))
