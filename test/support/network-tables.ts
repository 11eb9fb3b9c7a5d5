import type { NetworkClass } from '../../src/net/network-class.ts'
import type { Observations, PrefixAnswer } from '../../src/observations/types.ts'
import { collectEvidence, type SignalName } from '../../src/signals/registry.ts'
import { NO_ANSWERS, observationsOf, placeNamed, RESIDENTIAL, type Sent } from './evidence.ts'

export const answer = (networkClass: NetworkClass, mixed = false) => ({
  ...RESIDENTIAL,
  class: networkClass,
  mixed,
})

/** What a publisher's list says of an address. */
export const listed = (networkClass: NetworkClass, changes: Partial<PrefixAnswer> = {}): PrefixAnswer => ({
  class: networkClass,
  confidence: 'high',
  feed: networkClass,
  movesPlace: false,
  ...changes,
})

export const tablesSignal = (name: SignalName, tables: Partial<Observations['tables']>, sent: Sent = {}) => {
  return collectEvidence(observationsOf(sent, { tables: { ...NO_ANSWERS, ...tables } }))[name]
}

/** The place of another than the edge. */
export const movedTo = (code: string, source: 'operator' | 'feed' = 'feed') => ({
  moved: { place: placeNamed(code), source, by: source === 'operator' ? 'override' : 'geofeed' },
})
