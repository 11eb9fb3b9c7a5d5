import type { EnforcementMode, Tier, Verdict } from '../policy/types.ts'
import type { SessionStatus } from '../signals/session-status.ts'
import type { Problem } from './problem.ts'
import type { Seen } from './seen.ts'
import type { ToldSession } from './told-session.ts'

/** What a client is told of itself: the JSON of `/.cordon/whoami`. Of `verdict` and `no_verdict` it has one. */
export interface Whoami extends Seen {
  readonly session: WhoamiSession
  readonly identity: 'none' | 'account' | 'key'
  readonly verdict?: WhoamiVerdict
  /** In its place: why nobody can say at the moment. */
  readonly no_verdict?: WhoamiProblem
}

export type WhoamiSession =
  | ({ readonly status: 'valid' } & ToldSession)
  | { readonly status: Exclude<SessionStatus, 'valid'> }

/** What would be decided; the members of a problem only where that is a refusal. */
export interface WhoamiVerdict extends Partial<WhoamiProblem> {
  readonly resource: string
  readonly method: string
  readonly tier: Tier
  readonly verdict: Verdict
  readonly acr: string
  /** The highest tier that the same facts would open; none where none. */
  readonly tier_max?: Tier
  /** How it is applied to this client: in `notice` and `monitor` a refusal is not enforced. */
  readonly mode: EnforcementMode
  /** The resource depends on the body, and there was none to look at: another tier up to `controlled` may be asked for. */
  readonly body?: 'not_read'
  /** Each request needs a fresh proof beside it. */
  readonly proof?: 'single_use'
}

/** A refusal, without what belongs to a request that was refused: the decision, and where to appeal against it. */
export type WhoamiProblem = Pick<
  Problem,
  | 'reason'
  | 'status'
  | 'title'
  | 'detail'
  | 'retryable'
  | 'next_steps'
  | 'observed'
  | 'support'
  | 'legal_basis'
  | 'rules'
>
