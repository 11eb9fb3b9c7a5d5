import type { Place } from '../net/region.ts'
import { absent, type Observations, observed, type Signal } from '../observations/types.ts'
import { defineSignal } from './define.ts'

/**
 * Country and, where it is known, first-level subdivision (ISO 3166-2). Compared by containment. T1 (Tor) and XX (no
 * data) are no places: absent, each with its own `why`. Who may move the edge's word: an override of the operator's, or a list (`policy/judge.ts`).
 */
export const place = defineSignal({
  name: 'place',
  kind: 'place',
  about: 'place',
  decidesPlace: true,
  reason: () => 'place.restricted' as const,
  detect: ({ snapshot: { edge }, tables: { moved } }) =>
    moved === undefined ? placeOfEdge(edge) : observed(moved.place, moved.source),
})

/** What the edge itself says. */
export function placeOfEdge({ country, region }: Observations['snapshot']['edge']): Signal<Place> {
  if (!country.given) return absent(country.why)
  return observed(
    region.given ? { country: country.value, region: region.value } : { country: country.value },
    'edge',
  )
}
