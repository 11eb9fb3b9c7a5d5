import type { NetworkClass } from '../../src/net/network-class.ts'
import type { Observations } from '../../src/observations/types.ts'
import { collectEvidence, type SignalName } from '../../src/signals/registry.ts'
import { observationsOf, RESIDENTIAL, type Sent } from './evidence.ts'

export const answer = (networkClass: NetworkClass, mixed = false) => ({
  ...RESIDENTIAL,
  class: networkClass,
  mixed,
})
export const tablesSignal = (name: SignalName, tables: Partial<Observations['tables']>, sent: Sent = {}) => {
  const none = { operator: undefined, asn: undefined, organization: undefined }
  return collectEvidence(observationsOf(sent, { tables: { ...none, ...tables } }))[name]
}
