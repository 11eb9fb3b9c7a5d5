import { isEuMember } from '../net/country.ts'
import { absent, observed } from '../observations/types.ts'
import { defineSignal } from './define.ts'

/** Whether the country is a member state of the European Union: the edge's word, else our own list of 27. */
export const placeEu = defineSignal({
  name: 'place.eu',
  kind: 'boolean',
  about: 'place',
  decidesPlace: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot: { edge }, tables: { moved } }) => {
    if (moved !== undefined) return observed(isEuMember(moved.place.country), 'derived')
    // Without a country, the edge's `false` would only mean "not known to be".
    if (!edge.country.given) return absent(edge.country.why)
    if (edge.euMember.given) return observed(edge.euMember.value, 'edge')
    return observed(isEuMember(edge.country.value), 'derived')
  },
})
