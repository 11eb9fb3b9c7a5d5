import type { AnySignal } from '../signals/define.ts'
import { type Evidence, type SignalReason, signalNamed } from '../signals/registry.ts'
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
export function defaultReason(condition: Condition): (evidence: Evidence) => ReasonCode {
  const [first] = signalsRead(condition)
  if (first === undefined) return () => 'policy.denied'
  const { reason }: AnySignal = signalNamed(first)
  const isOutside = 'not' in condition
  return (evidence) => {
    const signal = evidence[first]
    const code = reason(signal.state === 'observed' ? signal.value : undefined)
    if (code === 'place.restricted' && isOutside) return 'place.not_allowed'
    return isReasonCode(code) ? code : 'policy.denied'
  }
}

/** The reason of a refusal that rests on something that could not be told; never the rule's own. */
export function indeterminateReason(condition: Condition): ReasonCode {
  return signalsRead(condition).some((name) => signalNamed(name).about === 'place')
    ? 'place.unknown'
    : 'network.unknown'
}
