import { absent, type Fact, observed, type Signal, type Source } from '../observations/types.ts'

/** A fact as it stands, as a signal. */
export function fromFact<T>(fact: Fact<T>, source: Source = 'edge'): Signal<T> {
  return fact.given ? observed(fact.value, source) : absent(fact.why)
}
