import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Where the edge places the address. Decides nothing: a place is a code. Kept for the record. */
export const placeCoordinates = defineSignal({
  name: 'place.coordinates',
  kind: 'coordinates',
  about: 'place',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.coordinates),
})
