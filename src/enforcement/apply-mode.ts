import type { UnixSeconds } from '../lib/time.ts'
import type { ReasonCode, RefusalStatus } from '../policy/reasons.ts'
import type { Decision, EnforcementMode } from '../policy/types.ts'

/** `break_glass`, for a while: nobody is refused but by a law. */
export const APPLIED_MODES = ['enforce', 'notice', 'monitor', 'break_glass'] as const
export type AppliedMode = EnforcementMode | 'break_glass'

/** What a client is told beforehand: from then on the like of its request is refused for that. */
export interface Announcement {
  readonly reason: ReasonCode
  readonly from: UnixSeconds
}

/** What is done about a decision. */
export type Disposition =
  | {
      readonly action: 'pass'
      readonly verdict: 'allow' | 'limit'
      /** In any order, and one reason may come several times. */
      readonly notices: readonly Announcement[]
    }
  | { readonly action: 'refuse'; readonly reason: ReasonCode; readonly status: RefusalStatus }

/**
 * The mode that counts where the glass is broken until some instant. Only enforcing is softened by it: the other modes
 * refuse nobody as it is.
 */
export function withBreakGlass(
  mode: EnforcementMode,
  until: UnixSeconds | undefined,
  now: UnixSeconds,
): AppliedMode {
  return mode === 'enforce' && until !== undefined && now < until ? 'break_glass' : mode
}

/**
 * Applies the global mode, after deciding and nowhere else. In `monitor` everything passes, and the record keeps what
 * would have been; nor is anything announced, since no date is set for it. In `notice` everything passes, and who would
 * have been refused is told since when it will be. While the glass is broken everything passes but what a law refuses.
 * A challenge is a refusal with its own reason until there is a page to answer it on.
 *
 * @param noticeFrom with `notice`: when it begins to enforce; no rule refuses anybody sooner
 */
export function applyMode(decision: Decision, mode: AppliedMode, noticeFrom?: UnixSeconds): Disposition {
  const { verdict } = decision
  const announced = mode === 'monitor' ? [] : decision.notices.map((notice) => notBefore(notice, noticeFrom))
  if (verdict === 'allow' || verdict === 'limit') return { action: 'pass', verdict, notices: announced }
  const [reason = 'policy.denied'] = decision.reasons
  if (mode === 'enforce' || (mode === 'break_glass' && decision.restsOnLaw))
    return { action: 'refuse', reason, status: decision.status ?? 403 }
  const own = mode === 'notice' && noticeFrom !== undefined ? [{ reason, from: noticeFrom }] : []
  return { action: 'pass', verdict: 'allow', notices: [...own, ...announced] }
}

function notBefore({ reason, from }: Announcement, noticeFrom: UnixSeconds | undefined): Announcement {
  return { reason, from: noticeFrom !== undefined && noticeFrom > from ? noticeFrom : from }
}
