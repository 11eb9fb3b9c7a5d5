import type { UnixSeconds } from '../lib/time.ts'
import type { Proof } from './proof.ts'
import { CLOCK_TOLERANCE_SECONDS } from './verify.ts'

/** On top of it, clocks may differ by as much as for any token: `CLOCK_TOLERANCE_SECONDS`. */
export const PROOF_WINDOW_SECONDS = 30

/** The first second at which none of our clocks takes the proof any more. */
export function proofExpires(proof: Pick<Proof, 'iat'>): UnixSeconds {
  return (proof.iat + PROOF_WINDOW_SECONDS + CLOCK_TOLERANCE_SECONDS + 1) as UnixSeconds
}
