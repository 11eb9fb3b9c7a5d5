import { CONTINENTS } from '../observations/types.ts'
import { defineSignal } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Continent as the edge codes it (AF AN AS EU NA OC SA). */
export const placeContinent = defineSignal({
  name: 'place.continent',
  kind: 'code',
  about: 'place',
  values: CONTINENTS,
  decidesPlace: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot }) => fromFact(snapshot.edge.continent),
})
