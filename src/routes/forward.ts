import type { Context } from 'hono'
import { forward } from '../enforcement/origin.ts'
import type { Route } from '../enforcement/route.ts'
import { sentPathAndQuery, sentUrl } from '../enforcement/sent-url.ts'
import { factHeaders, statement, verified } from '../enforcement/statements.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { refuse } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { formatIpAddress } from '../net/ip-address.ts'

/** Hands an admitted request to the origin, with the signed statement about it. */
export async function forwardToOrigin(c: Context<CordonEnv>): Promise<Response> {
  const { config, loopToken } = c.get('gate')
  const { origin } = destinationOf(c)
  const target = c.get('target')
  const pathAndQuery = sentPathAndQuery(target)
  const answer = await forward(c.req.raw, origin, {
    url: sentUrl(origin, target, pathAndQuery),
    timeoutSeconds: config.ORIGIN_TIMEOUT_SECONDS,
    bypassCache: config.ORIGIN_CACHE === 'bypass',
    loopToken,
    content: c.get('body')?.content,
    headers: await headersForOrigin(c, pathAndQuery),
  })
  if (!answer.ok) {
    c.set('fault', answer.error)
    return refuse(c, answer.error.reason)
  }
  const { response, said } = answer.value
  c.set('answered', { said })
  const { WEBSOCKET_MAX_SECONDS } = config
  if (response.status !== 101 || WEBSOCKET_MAX_SECONDS === undefined) return response
  // Loaded where it is wanted: few gates have WebSockets, and fewer end them.
  const { relayForSeconds } = await import('../enforcement/websocket.ts')
  return relayForSeconds(response, WEBSOCKET_MAX_SECONDS)
}

type Destination = Pick<Route, 'origin' | 'audience'>

/** With a map of origins there is no other way to one: a request that was not routed goes nowhere. */
function destinationOf(c: Context<CordonEnv>): Destination {
  const gate = c.get('gate')
  if (gate.router !== undefined) return routeOf(c)
  const origin = c.env.origin ?? gate.origin
  if (origin === undefined)
    throw new Error('embedded without an origin: give one to each request, see inFrontOf')
  return { origin, audience: gate.config.ORIGIN_AUDIENCE }
}

function routeOf({ var: { route } }: Context<CordonEnv>): Route {
  if (route === undefined) throw new Error('not routed: middleware/route comes before what needs an origin')
  return route
}

async function headersForOrigin(
  c: Context<CordonEnv>,
  pathAndQuery: string,
): Promise<Record<string, string>> {
  const { ORIGIN_FORWARDED, ORIGIN_MODE, ORIGIN_HEADERS } = c.get('gate').config
  const passage = c.get('passage')
  const headers: Record<string, string> = {
    'Cordon-Decision': c.get('decisionId'),
    'Cordon-Assertion': await assertionFor(c, pathAndQuery),
  }
  if (ORIGIN_HEADERS === 'assertion+facts')
    Object.assign(headers, factHeaders(verified(passage.evidence), passage.verdict))
  if (ORIGIN_FORWARDED === 'x-forwarded') Object.assign(headers, forwardedHeaders(c))
  if (ORIGIN_MODE === 'zone') Object.assign(headers, zoneHeaders(c))
  return headers
}

/** @param pathAndQuery as they are sent to the origin */
export function assertionFor(c: Context<CordonEnv>, pathAndQuery: string): string | Promise<string> {
  const { router, config, mintAssertion } = c.get('gate')
  const passage = c.get('passage')
  const { judgement, verdict, signingKey } = passage
  const { method } = passage.observations.snapshot
  const audience = router === undefined ? config.ORIGIN_AUDIENCE : routeOf(c).audience
  const stated = () =>
    statement(verified(passage.evidence), passage.decision, verdict, passage, {
      issuer: config.ISSUER,
      audience,
      method,
      pathAndQuery,
      bodyValue: passage.resource.value,
    })
  const rest = `${verdict} ${method} ${audience} ${pathAndQuery}`
  return mintAssertion(stated, signingKey, secondsFromMillis(passage.at), { judgement, rest })
}

function forwardedHeaders(c: Context<CordonEnv>): Record<string, string> {
  const { address, target } = c.get('passage').observations.snapshot
  return {
    ...(address.given ? { 'X-Forwarded-For': formatIpAddress(address.value) } : {}),
    'X-Forwarded-Proto': target.scheme,
    'X-Forwarded-Host': target.host,
  }
}

/** Within its own zone the platform tells the origin the address it finds here as `CF-Connecting-IP`. */
function zoneHeaders(c: Context<CordonEnv>): Record<string, string> {
  const { address } = c.get('passage').observations.snapshot
  return address.given ? { 'X-Real-IP': formatIpAddress(address.value) } : {}
}
