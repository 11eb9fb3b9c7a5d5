import { err, ok, type Result } from '../lib/result.ts'

/** A Fetch API `Request`, as far as it is read. */
export interface WebRequest {
  readonly method: string
  readonly url: string
  readonly headers: { get(name: string): string | null }
}

/** Node's `IncomingMessage`, as far as it is read. `originalUrl` is what Express and Connect keep of a mounted `url`. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly originalUrl?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Any other framework's request, in three values as received: before any decoding, mounting or rewriting. */
export interface BareRequest {
  readonly method: string
  readonly pathAndQuery: string
  /** The header `Cordon-Assertion`. */
  readonly assertion: string | readonly string[] | null | undefined
}

export type AnyRequest = WebRequest | NodeRequest | BareRequest

export interface AssertedRequest {
  readonly method: string
  readonly pathAndQuery: string
  readonly assertion: string
}

const HEADER = 'cordon-assertion'

/**
 * What an assertion is checked against, read from `Cordon-Assertion`, method and target and from nothing else: what a
 * client sends as `Cordon-Country`, `X-Forwarded-Uri` or `X-HTTP-Method-Override` is not looked at.
 *
 * All of it is attacker-controlled where the origin can be reached past the gate. Two assertions are none, because a
 * proxy and an origin may each believe another one; runtimes join them with a comma, which no token has in it.
 */
export function assertedRequest(
  request: AnyRequest,
): Result<AssertedRequest, 'assertion.missing' | 'assertion.repeated'> {
  const { method, pathAndQuery, assertion } = parts(request)
  const values = (typeof assertion === 'string' ? [assertion] : (assertion ?? [])).filter(
    (value) => value !== '',
  )
  const [first, ...others] = values
  if (first === undefined) return err('assertion.missing')
  if (others.length > 0 || first.includes(',')) return err('assertion.repeated')
  return ok({ method, pathAndQuery, assertion: first })
}

function parts(request: AnyRequest): BareRequest {
  if (!('headers' in request)) return request
  if (isWeb(request)) {
    const { method, url, headers } = request
    return { method, pathAndQuery: targetOf(url), assertion: headers.get(HEADER) }
  }
  const { method = '', url = '', originalUrl = url, headers } = request
  return { method, pathAndQuery: targetOf(originalUrl), assertion: headers[HEADER] }
}

function isWeb(request: WebRequest | NodeRequest): request is WebRequest {
  return typeof request.headers.get === 'function'
}

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i

/** Cut from the text: taking a URL apart and putting it together again loses an empty query and respells the path. */
function targetOf(url: string): string {
  if (url.startsWith('/')) return url
  const target = ABSOLUTE.exec(url)?.[1] ?? url
  return target.startsWith('/') ? target : `/${target}`
}
