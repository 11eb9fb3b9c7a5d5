import type { Context } from 'hono'
import type { Config } from '../config/load.ts'
import { type Preflight, readPreflight } from '../request/preflight.ts'
import type { Step } from './steps.ts'
import type { CordonEnv } from './types.ts'

type Settings = Pick<Config, 'CORS_ORIGINS' | 'METHODS'>

/** Of an answer of ours, what a script may read beyond what every script may. */
const EXPOSED = [
  'Cordon-Decision',
  'Cordon-Notice',
  'Cordon-DPoP-Nonce',
  'Retry-After',
  'Link',
  'Request-Id',
  'X-Request-Id',
].join(', ')

/** Of our own endpoints, whatever METHODS says of the origin. */
const OWN_METHODS = ['GET', 'HEAD', 'POST', 'DELETE'] as const

/** So long a browser need not ask again; short, because an origin may be taken off the list. */
const MAX_AGE_SECONDS = 600

/**
 * Lets scripts of the listed origins read answers that are ours: refusals, and everything under `/.cordon/` but the admin
 * door. Nobody else's can. The origin's answers carry its own CORS headers. Without CORS_ORIGINS nothing is different.
 *
 * Preflights are answered here, before anything is decided, recorded or asked: alike for everybody, so that they tell
 * nothing of a verdict. What follows one is decided like any request; being allowed to read is not being let in.
 *
 * Not `hono/cors`: it writes on the origin's answers, too, and parsed preflights in more than linear time (CVE-2026-69207).
 */
export const cors: Step = {
  before(c) {
    const { config } = c.get('gate')
    if (!isConcerned(c, config)) return undefined
    const { method, headers } = c.req.raw
    const preflight = readPreflight(method, headers)
    return preflight === undefined ? undefined : preflightAnswer(preflight, config)
  },
  after(c) {
    const { config } = c.get('gate')
    if (!isConcerned(c, config) || isOrigins(c)) return
    // Whoever asks: an answer kept for one origin must not be given to another.
    c.res.headers.append('Vary', 'Origin')
    const origin = c.req.raw.headers.get('Origin')
    if (origin === null || !config.CORS_ORIGINS.includes(origin)) return
    allow(c.res.headers, origin)
    c.res.headers.set('Access-Control-Expose-Headers', EXPOSED)
  },
}

function isConcerned(c: Context<CordonEnv>, { CORS_ORIGINS }: Settings): boolean {
  return CORS_ORIGINS.length > 0 && !isAdmin(c.req.path)
}

/** Without a word of CORS the browser does not send what it has asked about. */
export function preflightAnswer({ origin, headerNames }: Preflight, settings: Settings): Response {
  const headers = new Headers({
    Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  })
  if (settings.CORS_ORIGINS.includes(origin)) {
    allow(headers, origin)
    // More than passes does no harm: what does not is refused, and the page can read why.
    headers.set(
      'Access-Control-Allow-Methods',
      [...new Set([...settings.METHODS, ...OWN_METHODS])].join(', '),
    )
    if (headerNames.length > 0) headers.set('Access-Control-Allow-Headers', headerNames.join(', '))
    headers.set('Access-Control-Max-Age', String(MAX_AGE_SECONDS))
  }
  return new Response(null, { status: 204, headers })
}

/** @param origin a listed one, and so no other text than the operator's */
function allow(headers: Headers, origin: string): void {
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Access-Control-Allow-Credentials', 'true')
}

/** Whether this is the origin's answer: only what was decided and passes gets there, and nothing under `/.cordon` does. */
function isOrigins(c: Context<CordonEnv>): boolean {
  const passage = c.get('passage')
  const refusal = c.get('refusal')
  return (
    passage !== undefined &&
    refusal === undefined &&
    c.error === undefined &&
    !isUnder(c.req.path, '/.cordon')
  )
}

function isAdmin(path: string): boolean {
  return isUnder(path, '/.cordon/admin')
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
