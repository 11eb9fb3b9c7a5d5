import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Time zone of the address, not of the device: it follows the address, so it confirms nothing by itself. */
export const placeTimeZone = defineSignal({
  name: 'place.time_zone',
  kind: 'text',
  about: 'place',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.timeZone),
})
