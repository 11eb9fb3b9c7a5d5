import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OriginRoutes } from '../../src/config/origin-routes.ts'
import { compileRouter, type Route } from '../../src/enforcement/route.ts'
import { formatPlace, type Place } from '../../src/net/region.ts'
import { absent, observed, type Signal, type Source } from '../../src/observations/types.ts'
import { evidenceWith, placeNamed } from '../support/evidence.ts'

const RUNS = { numRuns: 5_000 }

const CODES = ['US', 'US-CA', 'US-NY', 'UA', 'UA-30', 'UA-9', 'UA-09', 'DE', 'DE-BY', 'GB', 'JP'] as const
const IDS = ['a', 'b', 'c'] as const
const DESTINATIONS = ['refuse', ...IDS] as const

/** Every code in at most one route, as the configuration demands. */
const map = fc
  .record({
    by: fc.constantFrom('place', 'account.home'),
    owners: fc.array(fc.option(fc.constantFrom(...IDS)), {
      minLength: CODES.length,
      maxLength: CODES.length,
    }),
    unknown: fc.constantFrom(...DESTINATIONS),
    otherwise: fc.constantFrom(...DESTINATIONS),
  })
  .map(({ owners, ...rest }): OriginRoutes => {
    const routes = IDS.map((id) => ({
      id,
      places: CODES.filter((_, index) => owners[index] === id).map(placeNamed),
      url: `https://${id}.origin.test`,
      audience: `origin-${id}`,
    }))
    return { ...rest, routes }
  })

const place = fc.constantFrom(...CODES, 'US-TX', 'UA-3', 'FR').map(placeNamed)
const signal = (...sources: Source[]) =>
  fc
    .option(fc.tuple(place, fc.constantFrom(...sources)))
    .map((given): Signal<Place> => (given === null ? absent('missing') : observed(given[0], given[1])))
const evidence = fc
  .record({
    place: signal('edge', 'operator', 'feed'),
    'place.edge': signal('edge'),
    'account.home': signal('derived'),
  })
  .map(evidenceWith)

const originAt = (url: string): Route['origin'] => ({
  base: url,
  fetch: async () => new Response(),
  behindCache: true,
})

/** Where the map wants whoever is in this place, or `unknown` where that hangs on what is not known of it. */
function wanted({ routes, otherwise }: OriginRoutes, { country, region }: Place): string {
  const entries = routes.flatMap(({ id, places }) =>
    places.map((entry) => ({ id, code: formatPlace(entry) })),
  )
  const ownerOf = (code: string) => entries.find((entry) => entry.code === code)?.id
  const exact = region === undefined ? undefined : ownerOf(region)
  if (exact !== undefined) return exact
  const digits = (code: string | undefined) => /^..-(\d+)$/.exec(code ?? '')?.[1]?.length
  const maybe = entries.filter(({ code }) => {
    if (!code.startsWith(`${country}-`)) return false
    if (region === undefined) return true
    // Numbers of another length are of another list of the same country: they may be of the same region.
    const [one, other] = [digits(code), digits(region)]
    return one !== undefined && other !== undefined && one !== other
  })
  const destinations = new Set([ownerOf(country) ?? otherwise, ...maybe.map(({ id }) => id)])
  const [only = 'unknown'] = destinations
  return destinations.size === 1 ? only : 'unknown'
}

describe('whatever is known of a region', () => {
  it('the URL that is asked is the one that the map has for it, and there is none where the map refuses', () => {
    const reached = { origin: 0, refusal: 0 }
    fc.assert(
      fc.property(map, evidence, (routes, known) => {
        const found = compileRouter(routes, originAt)(known)
        const region = known[routes.by]
        const there = region.state === 'observed' ? wanted(routes, region.value) : 'unknown'
        const id = there === 'unknown' ? routes.unknown : there
        if (!found.ok) {
          reached.refusal++
          expect(id === 'refuse' || found.error.cause === 'route.disputed').toBe(true)
          return
        }
        reached.origin++
        const { audience, origin } = found.value
        expect(origin.base).toBe(`https://${id}.origin.test`)
        expect([found.value.id, audience]).toEqual([id, `origin-${id}`])
      }),
      RUNS,
    )
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(RUNS.numRuns / 10)
  })

  it('nothing but the routed signal and its edge matters, and a dispute is refused', () => {
    fc.assert(
      fc.property(map, evidence, evidence, (routes, known, other) => {
        const router = compileRouter(routes, originAt)
        const relevant =
          routes.by === 'place'
            ? { place: known.place, 'place.edge': known['place.edge'] }
            : { 'account.home': known['account.home'] }
        expect(router({ ...other, ...relevant })).toEqual(router(known))
        const { place: moved, 'place.edge': edge } = known
        if (routes.by !== 'place' || moved.state !== 'observed' || moved.source !== 'feed') return
        const alone = (value: Signal<Place>) =>
          router({ ...known, place: value.state === 'observed' ? { ...value, source: 'edge' } : value })
        const [byList, byEdge] = [alone(moved), alone(edge)]
        const agree = edge.state === 'observed' && byList === byEdge
        if (agree) expect(router(known)).toBe(byList)
        else expect(router(known)).toMatchObject({ ok: false, error: { cause: 'route.disputed' } })
      }),
      RUNS,
    )
  })
})
