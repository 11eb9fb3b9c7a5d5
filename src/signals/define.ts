import type { Observations, Signal } from '../observations/types.ts'

/** How a condition may compare the value: decides which operators the policy grammar accepts for the signal. */
export type SignalKind =
  | 'place'
  | 'code'
  | 'text'
  /** Of a place: compared without regard to case, marks and spaces. */
  | 'name'
  | 'number'
  /** Unix seconds; a policy writes it as a date. */
  | 'instant'
  | 'boolean'
  | 'address'
  | 'asn'
  | 'coordinates'

/** What a signal is about: decides the public reason when a rule on it cannot be evaluated. */
export type SignalSubject = 'place' | 'network' | 'session' | 'other'

/**
 * One detector: a pure function with a name. A new one is a file like this one's neighbours, its test, and one line in
 * `registry.ts`; the names a policy may use, `Evidence` and the record's fields follow from there.
 */
export interface SignalDefinition<Name extends string, T, Reason extends string> {
  readonly name: Name
  readonly kind: SignalKind
  readonly about: SignalSubject
  /** The values of a `code` signal: a policy that names another one is refused. */
  readonly values?: readonly string[]
  /** Often not there in honest traffic: absent counts as unmatched instead of indeterminate. */
  readonly optional?: true
  /** Answers "where is the client", so an unknown or ambiguous value is settled by `UNKNOWN_PLACE` / `AMBIGUOUS_PLACE`. */
  readonly decidesPlace?: true
  /** Differs between requests of one client: left out when telling whether an admission record is new. */
  readonly volatile?: true
  /** The reason a refusal gives when it rests on this signal. */
  readonly reason: (value: T | undefined) => Reason
  readonly detect: (observations: Observations) => Signal<T>
}

/** A definition with its value type erased, for code that handles any signal by name. */
export type AnySignal = SignalDefinition<string, unknown, string>

/** Keeps the literal name and the value's type, which `Evidence` is derived from. */
export function defineSignal<const Name extends string, T, const Reason extends string>(
  definition: SignalDefinition<Name, T, Reason>,
): SignalDefinition<Name, T, Reason> {
  return Object.freeze(definition)
}

/** For signals that no refusal story of their own belongs to. */
export const policyDenied = () => 'policy.denied' as const
