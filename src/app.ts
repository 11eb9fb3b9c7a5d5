import { Hono } from 'hono/quick'
import type { Dependencies } from './deps.ts'
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
import { middleware, type Step, through } from './middleware/steps.ts'
import type { CordonEnv } from './middleware/types.ts'
import { wellFormed } from './middleware/well-formed.ts'
import { pathAsSent } from './request/path-as-sent.ts'
import { admin } from './routes/admin.ts'
import { appeal } from './routes/appeal.ts'
import { exactRoutes } from './routes/exact-routes.ts'
import { forwardToOrigin } from './routes/forward.ts'
import { health } from './routes/health.ts'
import { methodNotAllowed } from './routes/method-not-allowed.ts'
import { published } from './routes/published.ts'
import { forgetOnLogout, session } from './routes/session.ts'
import { tellDecision, tellReason } from './routes/tell-decision.ts'
import { whoami } from './routes/whoami.ts'

/** In front of everything, also of our own endpoints. */
const entrance: readonly Step[] = [
  identify, // names the decision
  loadConfig, // 503: no policy is no permission
  cors, // preflights of other origins' pages, and which of these may read what is ours
  wellFormed, // 400: what two parsers could read differently
  inForce, // epoch, revocations, policy, tables: a minute old at most while Control answers
  offerNonce, // for clients that prove a key
]

/** What a request goes through before the origin hears of it, from top to bottom: an answer ends the way. */
const way: readonly Step[] = [
  ...entrance,
  readBody(), // 400: a body that decides, and that two parsers could read differently
  geofence, // 451, 403, 401, 503: decides, refuses, records
  notice, // to what passes and will be refused before long
  route, // 403: which origin, where each region has its own
  proveAnew, // 401: single use, where a resource wants it
  sessions, // after the answer: whom the origin recognised, the cookie, when to renew
]

/** Everything under `/.cordon/`: our own, never the origin's. Nothing below a line runs unless that line lets it. */
const endpoints = exactRoutes<CordonEnv>()

endpoints.onError(onError)

// Answers even when the configuration is broken: that is when somebody asks.
endpoints.get('/.cordon/health', middleware(identify), health)
endpoints.all('/.cordon/health', middleware(identify), methodNotAllowed('GET, HEAD'))

endpoints.use(...entrance.map(middleware))
endpoints.route('/.cordon', published) // keys and reasons, for everybody
endpoints.route('/.cordon/whoami', whoami) // what is seen of a client, for that client, refused or not
endpoints.route('/.cordon/appeal', appeal) // into a queue that people read; changes no verdict
endpoints.route('/.cordon/admin', admin) // has a door of its own
endpoints.use('/.cordon/session', ...[forgetOnLogout, geofence, notice].map(middleware))
endpoints.route('/.cordon/session', session)

const unknownEndpoint = (c: Parameters<typeof plainProblem>[0]) => plainProblem(c, 404, 'Not Found')
endpoints.all('*', unknownEndpoint)

/**
 * Everything else: for the origin, if it gets that far. Apart, so that no route of ours is looked at on the way. It has one
 * route and so no use for the path: `c.req.path` only tells what is ours from the rest.
 */
const onward = new Hono<CordonEnv>({ getPath: () => '/' })

onward.onError(onError)
onward.all('*', through(way, forwardToOrigin))

/**
 * The whole gate.
 *
 * The environment Hono hands around is `Dependencies`, not the platform's: only `index.ts` and `deps.ts` know that one.
 */
export const app = {
  fetch(
    request: Request,
    dependencies: Dependencies,
    context?: ExecutionContext,
  ): Response | Promise<Response> {
    const path = pathAsSent(request)
    const isOurs = path === '/.cordon' || path.startsWith('/.cordon/')
    return (isOurs ? endpoints : onward).fetch(request, dependencies, context)
  },
}

/** The same decision for somebody else's Worker, which asks instead of standing behind the gate: `decide()` over RPC. */
export const decisions = exactRoutes<CordonEnv>()

decisions.onError(onError)
// No page asks by RPC: whoever is asked about a preflight is asked whether it may pass.
decisions.use(...[tellReason, ...entrance.filter((step) => step !== cors)].map(middleware))
decisions.all('/.cordon/*', unknownEndpoint) // the gate's own, wherever the request was bound
decisions.use(...[readBody('not_recorded'), geofence, route, proveAnew].map(middleware))
decisions.all('*', tellDecision)
