import { err, ok, type Result } from '../lib/result.ts'
import { type Place, parsePlaceCode } from '../net/region.ts'
import { expandPlaces, namedGroup, type PlaceGroups } from '../policy/place-lists.ts'
import type { ConfigIssue } from './issue.ts'
import { REFUSE, type RoutedBy, type WrittenRoutes } from './origin-routes-schema.ts'

/** Which origin a region's requests go to; no place is of two routes. */
export interface OriginRoutes {
  readonly by: RoutedBy
  readonly routes: readonly OriginRoute[]
  /** Id of a route, or `refuse`: where the region is not known, or not closely enough to tell two routes apart. */
  readonly unknown: string
  /** Id of a route, or `refuse`: for regions of no route. */
  readonly otherwise: string
}

export interface OriginRoute {
  readonly id: string
  readonly places: readonly Place[]
  readonly url: string
  /** `aud` of the assertions that this origin gets. */
  readonly audience: string
}

/**
 * The map that the written routes come to, or everything that is wrong between them.
 *
 * @param groups those of the deployed policy: a live one moves nobody's data
 */
export function readOriginRoutes(
  { by, routes, unknown, otherwise }: WrittenRoutes,
  groups: PlaceGroups,
): Result<OriginRoutes, readonly ConfigIssue[]> {
  const issues = [
    ...likeIssues(routes),
    ...groupIssues(routes, groups),
    ...overlapIssues(routes, groups),
    ...destinationIssues({ by, routes, unknown, otherwise }),
  ]
  if (issues.length > 0) return err(issues)
  return ok({
    by,
    routes: routes.map(({ regions, ...route }) => ({ ...route, places: placesOf(regions, groups) })),
    unknown,
    otherwise,
  })
}

type WrittenRoute = WrittenRoutes['routes'][number]

/** What one route must not share with another: two ids for one origin would be a border that is none. */
const OWN: Readonly<Record<'id' | 'url' | 'audience', (route: WrittenRoute) => string>> = {
  id: ({ id }) => id,
  url: ({ url }) => new URL(url).origin,
  audience: ({ audience }) => audience,
}

function* likeIssues(routes: readonly WrittenRoute[]): Generator<ConfigIssue> {
  for (const [name, ownOf] of Object.entries(OWN)) {
    const values = routes.map(ownOf)
    for (const [index, value] of values.entries())
      if (values.indexOf(value) < index)
        yield {
          key: `ORIGIN_ROUTES.routes[${index}].${name}`,
          expected: `one that no other route has; "${value}" is of routes[${values.indexOf(value)}], too`,
        }
  }
}

function* groupIssues(routes: readonly WrittenRoute[], groups: PlaceGroups): Generator<ConfigIssue> {
  for (const [index, { regions }] of routes.entries())
    for (const name of regions.map(namedGroup))
      if (name !== undefined && !groups.has(name))
        yield {
          key: `ORIGIN_ROUTES.routes[${index}].regions`,
          expected: `groups of the deployed policy; there is no "${name}"`,
        }
}

/** The same code twice. A subdivision in another route than its country is no overlap: the more exact entry counts. */
function* overlapIssues(routes: readonly WrittenRoute[], groups: PlaceGroups): Generator<ConfigIssue> {
  const owners = new Map<string, string>()
  for (const [index, { id, regions }] of routes.entries()) {
    const shared: string[] = []
    for (const code of expandPlaces(regions, groups)) {
      const owner = owners.get(code)
      if (owner === undefined) owners.set(code, id)
      else shared.push(`"${code}" (in "${owner}")`)
    }
    if (shared.length > 0)
      yield {
        key: `ORIGIN_ROUTES.routes[${index}].regions`,
        expected: `places of no other route, not ${shared.slice(0, MAX_NAMED).join(', ')}${shared.length > MAX_NAMED ? ', …' : ''}`,
      }
  }
}

const MAX_NAMED = 5

function* destinationIssues({ by, routes, unknown, otherwise }: WrittenRoutes): Generator<ConfigIssue> {
  const ids = routes.map(({ id }) => id)
  for (const [name, id] of Object.entries({ unknown, otherwise }))
    if (id !== REFUSE && !ids.includes(id))
      yield {
        key: `ORIGIN_ROUTES.${name}`,
        expected: `"${REFUSE}" or the id of a route; there is no "${id}"`,
      }
  if (by === 'account.home' && unknown === REFUSE)
    yield {
      key: 'ORIGIN_ROUTES.unknown',
      expected:
        'the id of a route where by = "account.home": until an origin has named it, every account is of no home',
    }
}

function placesOf(regions: readonly string[], groups: PlaceGroups): readonly Place[] {
  return expandPlaces(regions, groups)
    .map(parsePlaceCode)
    .filter((place) => place !== undefined)
}
