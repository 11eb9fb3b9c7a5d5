import { defineSignal } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Name of the subdivision as the edge writes it, in English: for places whose code it does not know. */
export const placeRegionName = defineSignal({
  name: 'place.region_name',
  kind: 'name',
  about: 'place',
  optional: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot }) => fromFact(snapshot.edge.regionName),
})
