import { BoundedMap } from '../lib/bounded-map.ts'
import { continentOf } from '../net/continent.ts'
import { isEuMember } from '../net/country.ts'
import { formatPlace, type Place } from '../net/region.ts'
import { observed, unavailable } from '../observations/types.ts'
import { type Evidence, SIGNAL_NAMES, type SignalName } from '../signals/registry.ts'
import type { CompiledPolicy, CompiledRule } from './compile.ts'
import { UNMATCHED } from './condition.ts'

/** Whether the policy may turn somebody away because of this place. */
export type PlaceFence = (place: Place) => boolean

const MAX_PLACES = 1_000
const PLACE_SIGNALS: readonly SignalName[] = ['place', 'place.continent', 'place.eu']

/**
 * The places that nobody's list may move a client out of: those for which some rule that asks for the place, and does not
 * simply allow, is not plainly unmatched, whatever else were the case. Part of a country that is named makes the whole
 * country such a place as long as the part is not known. Rules on trial count as well.
 */
export function compilePlaceFence({ rules }: CompiledPolicy): PlaceFence {
  const relevant = rules.filter(isAboutPlaces)
  const known = new BoundedMap<string, boolean>(MAX_PLACES)
  return (place) => {
    const code = formatPlace(place)
    const held = known.get(code)
    if (held !== undefined) return held
    const evidence = onlyPlace(place)
    const isFenced = relevant.some(({ test }) => test(evidence) !== UNMATCHED)
    known.set(code, isFenced)
    return isFenced
  }
}

function isAboutPlaces({ rule, reads }: CompiledRule): boolean {
  return rule.effect !== 'allow' && reads.some((name) => PLACE_SIGNALS.includes(name))
}

/** Evidence in which the place is all that is known: a condition on anything else may go either way. */
function onlyPlace(place: Place): Evidence {
  const evidence: Partial<Record<SignalName, unknown>> = {}
  for (const name of SIGNAL_NAMES) evidence[name] = unavailable('not asked')
  return {
    ...(evidence as Evidence),
    place: observed(place, 'derived'),
    'place.state': observed(place.region === undefined ? 'country_only' : 'known', 'derived'),
    'place.continent': observed(continentOf(place.country), 'derived'),
    'place.eu': observed(isEuMember(place.country), 'derived'),
  }
}
