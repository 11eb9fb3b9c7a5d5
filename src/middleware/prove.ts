import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { encodeBase64url } from '../lib/bytes.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { PROOF_HEADER } from '../request/presented-token.ts'
import { refuse } from './refuse.ts'
import type { CordonEnv, Passage } from './types.ts'

const NONCE_HEADER = 'Cordon-DPoP-Nonce'
const ATTEMPT_BYTES = 16

/**
 * Resources marked `replay = "strict"`: lets a request pass only with a proof that carries our nonce and was never used
 * before, anywhere. A client certificate does as well, since a connection cannot be replayed. Monitoring refuses nobody.
 */
export function proveAnew() {
  return createMiddleware<CordonEnv>(async function proveAnew(c, next) {
    const { passage, gate } = c.var
    if (!passage.resource.singleUse || gate.config.MODE === 'monitor') return next()
    const isByCertificate = passage.session?.confirmation?.['x5t#S256'] !== undefined
    if (isByCertificate && passage.observations.proof.status === 'none') return next()
    const fault = await useProof(c, passage)
    if (fault === undefined) return next()
    c.set('fault', fault)
    return refuse(c, fault.reason)
  })
}

/**
 * Uses the proof that came with the request, once and for good.
 * @returns why it does not do: not sound, without our nonce, used before, or nobody could say
 */
export async function useProof(
  c: Context<CordonEnv>,
  { observations: { proof }, at }: Passage,
): Promise<{ reason: ReasonCode; cause: string } | undefined> {
  if (proof.status !== 'verified')
    return { reason: 'session.proof', cause: proof.status === 'invalid' ? proof.code : 'proof.missing' }
  if (proof.nonce !== 'good') return { reason: 'session.proof', cause: `proof.nonce_${proof.nonce}` }
  const attempt = encodeBase64url(c.env.random(ATTEMPT_BYTES))
  const use = await c.var.gate.replayGuard?.use(proof, attempt, secondsFromMillis(at))
  if (use === 'first') return undefined
  // Not "try another proof": that would not help, and whether this one is a replay is not known.
  return use === 'replayed'
    ? { reason: 'session.proof', cause: 'proof.replayed' }
    : { reason: 'service.stale', cause: 'proof.unknown' }
}

const SESSION_PATH = '/.cordon/session'

/**
 * A client that proves its key gets the nonce for its next proof (RFC 9449 §8.2), where one is asked for. Nowhere else:
 * who has been given one must use it (§11.3), and a client that was idle would have to be refused for its old one.
 */
export function offerNonce() {
  return createMiddleware<CordonEnv>(async function offerNonce(c, next) {
    await next()
    const { proofNonces } = c.var.gate
    const isAskedFor = c.var.resource?.singleUse || c.req.path === SESSION_PATH
    if (proofNonces === undefined || !isAskedFor || c.res.status === 101) return
    if (!c.req.raw.headers.has(PROOF_HEADER)) return
    c.res.headers.set(NONCE_HEADER, await proofNonces.mint(secondsFromMillis(c.env.clock())))
  })
}
