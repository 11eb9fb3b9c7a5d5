import type { NetworkClass } from '../net/network-class.ts'
import type { Place } from '../net/region.ts'
import type { MovedPlace, OverrideAnswer, PrefixAnswer, RequestSnapshot } from './types.ts'

/** Networks whose addresses say little of where their users are, while the publisher knows. */
const MOVABLE: ReadonlySet<NetworkClass> = new Set(['satellite', 'mobile', 'privacy_relay'])

function isBelieved({ movesPlace, class: networkClass, confidence }: PrefixAnswer): boolean {
  return movesPlace && confidence !== 'low' && MOVABLE.has(networkClass)
}

/**
 * Another place than the edge's, if somebody may say so.
 *
 * The operator's override always may: it is owned and expires. A publisher's list describes its own prefixes, and
 * sometimes lies (RFC 8805 §5): it moves a country only for the kinds of network above, only where the edge named
 * another one, and never out of a place that the policy restricts.
 */
export function movedPlace(
  { edge }: RequestSnapshot,
  override: OverrideAnswer<Place> | undefined,
  prefixes: readonly PrefixAnswer[],
  isFenced: (place: Place) => boolean,
): MovedPlace | undefined {
  if (override !== undefined) return { place: override.value, source: 'operator' }
  if (prefixes.length === 0 || !edge.country.given) return undefined
  const country = edge.country.value
  const answer = prefixes.find(isBelieved)
  if (answer?.place === undefined || answer.place.country === country) return undefined
  const here = edge.region.given ? { country, region: edge.region.value } : { country }
  return isFenced(here) ? undefined : { place: answer.place, source: 'feed' }
}
