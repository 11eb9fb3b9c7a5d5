import { CONTINENTS, countriesOf } from '../net/continent.ts'
import { EU_MEMBERS } from '../net/country.ts'
import { type Place, parsePlaceCode } from '../net/region.ts'

/** Codes by the id of their group. */
export type PlaceGroups = ReadonlyMap<string, readonly string[]>

/** Groups that need no definition: the European Union, and each continent as the edge codes them. */
const BUILT_IN: PlaceGroups = new Map<string, readonly string[]>([
  ['group:eu', [...EU_MEMBERS]],
  ...CONTINENTS.map((continent) => [`continent:${continent}`, countriesOf(continent)] as const),
])

const GROUP_REFERENCE = /^group:[a-z0-9][a-z0-9:_-]{0,63}$/

/** Whether this can stand in a list of places: a code, or the name of a group, which may not exist for all that. */
export function isPlaceEntry(text: string): boolean {
  return parsePlaceCode(text) !== undefined || BUILT_IN.has(text) || GROUP_REFERENCE.test(text)
}

/** The group that an entry names, where no such group is built in. */
export function namedGroup(entry: string): string | undefined {
  return GROUP_REFERENCE.test(entry) && !BUILT_IN.has(entry) ? entry.slice('group:'.length) : undefined
}

/** The codes that the entries of a list stand for, each once. A group that does not exist stands for none. */
export function expandPlaces(entries: readonly string[], groups: PlaceGroups): readonly string[] {
  const codes = new Set<string>()
  for (const entry of entries) {
    const members = BUILT_IN.get(entry) ?? groups.get(namedGroup(entry) ?? '')
    for (const code of members ?? (parsePlaceCode(entry) === undefined ? [] : [entry])) codes.add(code)
  }
  return [...codes]
}

/** The countries of which a list holds only parts. */
export function partlyListed(codes: readonly string[]): readonly string[] {
  const parts = codes.map(parsePlaceCode).filter((place): place is Place => place?.region !== undefined)
  return [...new Set(parts.map(({ country }) => country))].filter((country) => !codes.includes(country))
}
