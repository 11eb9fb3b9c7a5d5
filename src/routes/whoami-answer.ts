import type { Context } from 'hono'
import { pageResponse } from '../enforcement/respond.ts'
import { seenOf } from '../enforcement/seen.ts'
import { toldSession } from '../enforcement/told-session.ts'
import type { Whoami, WhoamiSession } from '../enforcement/whoami.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { secondsFromMillis } from '../lib/time.ts'
import { pageFrame } from '../middleware/page-frame.ts'
import { plainProblem, refuse } from '../middleware/refuse.ts'
import { spokenTo } from '../middleware/spoken-to.ts'
import type { CordonEnv } from '../middleware/types.ts'
import { clientNetwork } from '../net/client-network.ts'
import { gather } from '../observations/gather.ts'
import type { RequestSnapshot, RequestTarget } from '../observations/types.ts'
import type { Asked } from '../policy/resource.ts'
import { wantsPage } from '../request/accept.ts'
import { takeSnapshot } from '../request/snapshot.ts'
import { parseTarget } from '../request/target.ts'
import { identityOf } from '../signals/identity.ts'
import { boundSession } from '../signals/session-status.ts'
import type { Text } from '../texts/locale.ts'
import type { Spoken } from '../texts/speak.ts'
import { type Answer, verdictOn } from './whoami-verdict.ts'

/** What is seen of whoever asks, within how often their network may ask. */
export async function tellClient(c: Context<CordonEnv>): Promise<Response> {
  const { gate, target, policy } = c.var
  const at = c.env.clock()
  const now = secondsFromMillis(at)
  const snapshot = takeSnapshot(c.req.raw, target)
  const { publicLimit } = gate
  if (!(await publicLimit.admits(limitKey(snapshot), now)))
    return refuse(c, 'request.rate', { retryAfterSeconds: publicLimit.periodSeconds })
  const asked = askedAbout(c, snapshot)
  if (!asked.ok) return refuse(c, asked.error)
  if (isReserved(asked.value.target)) return plainProblem(c, 404, 'Not Found')
  const spoken = await spokenTo(c.req.raw.headers)
  const observations = await gather(snapshot, gate.sources, policy, now)
  const answered = verdictOn(c, spoken, observations, asked.value, at)
  return answer(c, spoken, whoamiOf(c, spoken, answered), answered.texts)
}

function limitKey({ address }: RequestSnapshot): string {
  return `whoami:${clientNetwork(address.given ? address.value : undefined)}`
}

/** A request of this client, with the method and path of its choice, on the host that it has asked. */
function askedAbout(
  { var: { target, gate } }: Context<CordonEnv>,
  { header }: RequestSnapshot,
): Result<Asked, 'request.path' | 'request.host' | 'request.method'> {
  const query = new URLSearchParams(target.query)
  const resource = onlyOne(query.getAll('resource'), '/')
  const method = onlyOne(query.getAll('method'), 'GET')
  if (method === undefined || !gate.methods.has(method)) return err('request.method')
  // What does not begin with a slash would go on with the host's name.
  if (!resource?.startsWith('/')) return err('request.path')
  // What no URL holds as it is, and a query gives decoded: a browser would have sent it escaped.
  const path = resource.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character.toWellFormed()))
  const parsed = parseTarget(`${target.scheme}://${target.host}${path}`, undefined, gate.admittedForms)
  return parsed.ok ? ok({ method, target: parsed.value, header }) : parsed
}

/** Of several, nobody can say which was meant. */
function onlyOne([value, ...others]: readonly string[], fallback: string): string | undefined {
  return others.length > 0 ? undefined : (value ?? fallback)
}

/** Our own endpoints, in any spelling: they are no resources. Other steps decide about sessions than about these. */
function isReserved({ readings }: RequestTarget): boolean {
  return readings.some((reading) => /^\/\.cordon(?:\/|$)/i.test(reading))
}

function whoamiOf(c: Context<CordonEnv>, spoken: Spoken, { observations, evidence, told }: Answer): Whoami {
  return {
    ...seenOf(evidence, spoken.tag, c.var.gate.config.REFUSAL_DETAIL),
    session: sessionOf(c, observations, evidence),
    identity: identityOf(observations)?.kind ?? 'none',
    ...told,
  }
}

function sessionOf(
  c: Context<CordonEnv>,
  observations: Answer['observations'],
  evidence: Answer['evidence'],
): WhoamiSession {
  const facts = boundSession(observations)
  if (facts !== undefined) {
    const { SESSION_GRACE_SECONDS: grace } = c.var.gate.config
    return { status: 'valid', ...toldSession(facts, identityOf(observations), grace) }
  }
  const status = evidence['session.status']
  const isNone = status.state !== 'observed' || status.value === 'valid'
  return { status: isNone ? 'none' : status.value }
}

async function answer(
  c: Context<CordonEnv>,
  spoken: Spoken,
  told: Whoami,
  texts: readonly Text[],
): Promise<Response> {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    'Content-Language': spoken.tag,
    Vary: 'Accept, Accept-Language',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  })
  if (wantsPage(c.req.raw.headers.get('Accept'))) {
    const { whoamiPage } = await import('../pages/whoami.tsx')
    return pageResponse(whoamiPage(told, texts, pageFrame(c, spoken)), 200, headers)
  }
  headers.set('Content-Type', 'application/json')
  return new Response(JSON.stringify(told), { headers })
}
