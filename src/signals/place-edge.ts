import { absent } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { placeOfEdge } from './place.ts'

/** Where the edge puts the client, when `place` is another's word: an override of the operator's, or a publisher's list. */
export const placeEdge = defineSignal({
  name: 'place.edge',
  kind: 'place',
  about: 'place',
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot: { edge }, tables: { moved } }) =>
    moved === undefined ? absent('not_applicable') : placeOfEdge(edge),
})
