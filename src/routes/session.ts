import { Hono } from 'hono'
import { secondsFromMillis } from '../lib/time.ts'
import { refuse } from '../middleware/refuse.ts'
import { issueFor } from '../middleware/sessions.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { geoClaim } from '../session/claims.ts'
import type { Subject } from '../session/issue.ts'
import { boundSession } from '../signals/session-status.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** `/.cordon/session`: decided like any controlled resource, by the gate in front of it. */
export const session = new Hono<CordonEnv>()

/** What the presented token says and until when; without a valid one, why it is none. */
session.get('/', (c) => {
  const { observations, evidence } = c.var.passage
  const facts = boundSession(observations)
  if (facts === undefined) {
    const status = evidence['session.status']
    const value = status.state === 'observed' ? status.value : 'none'
    return refuse(c, value === 'none' || value === 'valid' ? 'session.required' : `session.${value}`)
  }
  c.header('Cache-Control', 'no-store')
  return c.json({
    session: facts.sessionId,
    issued_at: facts.issuedAt,
    expires_at: facts.expiresAt,
    acr: facts.assurance,
    geo: geoClaim(facts.place),
    net: { class: facts.networkClass },
    identity: facts.identity,
  })
})

/** A token for an API client, which presents it in `Cordon-Session`. */
session.post('/', async (c) => {
  const { passage } = c.var
  const { token, expiresAt, acr, geo, net } = await issueFor(
    c,
    passage,
    knownSubject(c.var),
    secondsFromMillis(passage.at),
  )
  c.header('Cache-Control', 'no-store')
  return c.json({ token, expires_at: expiresAt, acr, geo, net })
})

session.all('/', methodNotAllowed('GET, HEAD, POST'))

/** Whom the origin has recognised by the key that came with this request. */
function knownSubject({ passage }: CordonEnv['Variables']): Subject | undefined {
  const { key } = passage.observations
  if (key?.accepted !== true) return undefined
  if (key.account !== undefined) return { id: key.account, kind: 'account' }
  // The account that a session is for says more than a key does.
  return boundSession(passage.observations)?.identity === 'account'
    ? undefined
    : { id: key.keyId, kind: 'key' }
}
