import { env } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { en } from '../../src/texts/locales/en.ts'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { HOME_CF, later, type SendInit, type TestGate, testGate } from '../support/gate.ts'
import { claimsOf, refusalOf } from '../support/responses.ts'
import { carryOut, ownState } from './isolates.ts'

const WHOAMI = '/.cordon/whoami'
const ALLOWED = 30
const FROM_NORTH_KOREA = { cf: CLIENTS.northKorea }
const PAGE = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' }

type Told = Record<string, unknown> & { verdict: Record<string, unknown>; session: Record<string, unknown> }

async function ask(gate: TestGate, query = '', init: SendInit = {}): Promise<Told> {
  const response = await gate.send(`${WHOAMI}${query}`, init)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  return response.json<Told>()
}

const about = (path: string, method?: string) =>
  `?${new URLSearchParams({ resource: path, ...(method === undefined ? {} : { method }) })}`

describe('GET /.cordon/whoami', () => {
  test('tells an ordinary client what is seen of it, and that it is let in', async () => {
    const gate = testGate()
    const response = await gate.send(WHOAMI)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Vary')).toBe('Accept, Accept-Language')
    expect(response.headers.get('Content-Language')).toBe('en')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toEqual({
      address: '73.162.10.1',
      place: {
        country: 'US',
        region: 'US-CA',
        name: 'United States (US-CA)',
        city: 'Fairfield',
        continent: 'NA',
        time_zone: 'America/Los_Angeles',
      },
      network: {
        asn: 7922,
        organization: 'Comcast Cable Communications, LLC',
        class: 'residential',
      },
      relay: false,
      tls: { version: 'TLSv1.3', cipher: 'AEAD-AES128-GCM-SHA256' },
      http: 'HTTP/2',
      rtt_ms: 24,
      colo: 'SJC',
      session: { status: 'none' },
      identity: 'none',
      verdict: {
        resource: '/',
        method: 'GET',
        tier: 'controlled',
        verdict: 'allow',
        acr: 'substantial',
        tier_max: 'controlled',
        mode: 'enforce',
      },
    })
  })

  test('answers whoever is refused, with what the refusal says', async () => {
    const gate = testGate()
    const refused = await refusalOf(await gate.send('/', FROM_NORTH_KOREA), 451, 'place.restricted')
    const { title, detail, reason, observed, retryable, support } = refused
    const { verdict, place } = await ask(gate, '', FROM_NORTH_KOREA)
    expect(place).toMatchObject({ country: 'KP' })
    expect(verdict).toEqual({
      resource: '/',
      method: 'GET',
      tier: 'controlled',
      verdict: 'deny',
      acr: expect.any(String),
      mode: 'enforce',
      status: 451,
      legal_basis: ['A law'],
      // Nothing was refused, so there is no reference to give to support.
      next_steps: [],
      ...{ title, detail, reason, observed, retryable, support },
    })
  })

  test('is neither forwarded nor recorded, and reads nothing of Control but the copy each isolate keeps', async () => {
    const state = ownState()
    const gate = testGate(state.vars)
    for (let count = 0; count < 5; count++) await ask(gate, about('/api/x', 'POST'), FROM_NORTH_KOREA)
    expect(gate.seen).toEqual([])
    expect(gate.records).toEqual([])
    expect(state.seen).toEqual({ reads: 1, changes: 0, uses: 0, documents: 0 })
  })

  test.each(['monitor', 'notice'])('says in %s that the verdict is not enforced', async (mode) => {
    const noticeFrom = mode === 'notice' ? { NOTICE_FROM: '2027-01-01' } : {}
    const { verdict } = await ask(testGate({ MODE: mode, ...noticeFrom }), '', FROM_NORTH_KOREA)
    expect(verdict).toMatchObject({ verdict: 'deny', mode, status: 451, reason: 'place.restricted' })
  })

  test('does not tell that the glass is broken, but whether this client would be refused', async () => {
    const gate = testGate(ownState().vars)
    await carryOut(gate, { action: 'break_glass', seconds: 600 })
    const modeFor = async (cf: unknown) => (await ask(gate, '', { cf })).verdict.mode
    expect(await modeFor(CLIENTS.northKorea)).toBe('enforce')
    expect(await modeFor(CLIENTS.cloud)).toBe('monitor')
  })

  test.each([
    ['terse', {}],
    ['standard', { 'network.class': 'hosting' }],
  ])('discloses no more than REFUSAL_DETAIL = %s does', async (level, observed) => {
    const gate = testGate({ REFUSAL_DETAIL: { controlled: level } })
    const { verdict } = await ask(gate, '', { cf: CLIENTS.cloud })
    expect(verdict).toMatchObject({ reason: 'network.hosting', observed })
    expect(verdict).not.toHaveProperty('rules')
    if (level === 'terse') expect(verdict.observed).toEqual({})
  })

  test('does not tell by which network a client comes where no refusal does', async () => {
    const REFUSAL_DETAIL = { open: 'terse', standard: 'terse', controlled: 'terse' }
    const gate = testGate({ REFUSAL_DETAIL })
    for (const cf of [CLIENTS.home, CLIENTS.cloud, CLIENTS.privateRelay]) {
      const told = await ask(gate, about('/api/x'), { cf })
      expect(told).not.toHaveProperty('network')
      expect(told).not.toHaveProperty('relay')
      expect(JSON.stringify(told)).not.toMatch(/residential|Comcast|Amazon|Akamai|"asn"/)
      expect(told).toMatchObject({ address: '73.162.10.1', place: { country: cf.country } })
    }
    expect(await ask(testGate({ REFUSAL_DETAIL: { ...REFUSAL_DETAIL, open: 'standard' } }))).toHaveProperty(
      'network',
    )
  })

  test('is off where the operator says so', async () => {
    const gate = testGate({ WHOAMI: 'off' })
    for (const method of ['GET', 'HEAD', 'POST'])
      expect((await gate.send(WHOAMI, { method })).status).toBe(404)
    expect(gate.seen).toEqual([])
  })

  test('answers HEAD as GET, without content, and nothing else', async () => {
    const gate = testGate()
    const head = await gate.send(WHOAMI, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    for (const method of ['POST', 'DELETE', 'PUT']) {
      const response = await gate.send(WHOAMI, { method })
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD'])
    }
    expect((await gate.send(`${WHOAMI}/`)).status).toBe(404)
  })

  test('leaves out what is not known, and answers a connection of which nothing is', async () => {
    const told = await ask(testGate(), '', { cf: null, address: null })
    expect(Object.keys(told).sort()).toEqual(['identity', 'session', 'verdict'])
    expect(told.verdict).toMatchObject({ verdict: 'deny', reason: 'place.unknown' })
  })
})

describe('the resource asked about', () => {
  test.each([
    ['/pub/a', 'open'],
    ['/api/x', 'standard'],
    ['/api/x?token=secret', 'standard'],
    ['/else', 'controlled'],
  ])('%s is decided as a request for it: %s', async (path, tier) => {
    const { verdict } = await ask(testGate(), about(path))
    expect(verdict).toMatchObject({ resource: path.split('?')[0], tier, verdict: 'allow' })
  })

  test('is decided by its method and the headers of the asking request', async () => {
    const resources = [
      { id: 'reading', tier: 'open', path: '/docs/*', method: ['GET'] },
      { id: 'beta', tier: 'open', path: '/beta', header: { name: 'X-Beta', value: 'yes' } },
    ]
    const gate = testGate({ POLICY: { default: 'allow', resources } })
    const tierOf = async (query: string, headers = {}) => (await ask(gate, query, { headers })).verdict.tier
    expect(await tierOf(about('/docs/a'))).toBe('open')
    expect(await tierOf(about('/docs/a', 'POST'))).toBe('controlled')
    expect(await tierOf(about('/beta'))).toBe('controlled')
    expect(await tierOf(about('/beta'), { 'X-Beta': 'yes' })).toBe('open')
  })

  test.each([
    ['no path', 'v1/messages'],
    ['a URL', 'https://evil.test/'],
    ['an authority', '//evil.test/'],
    ['more of a host name', '.evil.test/'],
    ['credentials for another host', '@evil.test/'],
    ['a port', ':8443/'],
    ['nothing', ''],
    ['a backslash', '/\\evil.test'],
    ['dot segments', '/api/../pay'],
    ['escaped dot segments', '/api/%2e%2e/pay'],
    ['an escaped slash', '/api%2fpay'],
    ['a fragment', '/api#x'],
    ['a line break', '/api\r\nX: y'],
    ['more than any path has', `/${'a'.repeat(9_000)}`],
  ])('is refused as an ambiguous path where it is %s', async (_, path) => {
    await refusalOf(await testGate().send(`${WHOAMI}${about(path)}`), 400, 'request.path')
  })

  test('may hold what a browser would have escaped itself', async () => {
    const { verdict } = await ask(testGate(), about('/api/ü x'))
    expect(verdict).toMatchObject({ resource: '/api/%C3%BC%20x', verdict: 'allow', tier: 'standard' })
  })

  test('is refused where it is named twice, or by a method that does not pass', async () => {
    const gate = testGate()
    const send = (query: string) => gate.send(`${WHOAMI}${query}`)
    await refusalOf(await send('?resource=/pub/a&resource=/pay'), 400, 'request.path')
    await refusalOf(await send('?method=GET&method=POST'), 400, 'request.method')
    for (const method of ['TRACE', 'get', '', 'GET\r\n'])
      await refusalOf(await send(about('/', method)), 400, 'request.method')
  })

  test.each([
    '/.cordon/whoami',
    '/.cordon',
    '/.cordon/session',
    '/.cordon/session/',
    '/.cordon/admin/state',
    '/.CORDON/session',
    '/%2ecordon/session',
  ])('is 404 for %s, which no policy decides about', async (path) => {
    expect((await testGate().send(`${WHOAMI}${about(path)}`)).status).toBe(404)
  })

  test('that depends on the body is answered for one that nobody has read', async () => {
    const resources = [
      {
        id: 'mini',
        tier: 'standard',
        path: '/v1/*',
        method: 'POST',
        body: { pointer: '/model', values: ['mini'] },
      },
    ]
    const gate = testGate({ POLICY: { default: 'allow', resources } })
    expect((await ask(gate, about('/v1/x', 'POST'))).verdict).toMatchObject({
      body: 'not_read',
      tier: 'controlled',
      tier_max: 'controlled',
    })
    expect((await ask(gate, about('/v1/x', 'GET'))).verdict).not.toHaveProperty('body')
  })

  test('says where a session is missing, and where each request needs a proof', async () => {
    const resources = [{ id: 'pay', tier: 'controlled', path: '/pay', session: 'required', replay: 'strict' }]
    const gate = testGate({ POLICY: { default: 'allow', resources }, ...ownState().vars })
    expect((await ask(gate, about('/pay'))).verdict).toMatchObject({
      verdict: 'deny',
      status: 401,
      reason: 'session.required',
      proof: 'single_use',
    })
    const token = await tokenFor(gate)
    expect((await ask(gate, about('/pay'), inHeader(token))).verdict).toMatchObject({
      verdict: 'deny',
      reason: 'session.proof',
      title: en.stories.session_unbound.title.text,
      proof: 'single_use',
    })
  })

  test('is refused where no origin serves the region, in any mode', async () => {
    const routes = {
      by: 'place',
      routes: [{ id: 'eu', regions: ['DE'], url: 'https://eu.test', audience: 'https://eu.test' }],
      unknown: 'refuse',
      otherwise: 'refuse',
    }
    const gate = testGate({ ORIGIN: undefined, ORIGIN_ROUTES: routes, MODE: 'monitor' })
    expect((await ask(gate)).verdict).toMatchObject({
      verdict: 'deny',
      mode: 'enforce',
      status: 403,
      reason: 'place.not_served',
    })
  })
})

describe('what is in force', () => {
  test.each(['throws', 'never'] as const)('may be unknown: Control %s', async (manner) => {
    const state = ownState()
    state.manner.control = manner
    const told = await ask(testGate(state.vars))
    expect(told).not.toHaveProperty('verdict')
    expect(told).toMatchObject({
      address: '73.162.10.1',
      no_verdict: { reason: 'service.stale', status: 503, next_steps: [expect.any(String)] },
    })
  })

  test('may have no key to sign with', async () => {
    const told = await ask(testGate({ SIGNING_KEYS: undefined }))
    expect(told.no_verdict).toMatchObject({ reason: 'service.no_key', status: 503 })
  })

  test('is 503 while the configuration is broken', async () => {
    await refusalOf(
      await testGate({ RESTRICTED_REGIONS: undefined }).send(WHOAMI),
      503,
      'service.misconfigured',
    )
  })
})

describe('the session', () => {
  test.each([
    ['header', inHeader],
    ['cookie', inCookie],
  ])('is told as /.cordon/session tells it, and never the token: %s', async (_, carried) => {
    const gate = testGate()
    const token = await tokenFor(gate)
    const init = { headers: { ...carried(token).headers, Authorization: 'Bearer sk-live-0123456789' } }
    const own = await (await gate.send('/.cordon/session', init)).json<Record<string, unknown>>()
    const response = await gate.send(WHOAMI, init)
    const text = await response.text()
    expect(JSON.parse(text).session).toEqual({ status: 'valid', ...own })
    for (const secret of [token, ...token.split('.').slice(1), 'sk-live', String(claimsOf(token).jti)])
      expect(text).not.toContain(secret)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test.each<[string, SendInit, number]>([
    ['none', {}, 0],
    ['place_changed', { cf: CLIENTS.canada }, 0],
    ['network_changed', { cf: CLIENTS.starlink }, 0],
    ['expired', {}, 86_400],
  ])('%s is told as no more than that', async (status, client, seconds) => {
    const gate = testGate()
    const token = await tokenFor(gate)
    gate.at = later(seconds)
    const { session } = await ask(gate, '', { ...client, ...(status === 'none' ? {} : inHeader(token)) })
    expect(session).toEqual({ status })
  })

  test('ended is told as revoked', async () => {
    const gate = testGate(ownState().vars)
    const token = await tokenFor(gate)
    await gate.send('/.cordon/session', { method: 'DELETE', ...inHeader(token) })
    expect((await ask(gate, '', inHeader(token))).session).toEqual({ status: 'revoked' })
  })
})

describe('asking more than 30 times a minute', () => {
  async function expectLimited(gate: TestGate, init: SendInit = {}): Promise<void> {
    const response = await gate.send(WHOAMI, init)
    expect(response.headers.get('Retry-After')).toBe('60')
    await refusalOf(response, 429, 'request.rate')
  }

  async function exhaust(gate: TestGate): Promise<void> {
    for (let count = 0; count < ALLOWED; count++) expect((await gate.send(WHOAMI)).status).toBe(200)
    await expectLimited(gate)
  }

  test('from one network is 429, wrong questions counted in, and another network goes on', async () => {
    const gate = testGate()
    for (let count = 0; count < ALLOWED; count++)
      await gate.send(`${WHOAMI}${about(count % 2 === 0 ? '/' : '//')}`)
    await expectLimited(gate, { address: '73.162.10.200' })
    for (const address of ['73.162.11.1', '2601:640:8000::1', null]) await ask(gate, '', { address })
    expect((await gate.send('/')).status).toBe(200)
    gate.at = later(60)
    await ask(gate)
  })

  test.each<[string, unknown]>([
    ['throws', () => Promise.reject(new Error('down'))],
    ['answers nothing', async () => undefined],
  ])('is counted in the isolate where the binding %s', async (_, limit) => {
    await exhaust(testGate({ PUBLIC_LIMIT: { limit } }))
  })

  test('is what the binding says, by network', async () => {
    const keys: string[] = []
    const limit = async ({ key }: { key: string }) => ({ success: keys.push(key) < 3 })
    const gate = testGate({ PUBLIC_LIMIT: { limit } })
    await ask(gate)
    await ask(gate, '', { address: '73.162.10.2' })
    await expectLimited(gate)
    expect(new Set(keys)).toEqual(new Set([`whoami:4/${(73 << 16) | (162 << 8) | 10}`]))
  })

  test("works with the platform's own binding", async () => {
    const { PUBLIC_LIMIT } = env as unknown as { PUBLIC_LIMIT: unknown }
    expect(PUBLIC_LIMIT).toBeDefined()
    const gate = testGate({ PUBLIC_LIMIT })
    const statuses = []
    // The platform's minutes begin when they will: at most one of them begins anew meanwhile.
    for (let count = 0; count <= 2 * ALLOWED; count++) statuses.push((await gate.send(WHOAMI)).status)
    expect(statuses[0]).toBe(200)
    expect(statuses).toContain(429)
    expect((await gate.send(WHOAMI, { address: '73.162.11.1' })).status).toBe(200)
  })
})

describe('the page', () => {
  async function page(headers: Record<string, string>, init: SendInit = {}): Promise<string> {
    const response = await testGate().send(WHOAMI, { headers: { ...PAGE, ...headers }, ...init })
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    return response.text()
  }

  test('is in the language that the client wants, from right to left where it is written so', async () => {
    const html = await page({ 'Accept-Language': 'ar-EG,en;q=0.5' }, FROM_NORTH_KOREA)
    expect(html).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/)
    expect(html).toContain('كوريا الشمالية')
    expect(new TextEncoder().encode(html).length).toBeLessThan(15_000)
  })

  test('escapes whatever registries and the client write', async () => {
    const hostile = '<script>alert(1)</script>"\'><img src=x>'
    const cf = { ...HOME_CF, asOrganization: hostile, city: hostile, tlsCipher: hostile, region: hostile }
    const html = await page({}, { cf })
    expect(html).toContain('&lt;script&gt;alert(1)')
    expect(html).not.toMatch(/<script|<img/)
    const response = await testGate().send(`${WHOAMI}${about('/api/"<i>&lt;')}`, { headers: PAGE })
    expect(await response.text()).not.toContain('<i>')
  })

  test('tells a person what a person is told', async () => {
    const told = await ask(testGate(), '', { cf: CLIENTS.usCloud })
    const html = await page({}, { cf: CLIENTS.usCloud })
    expect(html).not.toContain(String(told.verdict.title))
    expect(html).toContain('network.hosting')
  })
})
