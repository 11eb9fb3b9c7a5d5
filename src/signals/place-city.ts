import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** City of the address in English; free text, often a guess. */
export const placeCity = defineSignal({
  name: 'place.city',
  kind: 'text',
  about: 'place',
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.city),
})
