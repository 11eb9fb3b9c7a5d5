import type { Context } from 'hono'
import { encodeBase64url } from '../lib/bytes.ts'
import { secondsFromMillis } from '../lib/time.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { PROOF_HEADER } from '../request/presented-token.ts'
import type { ProofNonces } from '../session/proof-nonce.ts'
import { refuse } from './refuse.ts'
import type { Step } from './steps.ts'
import type { CordonEnv, Passage } from './types.ts'

const NONCE_HEADER = 'Cordon-DPoP-Nonce'
const ATTEMPT_BYTES = 16

/**
 * Resources marked `replay = "strict"`: lets a request pass only with a proof that carries our nonce and was never used
 * before, anywhere, by the key that the session is bound to. A client certificate does as well. Where the mode does not enforce, nobody is refused.
 */
export const proveAnew: Step = {
  before(c) {
    const passage = c.get('passage')
    return passage.resource.singleUse && passage.mode === 'enforce' ? demandProof(c, passage) : undefined
  },
}

async function demandProof(c: Context<CordonEnv>, passage: Passage): Promise<Response | undefined> {
  const bound = passage.session?.confirmation
  // The certificate was shown, or the session would count as none; a connection cannot be replayed.
  if (bound !== undefined && bound.jkt === undefined) return undefined
  // Anybody can make a key and a proof with it: it has to be the session's.
  const fault =
    bound === undefined
      ? ({ reason: 'session.proof', cause: 'proof.unbound' } as const)
      : await useProof(c, passage)
  if (fault === undefined) return undefined
  c.set('fault', fault)
  return refuse(c, fault.reason, { isUnbound: bound === undefined })
}

/**
 * Uses the proof that came with the request, once and for good.
 *
 * @param mayWrite asked before the store is, which a proof without our nonce never reaches
 * @returns why it does not do: not sound, without our nonce, too many of them, used before, or nobody could say
 */
export async function useProof(
  c: Context<CordonEnv>,
  { observations: { proof }, at }: Passage,
  mayWrite: () => boolean = () => true,
): Promise<{ reason: ReasonCode; cause: string } | undefined> {
  if (proof.status !== 'verified')
    return { reason: 'session.proof', cause: proof.status === 'invalid' ? proof.code : 'proof.missing' }
  if (proof.nonce !== 'good') return { reason: 'session.proof', cause: `proof.nonce_${proof.nonce}` }
  if (!mayWrite()) return { reason: 'request.rate', cause: 'proof.rate' }
  const { replayGuard } = c.get('gate')
  // With STATE = "none" nobody promises single use: no resource may want it, and a token bound twice is bound to the
  // same key.
  if (replayGuard === undefined) return undefined
  const attempt = encodeBase64url(c.env.random(ATTEMPT_BYTES))
  const use = await replayGuard.use(proof, attempt, secondsFromMillis(at))
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
export const offerNonce: Step = {
  after(c) {
    const { proofNonces } = c.get('gate')
    const isAskedFor = c.get('resource')?.singleUse || c.req.path === SESSION_PATH
    if (proofNonces === undefined || !isAskedFor || c.res.status === 101) return
    return c.req.raw.headers.has(PROOF_HEADER) ? writeNonce(c, proofNonces) : undefined
  },
}

async function writeNonce(c: Context<CordonEnv>, nonces: ProofNonces): Promise<void> {
  c.res.headers.set(NONCE_HEADER, await nonces.mint(secondsFromMillis(c.env.clock())))
}
