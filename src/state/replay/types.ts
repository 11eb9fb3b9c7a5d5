import type { UnixSeconds } from '../../lib/time.ts'
import type { Proof } from '../../session/proof.ts'

/** What tells one proof from another: `jti` is unique for its key only. */
export type ProofId = Pick<Proof, 'jkt' | 'jti' | 'iat'>

export interface ProofUse {
  /** base64url SHA-256 of key and `jti`: 43 characters, however long a `jti` the client has chosen (RFC 9449 §11.1). */
  readonly id: string
  /** Random, one for each request: the platform may deliver one call twice, and both are one use. */
  readonly attempt: string
  /** From here on nobody accepts the proof, and its use is forgotten. */
  readonly expires: UnixSeconds
}

/**
 * Single use. Guarantees, as long as the proof has not expired: of all attempts at one id exactly one is answered true, and
 * it is answered true however often it asks; restarts, eviction and pruning change nothing about that. Written before it is
 * answered.
 */
export interface UsedProofs {
  use(use: ProofUse, now: UnixSeconds): Promise<boolean>
}

/** As much of a Durable Object namespace as is used. */
export interface ReplayNamespace {
  getByName(name: string): UsedProofs
}

/** `unknown`: the store has not said, in time or at all. Whoever was promised single use must then refuse. */
export type ReplayAnswer = 'first' | 'replayed' | 'unknown'

export interface ReplayGuard {
  /** @param attempt 22 characters or more, random, of this request only */
  use(proof: ProofId, attempt: string, now: UnixSeconds): Promise<ReplayAnswer>
}
