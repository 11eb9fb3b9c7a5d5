import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../support/clients.ts'
import { HOME_CF, testGate } from '../support/gate.ts'
import { onlyDecision } from '../support/records.ts'
import { DECISION_ID, refusalOf } from '../support/responses.ts'

const PAGE = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('the gate decides by place and network', () => {
  test.each([
    ['a US home', CLIENTS.home, 'residential'],
    ['Starlink', CLIENTS.starlink, 'satellite'],
    ['iCloud Private Relay', CLIENTS.privateRelay, 'unknown'],
    ['Kyiv, while only Crimea is listed', CLIENTS.kyiv, 'mobile'],
  ])('lets %s in, and says so in the record', async (_, cf, network) => {
    const gate = testGate()
    const response = await gate.send('/', { cf })
    expect(response.status).toBe(200)
    expect(gate.seen).toHaveLength(1)
    expect(onlyDecision(gate.records)).toMatchObject({
      verdict: 'allow',
      action: 'pass',
      status: 200,
      network,
    })
  })

  test.each([
    ['a place with a legal basis', CLIENTS.northKorea, 451, 'place.restricted', { place: 'KP' }],
    ['a region with a legal basis', CLIENTS.crimea, 451, 'place.restricted', { place: 'UA-43' }],
    ['a place without a legal basis', CLIENTS.cuba, 403, 'place.restricted', { place: 'CU-03' }],
    ['a cloud', CLIENTS.cloud, 403, 'network.hosting', { 'network.class': 'hosting' }],
    ['a VPN host', { ...HOME_CF, asn: 9009, asOrganization: 'M247 Europe SRL' }, 403, 'network.hosting', {}],
    ['Tor', CLIENTS.tor, 403, 'network.tor', { 'network.class': 'tor' }],
    ['a country of which only a part is listed', CLIENTS.ukraine, 403, 'place.ambiguous', { place: 'UA' }],
    ['no place', CLIENTS.nowhere, 403, 'place.unknown', { 'place.state': 'missing' }],
    ['no data (XX)', { ...HOME_CF, country: 'XX' }, 403, 'place.unknown', { 'place.state': 'no_data' }],
  ])('refuses %s before the origin hears of it', async (_, cf, status, reason, observed) => {
    const gate = testGate()
    const problem = await refusalOf(await gate.send('/', { cf }), status, reason)
    expect(problem.observed).toMatchObject(observed)
    expect(gate.seen).toEqual([])
    const record = onlyDecision(gate.records)
    expect(record).toMatchObject({ action: 'refuse', status, decision: problem.decision })
    expect(record.reasons[0]).toBe(reason)
  })

  test('a numeric region of another length than the listed ones may be any of them', async () => {
    const gate = testGate({ RESTRICTED_REGIONS: ['UA-09', 'UA-43'] })
    const sendFrom = (regionCode: string) => gate.send('/', { cf: { ...CLIENTS.kyiv, regionCode } })
    for (const unclear of ['9', '4', '009']) await refusalOf(await sendFrom(unclear), 403, 'place.ambiguous')
    for (const listed of ['09', '43']) await refusalOf(await sendFrom(listed), 403, 'place.restricted')
    expect(gate.seen).toEqual([])
    expect((await sendFrom('30')).status).toBe(200)
  })

  test.each([
    ['is in force', { from: '2020-01-01' }, 451],
    ['has yet to begin', { from: '2026-11-02' }, 403],
    ['has ended', { from: '2020-01-01', to: '2026-10-31' }, 403],
    ['ends this very moment', { from: '2020-01-01', to: '2026-11-01' }, 403],
  ])('refuses a place whose legal basis %s (%j) with %3$i', async (_, dates, status) => {
    const basis = { law: 'A law', owner: 'compliance', ...dates }
    for (const vars of [
      { RESTRICTED_REGIONS: [{ id: 'embargo', regions: ['KP'], reason: 'Embargo', basis }] },
      {
        RESTRICTED_REGIONS: [],
        POLICY: {
          default: 'allow',
          rules: [{ id: 'embargo', effect: 'deny', when: { signal: 'place', is: 'KP' }, basis }],
        },
      },
    ]) {
      const gate = testGate(vars)
      const response = await gate.send('/', { cf: CLIENTS.northKorea })
      expect(response.headers.has('Link')).toBe(status === 451)
      await refusalOf(response, status, 'place.restricted')
      expect(gate.seen).toEqual([])
    }
    const gate = testGate({
      RESTRICTED_REGIONS: [],
      ALLOWED_REGIONS: [{ id: 'home', regions: ['US'], reason: 'Licence', basis }],
    })
    await refusalOf(await gate.send('/', { cf: CLIENTS.canada }), status, 'place.not_allowed')
    expect((await gate.send('/')).status).toBe(200)
  })

  test.each([
    ['by its header', { headers: { 'CF-Worker': 'somebody.example' } }],
    ['by an unreadable header', { headers: { 'CF-Worker': '\u00e9 \u00e9' } }],
    ['by the address all Workers share', { address: '2a06:98c0:3600::103' }],
  ])("refuses what comes through somebody's Worker, told %s", async (_, init) => {
    const gate = testGate()
    await refusalOf(await gate.send('/', init), 403, 'network.edge_worker')
    expect(gate.seen).toEqual([])
  })

  test.each([
    ['CF-IPCountry', 'US'],
    ['X-Forwarded-For', '73.162.10.1'],
    ['MF-CF-Blob', '{"country":"US"}'],
    ['Cordon-Country', 'US'],
  ])('does not believe a country that the header %s claims', async (name, value) => {
    const gate = testGate()
    await refusalOf(
      await gate.send('/', { cf: CLIENTS.northKorea, headers: { [name]: value } }),
      451,
      'place.restricted',
    )
    expect(gate.seen).toEqual([])
  })

  test('a refusal for the network does not tell the country', async () => {
    const response = await testGate().send('/', { cf: CLIENTS.cloud })
    // The random name of the decision may hold any two letters.
    const { decision: _, ...told } = await response.json<Record<string, unknown>>()
    expect(JSON.stringify(told)).not.toMatch(/KR|Korea|"place"/)
  })

  test('only the listed states pass where ALLOWED_REGIONS is set', async () => {
    const gate = testGate({ ALLOWED_REGIONS: ['US-NV', 'US-NJ'] })
    expect((await gate.send('/', { cf: { ...HOME_CF, regionCode: 'NV' } })).status).toBe(200)
    await refusalOf(await gate.send('/'), 403, 'place.not_allowed')
    await refusalOf(await gate.send('/', { cf: CLIENTS.canada }), 403, 'place.not_allowed')
    expect(gate.seen).toHaveLength(1)
  })

  test("the operator's own networks are let in from a cloud, and not from a restricted place", async () => {
    const gate = testGate({ ALLOWED_NETWORKS: ['AS16509', '203.0.113.0/24'] })
    expect((await gate.send('/', { cf: CLIENTS.cloud })).status).toBe(200)
    const listed = { cf: CLIENTS.northKorea, address: '203.0.113.7' }
    await refusalOf(await gate.send('/', listed), 451, 'place.restricted')
    expect(gate.seen).toHaveLength(1)
  })
})

