import * as v from 'valibot'
import { audience, id, oneOf, originUrl, placeEntry } from './scalars.ts'

/** What decides where a request goes: where its client is, or where its account is at home. */
export const ROUTED_BY = ['place', 'account.home'] as const
export type RoutedBy = (typeof ROUTED_BY)[number]

/** In place of a route's id. */
export const REFUSE = 'refuse'

const routeId = v.pipe(
  id,
  v.check((name) => name !== REFUSE, `an id other than "${REFUSE}", which is no route`),
)

const route = v.strictObject(
  {
    id: routeId,
    regions: v.pipe(v.array(placeEntry, 'a list of places'), v.minLength(1, 'at least one region')),
    url: originUrl('an http or https origin without a path ("https://eu.example.net")'),
    audience,
  },
  'a route {id, regions, url, audience}',
)

/**
 * Origins by region. `unknown` and `otherwise` have no default: where the data of somebody goes whose region is not
 * known, or is nobody's, is not for us to guess.
 */
export const originRoutes = v.strictObject(
  {
    by: oneOf(ROUTED_BY),
    routes: v.pipe(v.array(route, 'a list of routes'), v.minLength(1, 'at least one route')),
    unknown: id,
    otherwise: id,
  },
  'a table {by, routes, unknown, otherwise}',
)

export type WrittenRoutes = v.InferOutput<typeof originRoutes>
