import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { verifyAssertion } from '../../src/verify/index.ts'
import { tableOf } from '../support/prefix-lists.ts'
import { claimsOf, type Echo } from '../support/responses.ts'
import { servedEdge } from './support/edge.ts'

const edge = servedEdge()

/** As curl asks: `Accept` is the wildcard, and redirects are not followed. */
function ask(path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${edge.url}${path}`, { headers, redirect: 'manual', ...init })
}

function from(address: string, cf?: string): Record<string, string> {
  return { 'Sim-Client-IP': address, ...(cf === undefined ? {} : { 'Sim-Cf': cf }) }
}

async function reasonOf(response: Response): Promise<string> {
  return ((await response.json()) as { reason: string }).reason
}

describe('with the shipped policy', () => {
  test.each([
    ['US home', '73.162.10.1', 'US', 'residential', 1800],
    ['US home over IPv6', '2601:640:8000::1', 'US', 'residential', 1800],
    ['Starlink in the US', '98.97.32.1', 'US', 'satellite', 1800],
    ['iCloud Private Relay in GB, whose list is not loaded', '172.224.226.1', 'GB', 'unknown', 600],
    ['WARP', '104.28.0.1', 'CA', 'unknown', 600],
    ['Fastly', '151.101.1.1', 'CA', 'unknown', 600],
    ['Kyiv', '82.193.96.1', 'UA', 'unknown', 600],
    ['Kyiv, by another provider', '176.36.1.1', 'UA', 'residential', 1800],
    ['Moscow', '188.32.1.1', 'RU', 'residential', 1800],
    ['Donetsk in Rostov oblast', '5.8.20.1', 'RU', 'unknown', 600],
  ])('%s (%s) gets 200, a session as long as it is sure, and an assertion that verifies', async (...row) => {
    const [, address, country, network, seconds] = row
    const response = await ask('/a/b?c=%41', from(address))
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    const [pair, ...attributes] = cookie.split('; ')
    expect(pair).toMatch(/^__Host-cordon=[\w-]+\.[\w-]+\.[\w-]+$/)
    // And the grace, in which it is renewed.
    expect(attributes).toEqual(['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax', `Max-Age=${seconds + 120}`])
    expect(response.headers.get('Cache-Control')).toBe('private')
    expect(response.headers.get('Cordon-Decision')).toMatch(/^[\w-]{22}$/)

    const echo = (await response.json()) as Echo
    const headers = new Headers(echo.headers)
    expect(headers.get('Cordon-Decision')).toBe(response.headers.get('Cordon-Decision'))
    expect([...headers.keys()].filter((name) => name.startsWith('sim-'))).toEqual([])
    const assertion = headers.get('Cordon-Assertion')
    const verified = await verifyAssertion(
      { method: 'GET', pathAndQuery: '/a/b?c=%41', assertion },
      { jwks: `${edge.url}/.cordon/jwks.json`, audience: edge.url },
    )
    expect(verified).toMatchObject({
      ok: true,
      claims: { verdict: 'allow', geo: { country }, net: { class: network } },
    })
  })

  test.each([
    ['China Unicom', '123.125.71.38', undefined, 451, 'place.restricted'],
    ['China Unicom over IPv6', '2408:8000::1', undefined, 451, 'place.restricted'],
    ['North Korea', '175.45.176.1', undefined, 451, 'place.restricted'],
    ['Iran', '5.160.1.1', undefined, 451, 'place.restricted'],
    ['AWS in Korea', '3.5.140.2', undefined, 403, 'network.hosting'],
    ['M247 in the US', '146.70.100.1', undefined, 403, 'network.hosting'],
    ['Tor', '73.162.10.1', '{"country":"T1"}', 403, 'network.tor'],
    ['Crimea', '82.193.96.1', '{"regionCode":"43"}', 451, 'place.restricted'],
    ['Simferopol, as the data have it', '5.3.41.1', undefined, 451, 'place.restricted'],
    ['a provider of Crimea, put in Moscow', '46.61.245.1', undefined, 451, 'place.restricted'],
    ['a provider of Crimea, put in Krasnodar', '2.59.51.1', undefined, 451, 'place.restricted'],
    ['Sevastopol, put in Kaluga oblast, and its provider', '185.71.80.1', undefined, 451, 'place.restricted'],
    ['Sevastopol, put there, by its name', '91.194.238.1', undefined, 451, 'place.restricted'],
    ['Donetsk oblast', '109.254.62.1', undefined, 451, 'place.restricted'],
    ['a provider of Donetsk, put in Rostov oblast', '31.133.48.1', undefined, 451, 'place.restricted'],
    ['Luhansk oblast', '46.118.49.1', undefined, 451, 'place.restricted'],
    [
      'Simferopol by its name',
      '82.193.96.1',
      '{"regionCode":null,"city":"Simferopol"}',
      451,
      'place.restricted',
    ],
    [
      'Simferopol by its name, said to be in Russia',
      '188.32.1.1',
      String.raw`{"regionCode":null,"city":"\u0421\u0438\u043c\u0444\u0435\u0440\u043e\u043f\u043e\u043b\u044c"}`,
      451,
      'place.restricted',
    ],
    ['an unknown place', '73.162.10.1', '{"country":null}', 403, 'place.unknown'],
    ['a Ukrainian address of no known region', '82.193.96.1', '{"regionCode":null}', 403, 'place.ambiguous'],
  ])('%s (%s %s) gets %i %s', async (_, address, cf, status, reason) => {
    const response = await ask('/', from(address, cf))
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Cordon-Decision')).toMatch(/^[\w-]{22}$/)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.has('Link')).toBe(status === 451)
    expect(await reasonOf(response)).toBe(reason)
  })

  test('the refusal of AWS in Korea does not name the country', async () => {
    expect(await (await ask('/', from('3.5.140.2'))).text()).not.toMatch(/KR|Korea|Seoul|Incheon/)
  })

  test('a browser is refused with a page', async () => {
    const response = await ask('/', { ...from('123.125.71.38'), Accept: 'text/html,*/*;q=0.8' })
    expect(response.status).toBe(451)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'nonce-/)
    expect(await response.text()).toContain('place.restricted')
  })

  test('without a header the client is a US home', async () => {
    expect((await ask('/')).status).toBe(200)
  })

  test.each([
    ['123.125.71.38', 451],
    ['3.5.140.2', 403],
    ['73.162.10.1', 200],
  ])('the cookie of a US home replayed from %s gets %i', async (address, status) => {
    const [cookie = ''] = (await ask('/', from('73.162.10.1'))).headers.getSetCookie()
    const replayed = await ask('/', { ...from(address), Cookie: cookie.split(';')[0] ?? '' })
    expect(replayed.status).toBe(status)
    expect(replayed.headers.getSetCookie()).toEqual([])
  })

  test('a token for an API client is good where it was issued, until its time is over', async () => {
    const post = await ask('/.cordon/session', { 'Sim-Now': '1793491200' }, { method: 'POST' })
    const { token, expires_at } = (await post.json()) as { token: string; expires_at: number }
    expect(expires_at).toBe(1_793_491_200 + 1800)
    const at = (seconds: number, address = '73.162.10.1') =>
      ask('/.cordon/session', { ...from(address), 'Cordon-Session': token, 'Sim-Now': `${seconds}` })
    expect((await at(expires_at - 1)).status).toBe(200)
    expect((await at(expires_at + 120)).status).toBe(200)
    expect(await reasonOf(await at(expires_at + 126))).toBe('session.expired')
    expect(await reasonOf(await at(expires_at - 1, '98.97.32.1'))).toBe('session.network_changed')
    expect(await reasonOf(await at(expires_at - 1, '82.193.96.1'))).toBe('session.place_changed')
  })

  test('the assertion has the clock of the request', async () => {
    const { headers } = (await (await ask('/clock', { 'Sim-Now': '1000000000' })).json()) as Echo
    const [, payload = ''] = (new Headers(headers).get('Cordon-Assertion') ?? '').split('.')
    const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      iat: number
      exp: number
    }
    expect([iat, exp]).toEqual([1_000_000_000, 1_000_000_060])
  })

  test('health is ok, and says what is served', async () => {
    const response = await ask('/.cordon/health', from('175.45.176.1'))
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      status: 'ok',
      revision: expect.stringMatching(/^[0-9a-f]{16}$/),
      policy: { live: null, standing: 'current', candidate: null, break_glass_until: null },
      tables: expect.stringMatching(/./),
      mode: 'enforce',
      lists: [],
      details: [],
    })
  })

  test('the records of all this name no token and no whole address', () => {
    const records = edge.logs
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { event: string })
    expect(new Set(records.map(({ event }) => event))).toEqual(new Set(['decision', 'admission']))
    const written = edge.logs.join('\n')
    expect(written).not.toMatch(/eyJ|73\.162\.10\.1\b|123\.125\.71\.38|3\.5\.140\.2|2601:640:8000::1/)
    expect(written).toContain('123.125.71.0/24')
  })
})

describe('Sim-* headers', () => {
  test.each([
    [{ 'Sim-Client-IP': 'localhost' }, 'Sim-Client-IP'],
    [{ 'Sim-Client-IP': '1.2.3.4, 5.6.7.8' }, 'Sim-Client-IP'],
    [{ 'Sim-Cf': '{"country":' }, 'Sim-Cf'],
    [{ 'Sim-Now': 'now' }, 'Sim-Now'],
    [{ 'Sim-Country': 'CN' }, 'sim-country'],
    [{ Sim_Cf: 'null' }, 'sim_cf'],
  ])('%j is 400, and the answer names the header', async (headers, name) => {
    const response = await ask('/', headers)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { detail: string }).detail).toContain(name)
  })

  test.each([
    'null',
    '5',
    '"US"',
    '[]',
    'true',
    '{"country":"us"}',
    '{"country":{}}',
    // What CF-IPCountry cannot hold.
    String.raw`{"country":"C\u0000N"}`,
    String.raw`{"country":"C\nN"}`,
    String.raw`{"country":"\u4e2d"}`,
  ])('Sim-Cf: %s never crashes the worker', async (cf) => {
    const response = await ask('/', { 'Sim-Cf': cf })
    expect(response.status).toBe(403)
    expect(await reasonOf(response)).toBe('place.unknown')
  })

  test.each([
    ['{"latitude":"north","longitude":"NaN"}', 200],
    ['{"asn":"7922"}', 200],
    ['{"asn":4294967296,"asOrganization":""}', 403],
    ['{"asn":null,"asOrganization":""}', 200],
    ['{"asn":16509}', 403],
    ['{"clientTcpRtt":0,"tlsVersion":5,"botManagement":"x","__proto__":{"country":"CN"}}', 200],
  ])('Sim-Cf: %s changes only what it names: %i', async (cf, status) => {
    expect((await ask('/', { 'Sim-Cf': cf })).status).toBe(status)
  })

  test.each([
    ['MF-CF-Blob', '{"country":"US","asn":7922}'],
    ['CF-Connecting-IP', '73.162.10.1'],
    ['CF-IPCountry', 'US'],
    ['X-Forwarded-For', '73.162.10.1'],
  ])('%s from a client chooses no place', async (name, value) => {
    expect((await ask('/', { ...from('175.45.176.1'), [name]: value })).status).toBe(451)
  })

  test('MF-CF-Blob takes nobody out of the US either', async () => {
    expect((await ask('/', { 'MF-CF-Blob': '{"country":"KP"}' })).status).toBe(200)
  })
})

describe('with lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-lists-'))
  const prefixTable = join(folder, 'lists.bin')
  writeFileSync(
    prefixTable,
    tableOf(
      { class: 'privacy_relay', movesPlace: true, prefixes: [['172.224.226.0/27', 'FR-IDF']] },
      { class: 'tor', prefixes: ['73.162.10.7/32', '2601:640:8000::7/128'] },
      { class: 'hosting', prefixes: ['82.193.96.0/24'] },
    ),
  )
  const listed = servedEdge(() => ({ prefixTable }))
  afterAll(() => rmSync(folder, { recursive: true }))
  const askListed = (address: string) => fetch(`${listed.url}/`, { headers: from(address) })

  test.each([
    ['a Tor exit in the network of homes', '73.162.10.7', 'network.tor'],
    ['the same over IPv6', '2601:640:8000::7', 'network.tor'],
    ['a server in a network that nobody lists', '82.193.96.1', 'network.hosting'],
  ])('%s (%s) gets 403 %s', async (_, address, reason) => {
    const response = await askListed(address)
    expect(response.status).toBe(403)
    expect(await reasonOf(response)).toBe(reason)
  })

  test.each([
    ['its neighbour', '73.162.10.8', 'US', 'residential'],
    ['Private Relay, in the country that its list names', '172.224.226.1', 'FR', 'privacy_relay'],
    ['the carrier beside the relay', '172.224.226.32', 'GB', 'unknown'],
  ])('%s (%s) gets 200 in %s as %s', async (_, address, country, network) => {
    const response = await askListed(address)
    expect(response.status).toBe(200)
    const { headers } = (await response.json()) as Echo
    expect(claimsOf(new Headers(headers).get('Cordon-Assertion') ?? '')).toMatchObject({
      geo: { country },
      net: { class: network },
    })
  })

  test('health says which, and when they were of', async () => {
    const health = (await (await fetch(`${listed.url}/.cordon/health`)).json()) as { lists: object[] }
    expect(health.lists).toMatchObject([
      { id: 'privacy_relay' },
      { id: 'tor', prefixes: 2 },
      { id: 'hosting' },
    ])
  })
})

describe('with the policy ai-api', () => {
  const api = servedEdge(() => ({ environment: 'ai-api' }))
  const cloud = { 'Sim-Client-IP': '3.5.140.2', Authorization: 'Bearer sk-1' }
  const verdictOf = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${api.url}${path}`, { headers })
    expect(response.status).toBe(200)
    const [, payload = ''] = (
      new Headers(((await response.json()) as Echo).headers).get('Cordon-Assertion') ?? ''
    ).split('.')
    return JSON.parse(Buffer.from(payload, 'base64url').toString()).verdict
  }

  test('a cloud may call the API: `limit` at first, `allow` once the origin accepted its key', async () => {
    expect(await verdictOf('/v1/chat', { 'Sim-Client-IP': '3.5.140.2' })).toBe('limit')
    expect(await verdictOf('/v1/chat', cloud)).toBe('limit')
    expect(await verdictOf('/v1/chat', cloud)).toBe('allow')
    expect(await verdictOf('/v1/chat', { ...cloud, Authorization: 'Bearer sk-2' })).toBe('limit')
  })

  test.each(['/signup', '/signup/x', '/billing/', '/keys/new', '/KEYS/new', '/'])(
    'a cloud gets 403 for %s',
    async (path) => {
      const response = await fetch(`${api.url}${path}`, { headers: cloud })
      expect(response.status).toBe(403)
      expect(await reasonOf(response)).toBe('network.hosting')
    },
  )

  test('a restricted place is refused on the API too', async () => {
    expect(
      (await fetch(`${api.url}/v1/chat`, { headers: { 'Sim-Client-IP': '123.125.71.38' } })).status,
    ).toBe(451)
  })
})
