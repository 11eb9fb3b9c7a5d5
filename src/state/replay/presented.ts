import type { UnixSeconds } from '../../lib/time.ts'
import type { PresentedProof } from '../../observations/types.ts'
import type { ProvenRequest, VerifyProof } from '../../session/proof.ts'
import type { ProofNonces } from '../../session/proof-nonce.ts'
import { ProofsSeen } from './isolate-cache.ts'

type ShownProof = Exclude<PresentedProof, { readonly status: 'none' }>

/**
 * Makes the reader of proofs that come with requests, one an isolate: whose key it is, if it is for this request, and
 * whether it carries a nonce of ours. One that this isolate has seen before is none. An old nonce is told and not held
 * against the proof: only where single use is asked for does it matter, and a client that was idle has no newer one.
 */
export function presentedProofs(
  nonces: ProofNonces,
): (proof: string, request: ProvenRequest, now: UnixSeconds) => Promise<ShownProof> {
  let verify: VerifyProof | undefined
  const seen = new ProofsSeen()
  return async (text, request, now) => {
    // Loaded with the first proof: most clients prove no key.
    const { proofVerifier } = await import('../../session/proof.ts')
    verify ??= proofVerifier()
    const verified = await verify(text, request, now)
    if (!verified.ok) return { status: 'invalid', code: verified.error }
    const { jkt, jti, iat, nonce } = verified.value
    if (seen.seenBefore(verified.value, now)) return { status: 'invalid', code: 'proof.replayed' }
    return { status: 'verified', jkt, jti, iat, nonce: await standingOf(nonce, nonces, now) }
  }
}

async function standingOf(nonce: string | undefined, nonces: ProofNonces, now: UnixSeconds) {
  if (nonce === undefined) return 'none'
  return (await nonces.holds(nonce, now)) ? 'good' : 'stale'
}
