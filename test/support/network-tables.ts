import type { NetworkClass } from '../../src/net/network-class.ts'
import type { Observations } from '../../src/observations/types.ts'
import { collectEvidence, type SignalName } from '../../src/signals/registry.ts'
import { NO_ANSWERS, observationsOf, RESIDENTIAL, type Sent } from './evidence.ts'

export const answer = (networkClass: NetworkClass, mixed = false) => ({
  ...RESIDENTIAL,
  class: networkClass,
  mixed,
})
export const tablesSignal = (name: SignalName, tables: Partial<Observations['tables']>, sent: Sent = {}) => {
  return collectEvidence(observationsOf(sent, { tables: { ...NO_ANSWERS, ...tables } }))[name]
}
