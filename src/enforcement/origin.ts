import { err, ok, type Result } from '../lib/result.ts'
import { millisOf } from '../lib/time.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { withoutSessionCookie } from '../session/cookie.ts'
import {
  forwardableRequestHeaders,
  type HeaderNames,
  headerIn,
  keepForClient,
  namesOf,
} from './forwardable-headers.ts'

/** Where admitted requests go. */
export interface Origin {
  /** Scheme and authority that it is asked at, with nothing after them; undefined: those that the client asked at. */
  readonly base: string | undefined
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** The zone's shared cache lies between; a bound Worker has none in front of it. */
  readonly behindCache: boolean
}

export interface ForwardOptions {
  /** The URL that the origin is asked at, see `sent-url`. */
  readonly url: string
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

/** What an origin has answered. */
export interface OriginAnswer {
  /** As the client gets it: without what is between the origin and us. Its headers may be changed. */
  readonly response: Response
  /** As the origin wrote them; undefined where none of them is to us. */
  readonly said: Headers | undefined
}

export type OriginFault = Extract<ReasonCode, `origin.${string}`>

export interface OriginFailure {
  readonly reason: OriginFault
  /** For the record; never shown. */
  readonly cause: string
}

/**
 * Hands a request to the origin and its answer back, streaming both ways and reading neither, unless the policy has
 * looked into the content. Redirects are returned, not followed; unsafe methods are never repeated; an interim response
 * is no answer, because what follows it would be passed on as its body.
 *
 * Headers are copied once each way. Nothing aborts an origin that is too slow: the platform drops what a request has
 * left open once it is answered, and a signal would be one more thing to carry for every request that is in time.
 *
 * @returns `origin.timeout` when no response headers came in time, `origin.unreachable` when no connection did or the
 *          request came back to this gate, `origin.invalid` for an answer that cannot be passed on
 */
export async function forward(
  request: Request,
  origin: Origin,
  options: ForwardOptions,
): Promise<Result<OriginAnswer, OriginFailure>> {
  const { headers } = request
  const names = namesOf(headers)
  if (names.includes('cdn-loop') && passedHereBefore(headers, options.loopToken)) return err(LOOP)
  const upgrade = headerIn(headers, names, 'upgrade')?.toLowerCase() === 'websocket'
  try {
    const asked = origin.fetch(options.url, toOrigin(request, names, origin, options, upgrade))
    const answer = await inTime(asked, options.timeoutSeconds)
    if (answer !== undefined) return readAnswer(answer, upgrade)
    dropLate(asked)
    return err({ reason: 'origin.timeout', cause: `no answer within ${options.timeoutSeconds} s` })
  } catch (error) {
    return err({ reason: 'origin.unreachable', cause: messageOf(error) })
  }
}

/** Undefined where it is late. The timer is left to run: the platform drops it with the request, for less than it takes back. */
function inTime(asked: Promise<Response>, seconds: number): Promise<Response | undefined> {
  return new Promise((resolve, reject) => {
    setTimeout(() => resolve(undefined), millisOf(seconds))
    asked.then(resolve, reject)
  })
}

/** An answer that nobody waits for any more: not read, and its failure is nobody's. */
function dropLate(asked: Promise<Response>): void {
  asked.then(({ body }) => body?.cancel()).catch(() => {})
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
  names: HeaderNames,
  origin: Origin,
  { bypassCache, loopToken, content, headers: written }: ForwardOptions,
  upgrade: boolean,
): RequestInit {
  const headers = forwardableRequestHeaders(request.headers, names)
  const cookies = headerIn(headers, names, 'cookie')
  if (cookies !== null) {
    const rest = withoutSessionCookie(cookies)
    if (rest === undefined) headers.delete('Cookie')
    // Left alone where it can be: octets beyond ASCII do not survive being read as text.
    else if (rest !== cookies) headers.set('Cookie', rest)
  }
  headers.append('CDN-Loop', loopToken)
  if (upgrade) headers.set('Upgrade', 'websocket')
  for (const name in written) headers.set(name, written[name] as string)
  const { method } = request
  const init: RequestInit = { method, headers, redirect: 'manual' }
  if (bypassCache && origin.behindCache) init.cache = 'no-store'
  if (method === 'GET' || method === 'HEAD') return init
  const body = content ?? request.body
  if (body !== null) init.body = body
  if (content instanceof Uint8Array) headers.set('Content-Length', String(content.length))
  return init
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

function readAnswer(answer: Response, upgrade: boolean): Result<OriginAnswer, OriginFailure> {
  const { status, headers: said } = answer
  const webSocket = status === 101 ? answer.webSocket : null
  if (webSocket && upgrade) {
    const response = new Response(null, { status, headers: said, webSocket })
    const { hadReserved } = keepForClient(said, response.headers)
    response.headers.set('Upgrade', 'websocket')
    return ok({ response, said: hadReserved ? said : undefined })
  }
  const fault = EDGE_ANSWERS.get(status) ?? (status < 200 || status > 599 ? 'origin.invalid' : undefined)
  if (fault !== undefined) {
    // After an interim response the rest of the connection, headers included, would follow as content.
    answer.body?.cancel().catch(() => {})
    return err({ reason: fault, cause: `status ${status}` })
  }
  const content = NO_CONTENT.has(status) ? null : answer.body
  const response = new Response(content, { status, statusText: answer.statusText, headers: said })
  const { hadReserved } = keepForClient(said, response.headers)
  return ok({ response, said: hadReserved ? said : undefined })
}
