import type { Place } from '../net/region.ts'
import { absent, observed } from '../observations/types.ts'
import { defineSignal } from './define.ts'

/**
 * Country and, where the edge knows it, first-level subdivision (ISO 3166-2). Compared by containment. T1 (Tor) and
 * XX (no data) are no places: absent, each with its own `why`.
 */
export const place = defineSignal({
  name: 'place',
  kind: 'place',
  about: 'place',
  decidesPlace: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot: { edge } }) => {
    if (!edge.country.given) return absent(edge.country.why)
    const value: Place = edge.region.given
      ? { country: edge.country.value, region: edge.region.value }
      : { country: edge.country.value }
    return observed(value, 'edge')
  },
})
