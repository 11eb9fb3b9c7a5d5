import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { decisions as decideApp } from '../../src/app.ts'
import { inFrontOf } from '../../src/deps.ts'
import { CLIENTS, inHeader, tokenFor } from '../support/clients.ts'
import { HOME_CF, type SendInit, testGate } from '../support/gate.ts'
import { assertedTo } from '../support/origin-side.ts'
import { type MadeUpList, tableOf } from '../support/prefix-lists.ts'
import { decisions, onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'

const EU = { id: 'eu', regions: ['group:eu'], url: 'https://eu.origin.test', audience: 'origin-eu' }
const US = { id: 'us', regions: ['US'], url: 'http://us.origin.test:8080', audience: 'origin-us' }
const MAP = { by: 'place', routes: [EU, US], unknown: 'refuse', otherwise: 'refuse' }

const german = { ...HOME_CF, country: 'DE', regionCode: 'BY', continent: 'EU', asn: 3320 }
const fromGermany: SendInit = { cf: german }

type Answer = (request: Request) => Response | Promise<Response>
const origins: { seen: Request[]; answer: Answer } = { seen: [], answer: () => new Response('') }

beforeEach(() => {
  origins.seen = []
  origins.answer = () => new Response('')
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    origins.seen.push(request)
    return origins.answer(request)
  })
})
afterEach(() => vi.restoreAllMocks())

/** A gate before these origins, and no other one. */
function routedGate(routes: unknown = MAP, vars: Record<string, unknown> = {}, ...lists: MadeUpList[]) {
  const options = lists.length === 0 ? {} : { prefixTable: tableOf(...lists) }
  return testGate({ ORIGIN: undefined, ORIGIN_ROUTES: routes, ...vars }, undefined, undefined, options)
}

function askedOnly(): Request {
  const [request, ...others] = origins.seen
  if (request === undefined || others.length > 0)
    throw new Error(`the origins got ${origins.seen.length} requests`)
  return request
}

const NAVIGATION = { 'Sec-Fetch-Mode': 'navigate' }

