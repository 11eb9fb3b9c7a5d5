import { describe, expect, it } from 'vitest'
import type { OriginRoutes } from '../../../src/config/origin-routes.ts'
import { compileRouter } from '../../../src/enforcement/route.ts'
import { absent, observed, unavailable } from '../../../src/observations/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { at, evidenceWith, NOWHERE, placeNamed } from '../../support/evidence.ts'

const routeTo = (id: string, ...codes: string[]) => ({
  id,
  places: codes.map(placeNamed),
  url: `https://${id}.origin.test`,
  audience: `origin-${id}`,
})

/** California apart from its country, and one region of Ukraine only. */
const MAP: OriginRoutes = {
  by: 'place',
  routes: [routeTo('eu', 'DE', 'FR'), routeTo('us', 'US'), routeTo('ca', 'US-CA'), routeTo('ua', 'UA-30')],
  unknown: 'refuse',
  otherwise: 'refuse',
}

/** The host that is asked, or why none is. */
function asked(evidence: Partial<Evidence>, changes: Partial<OriginRoutes> = {}): string {
  const origins: string[] = []
  const router = compileRouter({ ...MAP, ...changes }, (url) => {
    origins.push(url)
    return { base: url, fetch: async () => new Response(), behindCache: true }
  })
  expect(origins).toEqual((changes.routes ?? MAP.routes).map(({ url }) => url))
  const found = router(evidenceWith(evidence))
  if (!found.ok) return `${found.error.reason} ${found.error.cause}`
  const { id, audience, origin } = found.value
  expect([audience, origin.base]).toEqual([`origin-${id}`, `https://${id}.origin.test`])
  return id
}

const UNKNOWN = 'place.unknown route.unknown'
const NONE = 'place.not_served route.none'
const DISPUTED = 'place.unknown route.disputed'

describe('a router by place', () => {
  it.each([
    ['DE', 'eu'],
    ['DE-BY', 'eu'],
    ['FR', 'eu'],
    ['US-NY', 'us'],
    ['US-CA', 'ca'],
    ['UA-30', 'ua'],
    ['GB', NONE],
    ['UA-43', NONE],
    ['UA-3', UNKNOWN],
    ['US', UNKNOWN],
    ['UA', UNKNOWN],
  ])('leads %s to %s', (code, expected) => {
    expect(asked(at(code))).toBe(expected)
  })

  it.each([
    ['GB', 'us'],
    ['UA-43', 'us'],
    ['US', 'eu'],
    ['UA', 'eu'],
    ['DE', 'eu'],
  ])('leads %s to %s where others and unknown ones have a route', (code, expected) => {
    expect(asked(at(code), { otherwise: 'us', unknown: 'eu' })).toBe(expected)
  })

  it('needs no region where all parts of a country lead to the same', () => {
    expect(asked(at('UA'), { otherwise: 'ua' })).toBe('ua')
    const routes = [routeTo('us', 'US', 'US-CA', 'US-NY'), routeTo('eu', 'DE')]
    expect(asked(at('US'), { routes })).toBe('us')
  })

  it.each([
    ['absent', NOWHERE],
    ['Tor', { place: absent('tor') }],
    ['unavailable', { place: unavailable('x') }],
  ] as const)('takes a place that is %s as unknown', (_, evidence) => {
    expect(asked(evidence)).toBe(UNKNOWN)
    expect(asked(evidence, { unknown: 'us', otherwise: 'eu' })).toBe('us')
  })

  it('takes no notice of where the account is at home', () => {
    expect(asked({ ...at('DE'), 'account.home': observed(placeNamed('US-NY'), 'derived') })).toBe('eu')
    expect(asked({ ...NOWHERE, 'account.home': observed(placeNamed('US-NY'), 'derived') })).toBe(UNKNOWN)
  })

  const moved = (to: string, from: string | undefined, source: 'feed' | 'operator') => ({
    place: observed(placeNamed(to), source),
    'place.edge': from === undefined ? absent('missing') : observed(placeNamed(from), 'edge'),
  })

  it.each([
    ['DE', 'FR', 'eu'],
    ['US-NY', 'US-TX', 'us'],
    ['US-NY', 'US-CA', DISPUTED],
    ['DE', 'US-NY', DISPUTED],
    ['US-NY', 'DE', DISPUTED],
    ['GB', 'DE', DISPUTED],
    ['DE', 'GB', DISPUTED],
    ['DE', undefined, DISPUTED],
    ['GB', 'JP', NONE],
    ['US', 'UA', UNKNOWN],
  ])("leads nobody elsewhere on a publisher's word: %s instead of %s is %s", (to, from, expected) => {
    expect(asked(moved(to, from, 'feed'))).toBe(expected)
  })

  it('refuses what is disputed also where unknown regions have a route', () => {
    expect(asked(moved('US-NY', 'DE', 'feed'), { unknown: 'us', otherwise: 'us' })).toBe(DISPUTED)
  })

  it("follows the operator's own word", () => {
    expect(asked(moved('US-NY', 'DE', 'operator'))).toBe('us')
  })
})

describe('a router by the home of the account', () => {
  const BY_HOME = { by: 'account.home', unknown: 'us' } as const
  const home = (code: string) => ({ 'account.home': observed(placeNamed(code), 'derived') })

  it.each([
    ['DE', 'eu'],
    ['US-CA', 'ca'],
    ['US', 'us'],
    ['GB', NONE],
  ])('leads %s to %s, wherever the client is', (code, expected) => {
    for (const place of [at('FR'), at('US-NY'), NOWHERE])
      expect(asked({ ...place, ...home(code) }, BY_HOME)).toBe(expected)
  })

  it('takes an account that nobody has named as unknown, wherever the client is', () => {
    for (const place of [at('DE'), at('GB'), NOWHERE])
      expect(asked({ ...place, 'account.home': absent('missing') }, BY_HOME)).toBe('us')
  })

  it('has nothing to do with lists that move the client', () => {
    const place = observed(placeNamed('US-NY'), 'feed')
    const edge = observed(placeNamed('DE'), 'edge')
    expect(asked({ place, 'place.edge': edge, ...home('FR') }, BY_HOME)).toBe('eu')
  })
})
