import { Hono } from 'hono/quick'
import { cookieAttributes } from '../middleware/sessions.ts'
import type { Step } from '../middleware/steps.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { isSameOrigin } from '../request/same-origin.ts'
import { expiredSessionCookie } from '../session/cookie.ts'
import { methodNotAllowed } from './method-not-allowed.ts'

/** `/.cordon/session`: decided like any controlled resource, by the gate in front of it. */
export const session = new Hono<CordonEnv>()

/**
 * Logging out makes the browser forget its cookie whatever came of it, a refusal of this place or a store that cannot be
 * reached included. Not when another site has sent the request.
 */
export const forgetOnLogout: Step = {
  after(c) {
    const { headers } = c.req.raw
    const { target, gate } = c.var
    if (c.req.method !== 'DELETE') return
    if (headers.has('Cookie') && !isSameOrigin(headers, `${target.scheme}://${target.host}`)) return
    c.res.headers.append('Set-Cookie', expiredSessionCookie(cookieAttributes(gate.config)))
  },
}

/** Loaded with the first request for them: no forwarded request needs them. */
const answers = () => import('./session-answers.ts')

session.get('/', async (c) => (await answers()).tellSession(c))
session.post('/', async (c) => (await answers()).giveSession(c))
session.delete('/', async (c) => (await answers()).endSession(c))
session.all('/', methodNotAllowed('GET, HEAD, POST, DELETE'))
