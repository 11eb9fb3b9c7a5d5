import { type Announcement, type AppliedMode, applyMode } from '../enforcement/apply-mode.ts'
import { LOOP, passedHereBefore } from '../enforcement/origin.ts'
import { type Gate, signingKeyOf } from '../gate.ts'
import { type ReasonCode, type RefusalStatus, statusOf } from '../policy/reasons.ts'
import type { ServedPolicy } from '../served-policy.ts'
import type { SigningKey } from '../session/keyring.ts'
import type { Decided } from '../telemetry/write.ts'

/** What decides over a request, beside the policy's verdict. */
export interface FateContext {
  readonly gate: Gate
  /** The one that it was judged by. */
  readonly policy: Pick<ServedPolicy, 'loaded'>
  readonly mode: AppliedMode
  /** Of the request, as sent. */
  readonly headers: Headers
}

/** A request that was judged, as far as its fate depends on it. */
export type JudgedRequest = Pick<Decided, 'at' | 'evidence' | 'resource' | 'decision'>

/** What becomes of a judged request. */
export type Fate = Passing | Refused

export interface Passing {
  readonly action: 'pass'
  readonly verdict: 'allow' | 'limit'
  /** What the client is told will be refused, and is not yet. */
  readonly notices: readonly Announcement[]
  /** The key that signs everything about this request. */
  readonly signingKey: SigningKey
}

export interface Refused {
  readonly action: 'refuse'
  /** The policy, for what it says; the origins' map; or a fault, which says nothing of the client. */
  readonly by: 'policy' | 'route' | 'fault'
  readonly reason: ReasonCode
  readonly status: RefusalStatus
  /** For the record; never shown. */
  readonly cause?: string
}

/**
 * What the gate does with a request that was judged: the one place that orders mode, signing key and staleness. Reads the
 * isolate's copies, and neither waits nor changes anything, so that it can be asked without a request that would go on.
 * Where the request goes is found after it, see `fateOnTheWay`.
 */
export function fateAtTheGate({ gate, policy, mode, headers }: FateContext, judged: JudgedRequest): Fate {
  // Before the disposition: our own request comes "from a Worker", and that would be refused under a misleading name.
  if (passedHereBefore(headers, gate.loopToken))
    return { action: 'refuse', by: 'fault', status: 502, ...LOOP }
  const disposition = applyMode(judged.decision, mode, policy.loaded.noticeFrom)
  if (disposition.action === 'refuse') return { ...disposition, by: 'policy' }
  const signingKey = signingKeyOf(gate, judged.at)
  if (signingKey === undefined) return unready('service.no_key')
  return isTooStale(gate, judged, mode) ? unready('service.stale') : { ...disposition, signingKey }
}

/** The same with the origin that each region may have: what a request to anything but our own endpoints gets. */
export function fateOnTheWay(context: FateContext, judged: JudgedRequest): Fate {
  const fate = fateAtTheGate(context, judged)
  const { router } = context.gate
  if (fate.action === 'refuse' || router === undefined) return fate
  const found = router(judged.evidence)
  if (found.ok) return fate
  const { reason, cause } = found.error
  return { action: 'refuse', by: 'route', reason, status: statusOf(reason, true), cause }
}

function unready(reason: 'service.no_key' | 'service.stale'): Refused {
  return { action: 'refuse', by: 'fault', reason, status: 503 }
}

/**
 * Whether too little is known of what is in force: beyond its age nothing is let in that is not open, because who has
 * been revoked cannot be told. Where the mode does not enforce, nobody is refused; but where nothing was ever heard, the
 * live policy may enforce what this one does not even have: only what is open passes, and only whom this one lets in.
 */
function isTooStale(
  { inForce }: Pick<Gate, 'inForce'>,
  { at, resource, decision: { verdict } }: JudgedRequest,
  mode: AppliedMode,
): boolean {
  const standing = inForce.standing(at)
  if (standing === 'never') return resource.tier !== 'open' || verdict === 'deny' || verdict === 'challenge'
  return standing === 'expired' && resource.tier !== 'open' && mode === 'enforce'
}
