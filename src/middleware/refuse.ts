import type { Context } from 'hono'
import { problem } from '../enforcement/problem.ts'
import { refusal } from '../enforcement/respond.ts'
import { encodeBase64url } from '../lib/bytes.ts'
import { refusalPage } from '../pages/refusal.tsx'
import type { ReasonCode, RefusalStatus } from '../policy/reasons.ts'
import type { Decision } from '../policy/types.ts'
import { wantsPage } from '../request/accept.ts'
import type { CordonEnv } from './types.ts'

const NONCE_BYTES = 16

/** The refusal in the form this client wants, in what is known of the configuration by now. */
export function refuse(
  c: Context<CordonEnv>,
  reason: ReasonCode,
  status?: RefusalStatus,
  observed?: Decision['observed'],
): Response {
  c.set('refusal', reason)
  // Unset while the configuration is broken.
  const config = (c.var.gate as CordonEnv['Variables']['gate'] | undefined)?.config
  const context = { issuer: config?.ISSUER, support: config?.SUPPORT_URI, decisionId: c.var.decisionId }
  return refusal(problem(reason, context, status, observed), {
    page: wantsPage(c.req.raw.headers.get('Accept')) ? refusalPage : undefined,
    nonce: encodeBase64url(c.env.random(NONCE_BYTES)),
    blockedBy: config?.BLOCKED_BY_URI,
  })
}

/** An answer about the request's form that no policy is part of: 404, 405 and the last-resort 500. */
export function plainProblem(
  c: { readonly var: Pick<CordonEnv['Variables'], 'decisionId'> },
  status: 404 | 405 | 500,
  title: string,
  headers = {},
): Response {
  const body = { type: 'about:blank', title, status, decision: c.var.decisionId }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}
