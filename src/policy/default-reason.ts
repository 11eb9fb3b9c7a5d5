import type { AnySignal } from '../signals/define.ts'
import { type SignalReason, signalNamed } from '../signals/registry.ts'
import { signalsRead } from './condition.ts'
import { isReasonCode, type ReasonCode } from './reasons.ts'
import type { Condition } from './types.ts'

/** Fails to compile when a detector names a reason that the table of reasons does not have. */
type Known<R extends ReasonCode> = R
export type ReasonOfASignal = Known<SignalReason>

/**
 * The reason of a rule that names none: that of the first signal its condition reads. "Not in these places" is another
 * story than "in these places", and is told as such.
 */
export function defaultReason(condition: Condition, evidenceValue: (name: string) => unknown): ReasonCode {
  const [first] = signalsRead(condition)
  if (first === undefined) return 'policy.denied'
  const signal: AnySignal = signalNamed(first)
  const reason = signal.reason(evidenceValue(first))
  if (reason === 'place.restricted' && 'not' in condition) return 'place.not_allowed'
  return isReasonCode(reason) ? reason : 'policy.denied'
}

/** The reason of a refusal that rests on something that could not be told; never the rule's own. */
export function indeterminateReason(condition: Condition): ReasonCode {
  return signalsRead(condition).some((name) => signalNamed(name).about === 'place')
    ? 'place.unknown'
    : 'network.unknown'
}
