import { defineSignal } from './define.ts'
import { fromFact } from './from-fact.ts'

/** City of the address in English; free text, often a guess. */
export const placeCity = defineSignal({
  name: 'place.city',
  kind: 'name',
  about: 'place',
  optional: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot }) => fromFact(snapshot.edge.city),
})
