import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load.ts'
import { VARS } from '../../support/gate.ts'

const EU = { id: 'eu', regions: ['group:eu'], url: 'https://eu.origin.test', audience: 'origin-eu' }
const US = { id: 'us', regions: ['US'], url: 'https://us.origin.test', audience: 'origin-us' }
const ROUTES = { by: 'place', routes: [EU, US], unknown: 'refuse', otherwise: 'refuse' }

const loaded = (routes: unknown, vars: Readonly<Record<string, unknown>> = {}, options = {}) =>
  loadConfig({ ...VARS, ORIGIN_ROUTES: routes, ...vars }, options)

function routesOf(...given: Parameters<typeof loaded>) {
  const config = loaded(...given)
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  return config.value.ORIGIN_ROUTES
}

function issuesOf(...given: Parameters<typeof loaded>) {
  const config = loaded(...given)
  return config.ok ? [] : config.error
}

const codesOf = (id: string, ...given: Parameters<typeof loaded>) =>
  routesOf(...given)
    ?.routes.find((route) => route.id === id)
    ?.places.map(({ country, region }) => region ?? country)

describe('ORIGIN_ROUTES', () => {
  it('is a map of places, with what its groups stand for', () => {
    expect(routesOf(ROUTES)).toMatchObject({
      by: 'place',
      routes: [
        { id: 'eu', url: EU.url, audience: EU.audience },
        { id: 'us', places: [{ country: 'US' }] },
      ],
      unknown: 'refuse',
      otherwise: 'refuse',
    })
    expect(codesOf('eu', ROUTES)).toHaveLength(27)
    expect(codesOf('eu', ROUTES)).toContain('DE')
  })

  it('is none where there is none', () => {
    expect(routesOf(undefined, { ORIGIN_URL: 'https://origin.test' })).toBeUndefined()
  })

  it('may come as text', () => {
    expect(routesOf(JSON.stringify(ROUTES))).toEqual(routesOf(ROUTES))
  })

  it("may name the groups of the deployment's own policy", () => {
    const PLACE_GROUPS = [{ id: 'home', regions: ['CH', 'LI'], owner: 'o', source: 's', as_of: '2026-01-01' }]
    const routes = { ...ROUTES, routes: [{ ...EU, regions: ['group:home', 'LI', 'FR'] }, US] }
    expect(codesOf('eu', routes, { PLACE_GROUPS })).toEqual(['CH', 'LI', 'FR'])
  })

  it('may have a subdivision in another route than its country', () => {
    const california = { ...EU, id: 'ca', regions: ['US-CA'] }
    expect(issuesOf({ ...ROUTES, routes: [california, US] })).toEqual([])
  })

  const BY_HOME = { ...ROUTES, by: 'account.home', unknown: 'us' }
  it('may be by the home of the account', () => {
    expect(routesOf(BY_HOME)).toMatchObject({ by: 'account.home', unknown: 'us' })
  })

  it.each<readonly [string, unknown, string]>([
    ['by something else', { ...ROUTES, by: 'network.asn' }, 'by'],
    ['without a word on unknown regions', { ...ROUTES, unknown: undefined }, 'unknown'],
    ['without a word on other regions', { ...ROUTES, otherwise: undefined }, 'otherwise'],
    ['without a route', { ...ROUTES, routes: [] }, 'routes'],
    ['with a member nobody reads', { ...ROUTES, default: 'eu' }, 'default'],
    ['with a route called "refuse"', { ...ROUTES, routes: [{ ...EU, id: 'refuse' }, US] }, 'routes[0].id'],
    ['with a route of no region', { ...ROUTES, routes: [{ ...EU, regions: [] }, US] }, 'routes[0].regions'],
    [
      'with a region that is none',
      { ...ROUTES, routes: [{ ...EU, regions: ['Europe'] }, US] },
      'routes[0].regions[0]',
    ],
    [
      'with a group nobody knows',
      { ...ROUTES, routes: [{ ...EU, regions: ['group:emea'] }, US] },
      'routes[0].regions',
    ],
    ['with a URL with a path', { ...ROUTES, routes: [EU, { ...US, url: `${US.url}/v1` }] }, 'routes[1].url'],
    [
      'with a route without an audience',
      { ...ROUTES, routes: [{ ...EU, audience: '' }, US] },
      'routes[0].audience',
    ],
    ['with an id twice', { ...ROUTES, routes: [EU, { ...US, id: 'eu' }] }, 'routes[1].id'],
    [
      'with an audience twice',
      { ...ROUTES, routes: [EU, { ...US, audience: EU.audience }] },
      'routes[1].audience',
    ],
    [
      'with an origin twice, in another spelling',
      { ...ROUTES, routes: [EU, { ...US, url: 'https://EU.origin.test:443/' }] },
      'routes[1].url',
    ],
    [
      'with a country twice',
      { ...ROUTES, routes: [EU, { ...US, regions: ['US', 'DE'] }] },
      'routes[1].regions',
    ],
    [
      'with a continent that holds another route',
      { ...ROUTES, routes: [EU, { ...US, regions: ['continent:EU'] }] },
      'routes[1].regions',
    ],
    ['with a route for unknown regions that there is not', { ...ROUTES, unknown: 'ap' }, 'unknown'],
    ['with a route for other regions that there is not', { ...ROUTES, otherwise: 'ap' }, 'otherwise'],
    ['by a home that no origin could ever name', { ...BY_HOME, unknown: 'refuse' }, 'unknown'],
  ])('is no map %s', (_, routes, key) => {
    expect(issuesOf(routes).map((issue) => issue.key)).toEqual([`ORIGIN_ROUTES.${key}`])
  })

  it('names what is in two routes, and not the whole of two continents', () => {
    const [issue] = issuesOf({ ...ROUTES, routes: [EU, { ...US, regions: ['US', 'DE', 'FR'] }] })
    expect(issue?.expected).toBe('places of no other route, not "DE" (in "eu"), "FR" (in "eu")')
    const [long] = issuesOf({ ...ROUTES, routes: [EU, { ...US, regions: ['group:eu'] }] })
    expect(long?.expected.match(/in "eu"/g)).toHaveLength(5)
    expect(long?.expected).toMatch(/, …$/)
  })

  it.each([
    ['ORIGIN_URL', 'https://origin.test'],
    ['ORIGIN', { fetch() {} }],
    ['ORIGIN_MODE', 'zone'],
  ])('stands for itself: not beside %s', (name, value) => {
    expect(issuesOf(ROUTES, { [name]: value })).toMatchObject([
      { key: 'ORIGIN_URL', received: `${name} and ORIGIN_ROUTES` },
    ])
  })

  it('has audiences of its own: not beside ORIGIN_AUDIENCE', () => {
    expect(issuesOf(ROUTES, { ORIGIN_AUDIENCE: 'origin' }).map(({ key }) => key)).toEqual(['ORIGIN_AUDIENCE'])
  })

  it('means nothing where the gate is embedded, and is not passed over there', () => {
    const issues = issuesOf(ROUTES, {}, { embedded: true })
    expect(issues.map(({ key }) => key)).toEqual(['ORIGIN_ROUTES'])
    expect(issuesOf(undefined, { OTHER: 1 }, { embedded: true })).toEqual([])
  })
})
