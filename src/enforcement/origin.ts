import { err, ok, type Result } from '../lib/result.ts'
import { millisOf } from '../lib/time.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { withoutSessionCookie } from '../session/cookie.ts'
import { forwardableRequestHeaders, forwardableResponseHeaders } from './forwardable-headers.ts'

/** Where admitted requests go. */
export interface Origin {
  /** The URL the origin is asked at, for a target of ours. */
  readonly urlFor: (requestUrl: URL) => URL
  readonly fetch: (request: Request) => Promise<Response>
  /** The zone's shared cache lies between; a bound Worker has none in front of it. */
  readonly behindCache: boolean
}

export interface ForwardOptions {
  readonly timeoutSeconds: number
  /** Bypass the zone's shared cache. */
  readonly bypassCache: boolean
  /** Names this gate in `CDN-Loop` (RFC 8586). */
  readonly loopToken: string
  /** The content where it was read, whole or in part; else it streams from the request itself. */
  readonly content?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
  /** Written last, over whatever the client sent under these names. */
  readonly headers: Readonly<Record<string, string>>
}

export type OriginFault = Extract<ReasonCode, `origin.${string}`>

export interface OriginFailure {
  readonly reason: OriginFault
  /** For the record; never shown. */
  readonly cause: string
}

/**
 * Hands a request to the origin and its answer back, streaming both ways and reading neither, unless the policy has looked into the content. Redirects are returned,
 * not followed; unsafe methods are never repeated; an interim response is no answer, because what follows it would be
 * passed on as its body.
 *
 * @returns `origin.timeout` when no response headers came in time, `origin.unreachable` when no connection did or the
 *          request came back to this gate, `origin.invalid` for an answer that cannot be passed on
 */
export async function forward(
  request: Request,
  origin: Origin,
  options: ForwardOptions,
): Promise<Result<Response, OriginFailure>> {
  if (passedHereBefore(request.headers, options.loopToken)) return err(LOOP)
  const upgrade = request.headers.get('Upgrade')?.toLowerCase() === 'websocket'
  const deadline = new AbortController()
  let timedOut = false
  // Raced as well as signalled: an origin that does not heed the signal must not hold the client for ever.
  const expired = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    timedOut = true
    deadline.abort()
    expired.reject(deadline.signal.reason)
  }, millisOf(options.timeoutSeconds))
  try {
    const answer = origin.fetch(toOrigin(request, origin, options, upgrade, deadline.signal))
    return readAnswer(await Promise.race([answer, expired.promise]), upgrade)
  } catch (error) {
    return err(
      timedOut
        ? { reason: 'origin.timeout', cause: `no answer within ${options.timeoutSeconds} s` }
        : { reason: 'origin.unreachable', cause: messageOf(error) },
    )
  } finally {
    clearTimeout(timer)
  }
}

const MAX_CAUSE_LENGTH = 200

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_CAUSE_LENGTH)
}

/** A request that came back to the gate that sent it. */
export const LOOP = {
  reason: 'origin.unreachable',
  cause: 'the origin is this gate itself',
} as const satisfies OriginFailure

/** Whether a request comes from this very gate (RFC 8586 §2). A client that claims it harms itself only. */
export function passedHereBefore(headers: Headers, loopToken: string): boolean {
  const passed = headers.get('CDN-Loop')
  return passed?.split(',').some((entry) => entry.trim().split(';')[0]?.trim() === loopToken) ?? false
}

function toOrigin(
  request: Request,
  origin: Origin,
  { bypassCache, loopToken, content, headers: written }: ForwardOptions,
  upgrade: boolean,
  signal: AbortSignal,
): Request {
  const headers = forwardableRequestHeaders(request.headers)
  const cookies = headers.get('Cookie')
  if (cookies !== null) {
    const rest = withoutSessionCookie(cookies)
    if (rest === undefined) headers.delete('Cookie')
    // Left alone where it can be: octets beyond ASCII do not survive being read as text.
    else if (rest !== cookies) headers.set('Cookie', rest)
  }
  headers.append('CDN-Loop', loopToken)
  if (upgrade) headers.set('Upgrade', 'websocket')
  for (const [name, value] of Object.entries(written)) headers.set(name, value)
  const init: RequestInit = { method: request.method, headers, redirect: 'manual', signal }
  if (bypassCache && origin.behindCache) init.cache = 'no-store'
  const body = content ?? request.body
  if (body !== null && request.method !== 'GET' && request.method !== 'HEAD') init.body = body
  if (content instanceof Uint8Array) headers.set('Content-Length', String(content.length))
  return new Request(origin.urlFor(new URL(request.url)), init)
}

/**
 * Where the origin cannot be reached, the platform does not fail: it answers in its place, with a page and one of these
 * statuses, which no origin sends itself.
 */
const EDGE_ANSWERS: ReadonlyMap<number, OriginFault> = new Map([
  [520, 'origin.invalid'],
  [521, 'origin.unreachable'],
  [522, 'origin.timeout'],
  [523, 'origin.unreachable'],
  [524, 'origin.timeout'],
  [525, 'origin.unreachable'],
  [526, 'origin.unreachable'],
  [530, 'origin.unreachable'],
])

const NO_CONTENT: ReadonlySet<number> = new Set([204, 205, 304])

function readAnswer(response: Response, upgrade: boolean): Result<Response, OriginFailure> {
  const { status, body, webSocket } = response
  const headers = forwardableResponseHeaders(response.headers)
  if (status === 101 && upgrade && webSocket) {
    headers.set('Upgrade', 'websocket')
    return ok(new Response(null, { status, headers, webSocket }))
  }
  const fault = EDGE_ANSWERS.get(status) ?? (status < 200 || status > 599 ? 'origin.invalid' : undefined)
  if (fault !== undefined) {
    // After an interim response the rest of the connection, headers included, would follow as content.
    body?.cancel().catch(() => {})
    return err({ reason: fault, cause: `status ${status}` })
  }
  const content = NO_CONTENT.has(status) ? null : body
  return ok(new Response(content, { status, statusText: response.statusText, headers }))
}
