import type { ReasonCode, RefusalStatus } from '../policy/reasons.ts'
import type { Decision, EnforcementMode } from '../policy/types.ts'

/** What is done about a decision. */
export type Disposition =
  | { readonly action: 'pass'; readonly verdict: 'allow' | 'limit' }
  | { readonly action: 'refuse'; readonly reason: ReasonCode; readonly status: RefusalStatus }

/**
 * Applies the global mode, after deciding and nowhere else: in `monitor` everything passes, and the record keeps what
 * would have been. A challenge is a refusal with its own reason until there is a page to answer it on.
 */
export function applyMode(decision: Decision, mode: EnforcementMode): Disposition {
  const { verdict } = decision
  if (verdict === 'allow' || verdict === 'limit') return { action: 'pass', verdict }
  if (mode !== 'enforce') return { action: 'pass', verdict: 'allow' }
  const [reason = 'policy.denied'] = decision.reasons
  return { action: 'refuse', reason, status: decision.status ?? 403 }
}
