import { BoundedMap } from '../../lib/bounded-map.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import { proofExpires } from '../../session/proof-life.ts'
import type { ProofId } from './types.ts'

/** At most some 3 MB, when every `jti` is as long as it may be. */
const MAX_PROOFS = 10_000

/**
 * Proofs that this isolate has seen. This is **not** single use: another isolate of the same data centre has not seen them,
 * nor has any other data centre, a new isolate begins empty, and whoever makes 10,000 proofs of their own within the window
 * pushes others out. It costs nothing and stops the replay that lands where the proof did, such as a request sent twice
 * over one connection. Guarantees only that no proof is called seen that was not. Single use is `replayGuard`.
 */
export class ProofsSeen {
  /** Until when, by key and `jti`. */
  readonly #seen: BoundedMap<string, UnixSeconds>

  constructor(limit = MAX_PROOFS) {
    this.#seen = new BoundedMap(limit)
  }

  /** Whether this proof was here before; it is from now on. @param proof verified; its `jti` is the client's choice */
  seenBefore(proof: ProofId, now: UnixSeconds): boolean {
    const id = `${proof.jkt} ${proof.jti}`
    const until = this.#seen.get(id)
    if (until !== undefined && now < until) return true
    this.#seen.set(id, proofExpires(proof))
    return false
  }
}
