import type { Dependencies } from '../deps.ts'
import type { Announcement, AppliedMode } from '../enforcement/apply-mode.ts'
import type { Route } from '../enforcement/route.ts'
import type { Gate } from '../gate.ts'
import type { BodyReading, RequestTarget, SessionFacts, VouchedSubject } from '../observations/types.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import type { MatchedResource } from '../policy/types.ts'
import type { ServedPolicy } from '../served-policy.ts'
import type { SigningKey } from '../session/keyring.ts'
import type { Decided } from '../telemetry/write.ts'

/** A request that was decided and passes; what the steps behind the gate work with. */
export interface Passage extends Decided {
  readonly verdict: 'allow' | 'limit'
  readonly mode: AppliedMode
  /** What the client is told will be refused, and is not yet. */
  readonly notices: readonly Announcement[]
  /** The key that signs everything about this request. */
  readonly signingKey: SigningKey
  /** The presented session, where it is good on this connection. */
  readonly session: SessionFacts | undefined
  readonly identity: VouchedSubject | undefined
}

/** What a body says, and in what form it goes on; `undefined`: as it came. */
export interface ReadBody {
  readonly reading: BodyReading
  readonly content: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
}

/** Why a request that was let in got no answer of the origin's. */
export interface Fault {
  readonly reason: ReasonCode
  /** For the record; never shown. */
  readonly cause?: string
}

/** What one step leaves for the next. Each is set by the middleware of the same subject. */
export interface Variables {
  /** middleware/identify */
  decisionId: string
  /** middleware/load-config */
  gate: Gate
  /** middleware/in-force: the same one for the whole of a request */
  policy: ServedPolicy
  /** middleware/well-formed */
  target: RequestTarget
  /** middleware/read-body, where a resource looks into the body */
  body: ReadBody | undefined
  /** middleware/geofence: what was asked for */
  resource: MatchedResource | undefined
  /** middleware/geofence, for requests that pass */
  passage: Passage
  /** middleware/route: where this request goes, where each region has an origin of its own */
  route: Route | undefined
  /** routes/forward, where the origin has answered: its headers as it wrote them, where any is between it and us */
  answered: { readonly said: Headers | undefined } | undefined
  /** middleware/sessions: what was learned or issued with this answer */
  issuedSession: { readonly sessionId?: string; readonly account?: string } | undefined
  /** middleware/refuse: the reason the client is given */
  refusal: ReasonCode | undefined
  /** routes */
  fault: Fault | undefined
}

export interface CordonEnv {
  Bindings: Dependencies
  Variables: Variables
}
