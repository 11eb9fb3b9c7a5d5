import type { Context } from 'hono'
import { forward, type Origin } from '../enforcement/origin.ts'
import type { Route } from '../enforcement/route.ts'
import { factHeaders, statement, verified } from '../enforcement/statements.ts'
import { relayForSeconds } from '../enforcement/websocket.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { refuse } from '../middleware/refuse.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { formatIpAddress } from '../net/ip-address.ts'

/** Hands an admitted request to the origin, with the signed statement about it. */
export async function forwardToOrigin(c: Context<CordonEnv>): Promise<Response> {
  const { config, loopToken } = c.get('gate')
  const { origin } = destinationOf(c)
  const answer = await forward(c.req.raw, origin, {
    timeoutSeconds: config.ORIGIN_TIMEOUT_SECONDS,
    bypassCache: config.ORIGIN_CACHE === 'bypass',
    loopToken,
    content: c.get('body')?.content,
    headers: await headersForOrigin(c, origin),
  })
  if (!answer.ok) {
    c.set('fault', answer.error)
    return refuse(c, answer.error.reason)
  }
  const { WEBSOCKET_MAX_SECONDS } = config
  if (answer.value.status !== 101 || WEBSOCKET_MAX_SECONDS === undefined) return answer.value
  return relayForSeconds(answer.value, WEBSOCKET_MAX_SECONDS)
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

async function headersForOrigin(c: Context<CordonEnv>, origin: Origin): Promise<Record<string, string>> {
  const gate = c.get('gate')
  const passage = c.get('passage')
  const decisionId = c.get('decisionId')
  const { config } = gate
  const facts = verified(passage.evidence)
  return {
    ...(config.ORIGIN_FORWARDED === 'x-forwarded' ? forwardedHeaders(c) : {}),
    ...(config.ORIGIN_MODE === 'zone' ? zoneHeaders(c) : {}),
    ...(config.ORIGIN_HEADERS === 'assertion+facts' ? factHeaders(facts, passage.verdict) : {}),
    'Cordon-Decision': decisionId,
    'Cordon-Assertion': await assertionFor(c, origin.urlFor(new URL(c.req.raw.url))),
  }
}

/** @param sent the URL that the origin is asked at */
export async function assertionFor(c: Context<CordonEnv>, sent: URL): Promise<string> {
  const gate = c.get('gate')
  const passage = c.get('passage')
  const { router, config } = gate
  const stated = statement(verified(passage.evidence), passage.decision, passage.verdict, passage, {
    issuer: config.ISSUER,
    audience: router === undefined ? config.ORIGIN_AUDIENCE : routeOf(c).audience,
    method: c.req.raw.method,
    // Not pathname and search: an empty query (`/a?`) is sent, and `search` does not show it.
    pathAndQuery: sent.href.slice(sent.origin.length),
    bodyValue: passage.resource.value,
  })
  return gate.mintAssertion(stated, passage.signingKey, secondsFromMillis(passage.at))
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
