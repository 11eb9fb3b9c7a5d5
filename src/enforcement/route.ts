import type { OriginRoutes } from '../config/origin-routes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { comparePlace, type Place } from '../net/region.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import type { Evidence } from '../signals/registry.ts'
import type { Origin } from './origin.ts'

/** One of the origins by region. */
export interface Route {
  readonly id: string
  /** `aud` of the assertions that it gets. */
  readonly audience: string
  readonly origin: Origin
}

/** Why there is no origin for a request; `cause` is for the record. */
export interface NoRoute {
  readonly reason: Extract<ReasonCode, 'place.unknown' | 'place.not_served'>
  readonly cause: 'route.unknown' | 'route.disputed' | 'route.none'
}

export type Router = (evidence: Evidence) => Result<Route, NoRoute>

/**
 * Compiles a map of origins by region; the result finds the one origin that a request may go to, and never another one
 * than the map has for what is known of its region.
 *
 * The place is the one that was decided on. Where a publisher's list has moved it, the edge's own word must lead to the
 * same origin, else the request is refused, also where `unknown` names a route: a publisher, who describes its own
 * prefixes as it likes (RFC 8805 §5), decides in no way where somebody's data goes. An override of the operator's does.
 *
 * Of a subdivision the entry of the subdivision counts before that of its country. Where only the country is known and
 * its parts lead to several origins, the region is unknown.
 *
 * @returns `place.unknown` where the region is not known or disputed, `place.not_served` where it is of no route; each
 *          only as far as the map refuses then
 */
export function compileRouter(map: OriginRoutes, originAt: (url: string) => Origin): Router {
  const entries = new Map<string, { readonly entry: Place; readonly found: Found }[]>()
  const byId = new Map<string, Found>()
  for (const { id, audience, url, places } of map.routes) {
    const found = ok({ id, audience, origin: originAt(url) })
    byId.set(id, found)
    for (const entry of places) {
      const sameCountry = entries.get(entry.country)
      if (sameCountry === undefined) entries.set(entry.country, [{ entry, found }])
      else sameCountry.push({ entry, found })
    }
  }
  const unknown = byId.get(map.unknown) ?? UNKNOWN
  const otherwise = byId.get(map.otherwise) ?? NONE

  return (evidence) => {
    const region = evidence[map.by]
    if (region.state !== 'observed') return unknown
    const found = routeOf(region.value)
    if (map.by !== 'place' || region.source !== 'feed') return found
    const edge = evidence['place.edge']
    return edge.state === 'observed' && routeOf(edge.value) === found ? found : DISPUTED
  }

  function routeOf(place: Place): Found {
    let ofCountry = otherwise
    const ofParts = new Set<Found>()
    for (const { entry, found } of entries.get(place.country) ?? []) {
      if (entry.region === undefined) {
        ofCountry = found
        continue
      }
      const relation = comparePlace(entry, place)
      if (relation === 'inside') return found
      if (relation === 'ambiguous') ofParts.add(found)
    }
    ofParts.delete(ofCountry)
    return ofParts.size === 0 ? ofCountry : unknown
  }
}

/** Each made once, so that two of them are the same where they lead to the same. */
type Found = Result<Route, NoRoute>

const UNKNOWN: Found = err({ reason: 'place.unknown', cause: 'route.unknown' })
const DISPUTED: Found = err({ reason: 'place.unknown', cause: 'route.disputed' })
const NONE: Found = err({ reason: 'place.not_served', cause: 'route.none' })