describe('origins by place', () => {
  test.each([
    ['Germany', german, 'https://eu.origin.test/a?b=1', 'eu', 'origin-eu'],
    ['California', CLIENTS.home, 'http://us.origin.test:8080/a?b=1', 'us', 'origin-us'],
  ])(
    'a request from %s goes to its own, with an assertion for it alone',
    async (_, cf, url, id, audience) => {
      const gate = routedGate()
      expect((await gate.send('/a?b=1', { cf })).status).toBe(200)
      const received = askedOnly()
      expect(received.url).toBe(url)
      const claims = await assertedTo(gate, received, audience)
      expect(claims).toMatchObject({ aud: audience, iss: 'https://gate.test' })
      for (const other of ['origin-eu', 'origin-us', 'https://gate.test'])
        if (other !== audience) await expect(assertedTo(gate, received, other)).rejects.toThrow('audience')
      expect(onlyDecision(gate.records)).toMatchObject({ action: 'pass', route: id, status: 200 })
    },
  )

  test.each([
    ['Canada', CLIENTS.canada, 'place.not_served', 'route.none'],
    ['nowhere', CLIENTS.nowhere, 'place.unknown', 'route.unknown'],
    ['no data', { ...HOME_CF, country: 'XX' }, 'place.unknown', 'route.unknown'],
  ])('a request from %s reaches none, and the record says why', async (_, cf, reason, fault) => {
    const gate = routedGate(MAP, { UNKNOWN_PLACE: 'allow', SESSION_ISSUE: 'all' })
    await refusalOf(await gate.send('/', { cf }), 403, reason)
    expect(origins.seen).toEqual([])
    const record = onlyDecision(gate.records)
    expect(record).toMatchObject({
      verdict: 'allow',
      action: 'refuse',
      status: 403,
      reasons: [reason],
      fault,
    })
    expect(record).not.toHaveProperty('route')
  })

  test.each(['monitor', 'notice'])('no mode softens it: %s', async (MODE) => {
    const notice = MODE === 'notice' ? { NOTICE_FROM: '2027-01-01' } : {}
    const gate = routedGate(MAP, { MODE, ...notice })
    await refusalOf(await gate.send('/', { cf: CLIENTS.canada }), 403, 'place.not_served')
    await refusalOf(await gate.send('/', { cf: CLIENTS.nowhere }), 403, 'place.unknown')
    expect(origins.seen).toEqual([])
  })

  test('other regions and unknown ones go where the map says', async () => {
    const gate = routedGate({ ...MAP, unknown: 'eu', otherwise: 'us' }, { UNKNOWN_PLACE: 'allow' })
    await gate.send('/', { cf: CLIENTS.canada })
    await gate.send('/', { cf: CLIENTS.nowhere })
    expect(origins.seen.map(({ url }) => new URL(url).host)).toEqual([
      'us.origin.test:8080',
      'eu.origin.test',
    ])
  })

  test('a rule that refuses comes first, and names its own reason', async () => {
    const gate = routedGate()
    await refusalOf(await gate.send('/', { cf: CLIENTS.cuba }), 403, 'place.restricted')
    expect(origins.seen).toEqual([])
  })

  test('no spelling of a target leads elsewhere', async () => {
    const gate = routedGate(MAP, { PATH_ADMIT: ['//', '%2f'] })
    for (const path of ['//evil.test', '//evil.test:80/x', '/@evil.test/', '/%2f%2fevil.test', '/.evil.test'])
      await gate.send(`https://gate.test${path}`, fromGermany)
    await refusalOf(await gate.send('https://evil.test/', fromGermany), 400, 'request.host')
    expect(origins.seen.length).toBeGreaterThan(3)
    expect(new Set(origins.seen.map(({ url }) => new URL(url).origin))).toEqual(
      new Set(['https://eu.origin.test']),
    )
  })

  test('an origin that is down has no stand-in', async () => {
    origins.answer = () => Promise.reject(new Error('down'))
    const gate = routedGate()
    await refusalOf(await gate.send('/', fromGermany), 502, 'origin.unreachable')
    expect(new URL(askedOnly().url).host).toBe('eu.origin.test')
    expect(onlyDecision(gate.records)).toMatchObject({ action: 'pass', route: 'eu', origin_fault: 'down' })
  })

  test('a redirect to the other origin is returned, not followed', async () => {
    origins.answer = () =>
      new Response(null, { status: 307, headers: { Location: 'http://us.origin.test:8080/' } })
    const response = await routedGate().send('/', { ...fromGermany, method: 'POST', body: '{}' })
    expect([response.status, response.headers.get('Location')]).toEqual([307, 'http://us.origin.test:8080/'])
    expect(askedOnly().redirect).toBe('manual')
  })

  test('a WebSocket goes the same way', async () => {
    origins.answer = () => {
      const { 0: outside, 1: inside } = new WebSocketPair()
      inside.accept()
      return new Response(null, { status: 101, webSocket: outside })
    }
    const gate = routedGate()
    const headers = { Upgrade: 'websocket', Connection: 'Upgrade' }
    const response = await gate.send('/ws', { ...fromGermany, headers })
    expect(response.status).toBe(101)
    response.webSocket?.accept()
    response.webSocket?.close()
    expect(new URL(askedOnly().url).host).toBe('eu.origin.test')
    expect((await gate.send('/ws', { cf: CLIENTS.canada, headers })).status).toBe(403)
    expect(origins.seen).toHaveLength(1)
  })

  test('with one client in two regions, no assertion serves twice', async () => {
    const gate = routedGate({ ...MAP, otherwise: 'us' })
    for (const cf of [german, HOME_CF, german, HOME_CF]) await gate.send('/same', { cf })
    const stated = origins.seen.map(({ headers }) => claimsOf(headers.get('Cordon-Assertion') ?? '').aud)
    expect(stated).toEqual(['origin-eu', 'origin-us', 'origin-eu', 'origin-us'])
  })

  test('a session is given out wherever the client is, and leads nobody anywhere', async () => {
    const gate = routedGate()
    const token = await tokenFor(gate, german)
    await refusalOf(await gate.send('/', { cf: CLIENTS.canada, ...inHeader(token) }), 403, 'place.not_served')
    await gate.send('/', inHeader(token))
    expect(new URL(askedOnly().url).host).toBe('us.origin.test:8080')
    expect((await gate.send('/.cordon/session', { method: 'POST', cf: CLIENTS.canada })).status).toBe(200)
  })

  test('a refused client gets no session cookie, whatever is given out with answers', async () => {
    const gate = routedGate(MAP, { SESSION_ISSUE: 'all' })
    const response = await gate.send('/', { cf: CLIENTS.canada, headers: NAVIGATION })
    expect(cookieToken(response)).toBeUndefined()
    expect(cookieToken(await gate.send('/', { ...fromGermany, headers: NAVIGATION }))).toBeDefined()
  })

  test('an origin given in passing does not stand in for the map', async () => {
    const elsewhere: Request[] = []
    const origin = inFrontOf((request) => {
      elsewhere.push(request)
      return new Response('')
    })
    const vars = { ORIGIN: undefined, ORIGIN_ROUTES: MAP }
    const gate = testGate(vars, undefined, () => ({ origin }))
    await gate.send('/', fromGermany)
    await gate.send('/', { cf: CLIENTS.canada })
    expect(elsewhere).toEqual([])
    expect(new URL(askedOnly().url).host).toBe('eu.origin.test')
  })

  test('says which route in the answer to decide(), with an assertion for that origin', async () => {
    const gate = routedGate()
    const decide = async (cf: unknown) => {
      const request = new Request('https://gate.test/a', { headers: { 'CF-Connecting-IP': '73.162.10.1' } })
      Object.defineProperty(request, 'cf', { value: cf })
      return decideApp.fetch(request, gate.dependencies)
    }
    const admission = JSON.parse((await decide(german)).headers.get('Cordon-Admission') ?? '')
    expect(admission).toMatchObject({ admitted: true, route: 'eu' })
    expect(claimsOf(admission.assertion)).toMatchObject({ aud: 'origin-eu' })
    const refused = await decide(CLIENTS.canada)
    expect([refused.status, refused.headers.get('Cordon-Reason')]).toEqual([403, 'place.not_served'])
    expect(refused.headers.has('Cordon-Admission')).toBe(false)
    expect(decisions(gate.records).map(({ route }) => route)).toEqual(['eu', undefined])
  })
})

