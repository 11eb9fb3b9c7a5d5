import { setsSessionCookie } from '../session/cookie.ts'

/** Connection-specific fields of HTTP/1.1 (RFC 9110 §7.6.1), and those that only concern the next hop. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What an origin might believe of the client's address, path or method although the client wrote it. */
const CLIENT_CLAIMS: ReadonlySet<string> = new Set([
  'forwarded',
  'forwarded-for',
  'x-forwarded',
  'x-real-ip',
  'x-client-ip',
  'client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'fastly-client-ip',
  'wl-proxy-client-ip',
  'x-appengine-user-ip',
  'x-originating-ip',
  'x-remote-addr',
  'x-remote-ip',
  'x-original-url',
  'x-original-host',
  'x-rewrite-url',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-host',
  // CGI makes it HTTP_PROXY, which libraries take for their own proxy (CVE-2016-5385).
  'proxy',
  // Skips the middleware of Next.js (CVE-2025-29927).
  'x-middleware-subrequest',
  // Interim responses are never passed on, so they are not asked for.
  'expect',
])

const CLAIM_PREFIXES = ['x-forwarded-', 'x-envoy-', 'x-original-', 'x-rewrite-'] as const
const PROXY_PREFIX = 'proxy-'
/** Written by the edge: a client that names one in `Connection` does not take it away (CVE-2024-45410). */
const EDGE_HEADERS = /^(?:cf-|cdn-loop$)/
const RESERVED_PREFIX = 'cordon-'

/** The name as the most lenient reader would see it: case and every separator folded. */
export function lenientKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '-')
}

/** A name that CGI would take for one of the edge's own (`cf_connecting_ip`): the edge does not write it so. */
function mimicsEdge(name: string, key: string): boolean {
  return key.startsWith('cf-') && name.toLowerCase() !== key
}

/** What can be said of a name whatever else a message says. */
interface KnownName {
  readonly key: string
  readonly isReserved: boolean
  readonly isHopByHop: boolean
  readonly isClientClaim: boolean
}

/** Messages have the same few names again and again; clients make up others, which are not kept beyond this many. */
const MAX_KNOWN_NAMES = 1_000
const knownNames = new Map<string, KnownName>()

function known(name: string): KnownName {
  const held = knownNames.get(name)
  if (held !== undefined) return held
  const key = lenientKey(name)
  const made = {
    key,
    isReserved: key.startsWith(RESERVED_PREFIX),
    isHopByHop: HOP_BY_HOP.has(key) || key.startsWith(PROXY_PREFIX),
    isClientClaim: isClientClaim(name, key),
  }
  if (knownNames.size < MAX_KNOWN_NAMES) knownNames.set(name, made)
  return made
}

const NONE: ReadonlySet<string> = new Set()

/** Names that `Connection` declares to be for this hop only. */
function namedByConnection(headers: Headers, names: HeaderNames): ReadonlySet<string> {
  const connection = headerIn(headers, names, 'connection')
  if (connection === null) return NONE
  return new Set(connection.split(',').map((name) => lenientKey(name.trim())))
}

/** The names of a message's headers, in lower case: read once, because each question to the platform costs something. */
export type HeaderNames = readonly string[]

export function namesOf(headers: Headers): HeaderNames {
  return [...headers.keys()]
}

/** A header's value; most of those that are looked for are not there. */
export function headerIn(headers: Headers, names: HeaderNames, name: Lowercase<string>): string | null {
  return names.includes(name) ? headers.get(name) : null
}

function isForThisHop({ key, isHopByHop }: KnownName, named: ReadonlySet<string>): boolean {
  return isHopByHop || (named.size > 0 && named.has(key) && !EDGE_HEADERS.test(key))
}

/**
 * The headers a client's request travels on with. Removed: hop-by-hop fields and those `Connection` names, everything
 * under `Cordon-`, and what claims to be the client's address, path or method. The caller writes its own afterwards, so
 * that nothing the client names in `Connection` can take them away again.
 */
export function forwardableRequestHeaders(headers: Headers, names: HeaderNames = namesOf(headers)): Headers {
  const named = namedByConnection(headers, names)
  // Copied whole and thinned out: a value that is read and written again loses its octets beyond ASCII.
  const kept = new Headers(headers)
  for (const name of names) {
    const about = known(name)
    if (about.isReserved || about.isClientClaim || isForThisHop(about, named)) kept.delete(name)
  }
  return kept
}

function isClientClaim(name: string, key: string): boolean {
  return (
    mimicsEdge(name, key) || CLIENT_CLAIMS.has(key) || CLAIM_PREFIXES.some((prefix) => key.startsWith(prefix))
  )
}

/**
 * Removes what is not for the client from the headers of an answer: hop-by-hop fields, and what is under `Cordon-`, which
 * is between the origin and us. `Set-Cookie` lines stay apart, and none of them writes our cookie.
 *
 * @param said as the origin wrote them
 * @param kept a copy of them, which the client gets
 * @returns whether the origin has said anything to us
 */
export function keepForClient(said: Headers, kept: Headers): { readonly hadReserved: boolean } {
  const names = namesOf(said)
  const named = namedByConnection(said, names)
  let hadReserved = false
  for (const name of names) {
    const about = known(name)
    hadReserved ||= about.isReserved
    if (about.isReserved || isForThisHop(about, named)) kept.delete(name)
    else if (about.key === 'set-cookie') dropOurCookie(kept)
  }
  return { hadReserved }
}

function dropOurCookie(headers: Headers): void {
  const cookies = headers.getSetCookie()
  if (!cookies.some(setsSessionCookie)) return
  headers.delete('Set-Cookie')
  for (const cookie of cookies) if (!setsSessionCookie(cookie)) headers.append('Set-Cookie', cookie)
}
