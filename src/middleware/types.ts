import type { Dependencies, Gate, Signing } from '../deps.ts'
import type { OriginFailure } from '../enforcement/origin.ts'
import type { RequestTarget } from '../observations/types.ts'
import type { Decided } from '../telemetry/write.ts'

/** A request that was decided and passes; what the steps behind the gate work with. */
export interface Passage extends Decided {
  readonly verdict: 'allow' | 'limit'
  readonly signing: Signing
}

/** What one step leaves for the next. Each is set by the middleware of the same subject. */
export interface Variables {
  /** middleware/identify */
  decisionId: string
  /** middleware/load-config */
  gate: Gate
  /** middleware/well-formed */
  target: RequestTarget
  /** middleware/geofence, for requests that pass */
  passage: Passage
  /** middleware/sessions: the session issued with this answer */
  issuedSession: { readonly sessionId?: string; readonly account?: string } | undefined
  /** routes/forward: why there is no answer of the origin's */
  originFailure: OriginFailure | undefined
}

export interface CordonEnv {
  Bindings: Dependencies
  Variables: Variables
}
