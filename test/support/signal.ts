import { describe, expect, it } from 'vitest'
import { absent, type Signal } from '../../src/observations/types.ts'
import { collectEvidence, type SignalName } from '../../src/signals/registry.ts'
import { observationsOf, type Sent } from './evidence.ts'

export const missing = absent('missing')
export const malformed = absent('malformed')

export type SignalState = readonly [what: string, sent: Sent, signal: Signal<unknown>]

/** A signal in each of its states: what the edge gave, and what is made of it. */
export function describeSignal(name: SignalName, states: readonly SignalState[]): void {
  describe(name, () => {
    it.each(states)('%s', (_, sent, signal) => {
      expect(collectEvidence(observationsOf(sent))[name]).toEqual(signal)
    })
  })
}