describe("a publisher's word for the place", () => {
  const starlink = (place: string): MadeUpList => ({
    class: 'satellite',
    movesPlace: true,
    prefixes: [['98.97.0.0/24', place]],
  })
  const through = (country: string): SendInit => ({
    cf: { ...CLIENTS.starlink, country, regionCode: undefined },
    address: '98.97.0.1',
  })

  test('leads nobody to another origin, not to that of unknown regions either', async () => {
    const gate = routedGate({ ...MAP, unknown: 'us', otherwise: 'us' }, {}, starlink('US'))
    await refusalOf(await gate.send('/', through('DE')), 403, 'place.unknown')
    expect(origins.seen).toEqual([])
    expect(onlyDecision(gate.records)).toMatchObject({ place: 'US', fault: 'route.disputed' })
  })

  test('is followed where it changes nothing about that', async () => {
    const gate = routedGate(MAP, {}, starlink('FR'))
    expect((await gate.send('/', through('DE'))).status).toBe(200)
    expect(onlyDecision(gate.records)).toMatchObject({ place: 'FR', route: 'eu' })
  })
})

describe('origins by the home of the account', () => {
  const BY_HOME = { ...MAP, by: 'account.home', unknown: 'us' }
  const named = (home: string | undefined): Answer => {
    const headers = {
      'Cordon-Account': 'acct_1',
      ...(home === undefined ? {} : { 'Cordon-Account-Home': home }),
    }
    return () => new Response('', { headers })
  }
  const hosts = () => origins.seen.map(({ url }) => new URL(url).host)

  test('the first one is asked until it names the home, then that of the home, wherever the client is', async () => {
    const gate = routedGate(BY_HOME, { SESSION_ISSUE: 'all' })
    origins.answer = named('DE')
    const token = cookieToken(await gate.send('/')) ?? ''
    const { headers } = inHeader(token)
    await gate.send('/', { headers })
    expect(hosts()).toEqual(['us.origin.test:8080', 'eu.origin.test'])
    expect(decisions(gate.records).map(({ route }) => route)).toEqual(['us', 'eu'])
  })

  test('an account of a region that the map does not have reaches none', async () => {
    const gate = routedGate(BY_HOME, { SESSION_ISSUE: 'all' })
    origins.answer = named('CA')
    const { headers } = inHeader(cookieToken(await gate.send('/')) ?? '')
    await refusalOf(await gate.send('/', { headers }), 403, 'place.not_served')
    expect(origins.seen).toHaveLength(1)
  })

  test('an account without a home is as one that nobody has named', async () => {
    const gate = routedGate(BY_HOME, { SESSION_ISSUE: 'all' })
    origins.answer = named(undefined)
    const { headers } = inHeader(cookieToken(await gate.send('/', fromGermany)) ?? '')
    await gate.send('/', { ...fromGermany, headers })
    expect(hosts()).toEqual(['us.origin.test:8080', 'us.origin.test:8080'])
  })

  test("a session from another country, which counts as none, does not carry its account's home along", async () => {
    const gate = routedGate(BY_HOME, { SESSION_ISSUE: 'all' })
    origins.answer = named('DE')
    const { headers } = inHeader(cookieToken(await gate.send('/')) ?? '')
    await gate.send('/', { cf: CLIENTS.canada, headers })
    expect(hosts()).toEqual(['us.origin.test:8080', 'us.origin.test:8080'])
  })
})