describe('a refusal', () => {
  test('has every member of the contract, and a type that leads to its explanation', async () => {
    const gate = testGate()
    const problem = await refusalOf(await gate.send('/', { cf: CLIENTS.tor }), 403, 'network.tor')
    expect(problem).toEqual({
      type: 'https://gate.test/.cordon/problems/network.tor',
      title: expect.any(String),
      status: 403,
      detail: expect.any(String),
      reason: 'network.tor',
      observed: {
        'network.class': 'tor',
        'place.state': 'tor',
        'network.organization': expect.any(String),
        'network.asn': expect.any(Number),
      },
      decision: expect.stringMatching(DECISION_ID),
      retryable: true,
      next_steps: [expect.any(String)],
      support: 'https://gate.test/support',
    })
    const explained = await gate.send(new URL(problem.type).pathname, { cf: CLIENTS.tor })
    expect(await explained.json()).toMatchObject({
      type: problem.type,
      stories: [{ title: problem.title, detail: problem.detail }],
    })
  })

  test('for legal reasons names who blocks; others name nobody', async () => {
    const gate = testGate({ BLOCKED_BY_URI: 'https://gate.test/who' })
    const legal = await gate.send('/', { cf: CLIENTS.northKorea })
    expect(legal.headers.get('Link')).toBe('<https://gate.test/who>; rel="blocked-by"')
    for (const cf of [CLIENTS.cuba, CLIENTS.cloud])
      expect((await gate.send('/', { cf })).headers.get('Link')).toBeNull()
  })

  test.each([
    ['text/html', 'text/html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['TEXT/HTML;q=0.3, application/json;q=0.2', 'text/html'],
    ['*/*', 'application/problem+json'],
    ['text/*', 'application/problem+json'],
    ['application/json', 'application/problem+json'],
    ['application/json, text/html;q=0.5', 'application/problem+json'],
    ['text/html;q=0', 'application/problem+json'],
    ['text/htmlx', 'application/problem+json'],
  ])('answers Accept: %s in %s', async (accept, type) => {
    const response = await testGate().send('/', { cf: CLIENTS.cloud, headers: { Accept: accept } })
    expect(response.status).toBe(403)
    expect(response.headers.get('Content-Type')).toContain(type)
    expect(response.headers.get('Vary')).toBe('Accept, Accept-Language')
  })

  test('without Accept is problem details', async () => {
    await refusalOf(await testGate().send('/', { cf: CLIENTS.cloud }), 403, 'network.hosting')
  })

  test('as a page runs nothing: a policy with a nonce of its own for every answer', async () => {
    const gate = testGate()
    const nonces = new Set<string>()
    for (let index = 0; index < 2; index++) {
      const response = await gate.send('/', { cf: CLIENTS.northKorea, headers: PAGE })
      const csp = response.headers.get('Content-Security-Policy') ?? ''
      const nonce = /style-src 'nonce-([A-Za-z0-9_-]{22})'/.exec(csp)?.[1] ?? 'none'
      nonces.add(nonce)
      expect(csp).toContain("default-src 'none'")
      expect(csp).toContain("frame-ancestors 'none'")
      const page = await response.text()
      expect(page).toMatch(/^<!doctype html><html lang="en" dir="ltr">/)
      expect(page).toContain(`<style nonce="${nonce}">`)
      expect(page).not.toMatch(/<script|style="|\son\w+=/)
      expect(page).toContain(response.headers.get('Cordon-Decision'))
      expect(page).toContain('place.restricted')
      expect(page).toContain('href="https://gate.test/support"')
      expect(response.headers.get('Cache-Control')).toBe('no-store')
    }
    expect(nonces.size).toBe(2)
  })

  test('of HEAD has the headers of GET, and no content', async () => {
    const gate = testGate()
    const response = await gate.send('/', { cf: CLIENTS.northKorea, method: 'HEAD' })
    expect(response.status).toBe(451)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(await response.text()).toBe('')
    expect(gate.seen).toEqual([])
    expect(onlyDecision(gate.records).method).toBe('HEAD')
  })
})

describe('a name for every decision', () => {
  const broken = { MODE: 'sometimes' }
  test.each([
    [200, {}, '/', {}],
    [400, {}, '//', {}],
    [403, {}, '/', { cf: CLIENTS.cloud }],
    [401, {}, '/.cordon/session', {}],
    [404, {}, '/.cordon/nothing', {}],
    [404, {}, '/.CORDON/jwks.json', {}],
    [405, {}, '/.cordon/jwks.json', { method: 'POST' }],
    [405, {}, '/.cordon/health', { method: 'POST' }],
    [200, {}, '/.cordon/health', {}],
    [200, {}, '/.cordon/jwks.json', {}],
    [200, {}, '/.cordon/problems', {}],
    [503, broken, '/', {}],
    [503, broken, '/.cordon/health', {}],
    [503, { SIGNING_KEYS: undefined }, '/', {}],
  ])('a %i says it in Cordon-Decision (%j %s %j)', async (status, vars, path, init) => {
    const response = await testGate(vars).send(path, init)
    expect(response.status).toBe(status)
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
  })

  test('is another for each request, and the same in answer, record and origin', async () => {
    const gate = testGate()
    const ids = new Set<string | null>()
    for (let index = 0; index < 5; index++) ids.add((await gate.send('/')).headers.get('Cordon-Decision'))
    expect(ids.size).toBe(5)
    expect(gate.seen.map(({ headers }) => headers.get('Cordon-Decision'))).toEqual([...ids])
    expect(gate.records.flatMap((record) => (record.event === 'decision' ? [record.decision] : []))).toEqual([
      ...ids,
    ])
  })

  test("is never the origin's or the client's own", async () => {
    const claimed = 'AAAAAAAAAAAAAAAAAAAAAA'
    const gate = testGate({}, () => new Response('', { headers: { 'Cordon-Decision': claimed } }))
    const response = await gate.send('/', { headers: { 'Cordon-Decision': claimed } })
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(response.headers.get('Cordon-Decision')).not.toBe(claimed)
    expect(gate.seen[0]?.headers.get('Cordon-Decision')).toBe(response.headers.get('Cordon-Decision'))
  })
})
