import { observed } from '../observations/types.ts'
import { defineSignal } from './define.ts'

export const PLACE_STATES = ['known', 'country_only', 'tor', 'no_data', 'missing', 'malformed'] as const
export type PlaceState = (typeof PLACE_STATES)[number]

/** How well the place is known, for policies that treat "the edge says T1" unlike "the edge says nothing". */
export const placeState = defineSignal({
  name: 'place.state',
  kind: 'code',
  about: 'place',
  values: PLACE_STATES,
  reason: () => 'place.unknown' as const,
  detect: ({ snapshot: { edge } }) => observed(stateOf(edge.country, edge.region.given), 'derived'),
})

function stateOf(country: { given: true } | { given: false; why: string }, regionGiven: boolean): PlaceState {
  if (country.given) return regionGiven ? 'known' : 'country_only'
  switch (country.why) {
    case 'tor':
    case 'no_data':
    case 'malformed':
      return country.why
    default:
      return 'missing'
  }
}
