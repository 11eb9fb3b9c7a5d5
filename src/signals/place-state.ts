import type { Place } from '../net/region.ts'
import { observed, type Signal } from '../observations/types.ts'
import { defineSignal } from './define.ts'
import { place } from './place.ts'

export const PLACE_STATES = ['known', 'country_only', 'tor', 'no_data', 'missing', 'malformed'] as const
export type PlaceState = (typeof PLACE_STATES)[number]

/** How well the place is known, for policies that treat "the edge says T1" unlike "the edge says nothing". */
export const placeState = defineSignal({
  name: 'place.state',
  kind: 'code',
  about: 'place',
  values: PLACE_STATES,
  reason: () => 'place.unknown' as const,
  detect: (observations) => observed(stateOf(place.detect(observations)), 'derived'),
})

function stateOf(signal: Signal<Place>): PlaceState {
  if (signal.state === 'observed') return signal.value.region === undefined ? 'country_only' : 'known'
  switch (signal.state === 'absent' ? signal.why : 'missing') {
    case 'tor':
      return 'tor'
    case 'no_data':
      return 'no_data'
    case 'malformed':
      return 'malformed'
    default:
      return 'missing'
  }
}
