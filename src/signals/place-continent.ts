import { CONTINENTS, continentOf } from '../net/continent.ts'
import { observed } from '../observations/types.ts'
import { defineSignal } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Continent as the edge codes it (AF AN AS EU NA OC SA); of a moved place, the country's. */
export const placeContinent = defineSignal({
  name: 'place.continent',
  kind: 'code',
  about: 'place',
  values: CONTINENTS,
  decidesPlace: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot, tables: { moved } }) =>
    moved === undefined
      ? fromFact(snapshot.edge.continent)
      : observed(continentOf(moved.place.country), 'derived'),
})
