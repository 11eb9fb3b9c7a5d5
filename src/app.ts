import { Hono } from 'hono'
import { cors } from './middleware/cors.ts'
import { geofence } from './middleware/geofence.ts'
import { identify } from './middleware/identify.ts'
import { inForce } from './middleware/in-force.ts'
import { loadConfig } from './middleware/load-config.ts'
import { notice } from './middleware/notice.ts'
import { onError } from './middleware/on-error.ts'
import { offerNonce, proveAnew } from './middleware/prove.ts'
import { readBody } from './middleware/read-body.ts'
import { plainProblem } from './middleware/refuse.ts'
import { route } from './middleware/route.ts'
import { sessions } from './middleware/sessions.ts'
import type { CordonEnv } from './middleware/types.ts'
import { wellFormed } from './middleware/well-formed.ts'
import { admin } from './routes/admin.ts'
import { appeal } from './routes/appeal.ts'
import { forwardToOrigin } from './routes/forward.ts'
import { health } from './routes/health.ts'
import { methodNotAllowed } from './routes/method-not-allowed.ts'
import { published } from './routes/published.ts'
import { forgetOnLogout, session } from './routes/session.ts'
import { tellDecision, tellReason } from './routes/tell-decision.ts'
import { whoami } from './routes/whoami.ts'

/**
 * The whole way of a request, from top to bottom. Nothing below a step runs unless that step lets it.
 *
 * The environment Hono hands around is `Dependencies`, not the platform's: only `index.ts` and `deps.ts` know that one.
 */
export const app = new Hono<CordonEnv>({ getPath: pathAsSent })

app.onError(onError)
app.use(identify())

// Answers even when the configuration is broken: that is when somebody asks.
app.get('/.cordon/health', health)
app.all('/.cordon/health', methodNotAllowed('GET, HEAD'))

app.use(loadConfig()) // 503: no policy is no permission
app.use(cors()) // preflights of other origins' pages, and which of these may read what is ours
app.use(wellFormed()) // 400: what two parsers could read differently
app.use(inForce()) // epoch, revocations, prefix table: a minute old at most while Control answers

app.route('/.cordon', published) // keys and reasons, for everybody
app.route('/.cordon/whoami', whoami) // what is seen of a client, for that client, refused or not
app.route('/.cordon/appeal', appeal) // into a queue that people read; changes no verdict
app.route('/.cordon/admin', admin) // has a door of its own

app.use(offerNonce()) // for clients that prove a key
app.use('/.cordon/session', forgetOnLogout(), geofence(), notice())
app.route('/.cordon/session', session)

const unknownEndpoint = (c: Parameters<typeof plainProblem>[0]) => plainProblem(c, 404, 'Not Found')
app.all('/.cordon', unknownEndpoint) // reserved: never the origin's
app.all('/.cordon/*', unknownEndpoint)

app.use(readBody()) // 400: a body that decides, and that two parsers could read differently
app.use(geofence()) // 451, 403, 401, 503: decides, refuses, records
app.use(notice()) // to what passes and will be refused before long
app.use(route()) // 403: which origin, where each region has its own
app.use(proveAnew()) // 401: single use, where a resource wants it
app.use(sessions()) // after the answer: whom the origin recognised, the cookie, when to renew
app.all('*', forwardToOrigin)

/** The same decision for somebody else's Worker, which asks instead of standing behind the gate: `decide()` over RPC. */
export const decisions = new Hono<CordonEnv>({ getPath: pathAsSent })

decisions.onError(onError)
decisions.use(tellReason(), identify(), loadConfig(), wellFormed(), inForce())
decisions.all('/.cordon', unknownEndpoint) // the gate's own, wherever the request was bound
decisions.all('/.cordon/*', unknownEndpoint)
decisions.use(offerNonce(), readBody('not_recorded'), geofence(), route(), proveAnew())
decisions.all('*', tellDecision)

/** Routes are matched with the path as sent: Hono itself would decode it, and answer for spellings that are not ours. */
function pathAsSent(request: Request): string {
  return URL.parse(request.url)?.pathname ?? '/'
}
