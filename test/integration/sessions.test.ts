import { describe, expect, test } from 'vitest'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { later, NOW, testGate } from '../support/gate.ts'
import { decisions, onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'

const ALL = { SESSION_ISSUE: 'all' }
const SECONDS = NOW / 1000

describe('a session cookie', () => {
  test.each([
    ['navigations', { 'Sec-Fetch-Mode': 'navigate' }, true],
    ['navigations', { Accept: 'text/html,*/*;q=0.8' }, true],
    ['navigations', { 'Sec-Fetch-Mode': 'cors', Accept: '*/*' }, false],
    ['navigations', {}, false],
    ['all', {}, true],
    ['never', { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' }, false],
  ])('with SESSION_ISSUE = "%s" for a request with %j: %s', async (issue, headers, issued) => {
    const response = await testGate({ SESSION_ISSUE: issue }).send('/', { headers })
    expect(cookieToken(response) !== undefined).toBe(issued)
  })

  test('goes to navigations only, where nothing is said', async () => {
    const gate = testGate()
    expect(cookieToken(await gate.send('/'))).toBeUndefined()
    expect(cookieToken(await gate.send('/', { headers: { Accept: 'text/html' } }))).toBeDefined()
  })

  test('is out of reach of scripts, other hosts and plain connections, and lives as long as its token can be renewed', async () => {
    const SESSION_LIFETIMES = { high: 3600, substantial: 600, low: 300, none: 300 }
    const gate = testGate({ ...ALL, SESSION_LIFETIMES, SESSION_SAME_SITE: 'Strict' })
    const [cookie = ''] = (await gate.send('/')).headers.getSetCookie()
    const [pair = '', ...attributes] = cookie.split('; ')
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=720', 'Path=/', 'SameSite=Strict', 'Secure'])
    expect(cookie.length).toBeLessThan(1500)
    expect(claimsOf(pair.split('=')[1])).toMatchObject({ iat: SECONDS, exp: SECONDS + 600 })
  })

  test('says where its holder was, and nothing finer than a region', async () => {
    const claims = claimsOf(cookieToken(await testGate(ALL).send('/')))
    expect(claims).toEqual({
      iss: 'https://gate.test',
      aud: 'https://gate.test',
      sub: claims.sid,
      sub_kind: 'none',
      auth_time: SECONDS,
      iat: SECONDS,
      nbf: SECONDS,
      exp: SECONDS + 1800,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      sid: expect.stringMatching(/^[\w-]{22}$/),
      acr: 'substantial',
      acr_time: SECONDS,
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      pol: expect.stringMatching(/^[0-9a-f]{16}$/),
      epoch: 0,
      bind: { fam: 4 },
    })
  })

  test.each([
    [null, 'private'],
    ['public, max-age=60', 'private, max-age=60'],
    ['max-age=60, s-maxage=600, must-revalidate', 'private, max-age=60, must-revalidate'],
    ['Public,S-MaxAge=9', 'private'],
    ['private, no-store', 'private, no-store'],
    ['no-store', 'private, no-store'],
    ['private="a, b", max-age=3', 'private, max-age=3'],
    ['no-cache="Set-Cookie, X-A", public, s-maxage=9', 'private, no-cache="Set-Cookie, X-A"'],
  ])('makes Cache-Control %s into %s', async (given, expected) => {
    const headers: Record<string, string> = given === null ? {} : { 'Cache-Control': given }
    const response = await testGate(ALL, () => new Response('', { headers })).send('/')
    expect(cookieToken(response)).toBeDefined()
    expect(response.headers.get('Cache-Control')).toBe(expected)
  })

  test.each(['CDN-Cache-Control', 'Cloudflare-CDN-Cache-Control', 'Surrogate-Control'])(
    'takes %s away, and leaves it where no cookie is set',
    async (name) => {
      const origin = () => new Response('', { headers: { [name]: 'max-age=60' } })
      const [withCookie, without] = [
        await testGate(ALL, origin).send('/'),
        await testGate({}, origin).send('/'),
      ]
      expect([cookieToken(withCookie) !== undefined, withCookie.headers.has(name)]).toEqual([true, false])
      expect([cookieToken(without), without.headers.get(name)]).toEqual([undefined, 'max-age=60'])
    },
  )

  test('leaves Cache-Control alone where no cookie is set', async () => {
    const origin = () => new Response('', { headers: { 'Cache-Control': 'public, max-age=60' } })
    expect((await testGate({}, origin).send('/')).headers.get('Cache-Control')).toBe('public, max-age=60')
  })

  test.each([
    ['refused', { cf: CLIENTS.cloud }, 403],
    ['malformed', { headers: { Host: 'other.test' } }, 400],
  ])('is not given to the %s', async (_, init, status) => {
    const response = await testGate(ALL).send('/', init)
    expect(response.status).toBe(status)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test('is not given with a failure of the origin', async () => {
    const response = await testGate(ALL, () => Promise.reject(new Error('down'))).send('/')
    await refusalOf(response, 502, 'origin.unreachable')
  })

  test('is given once: a browser that shows it gets no other', async () => {
    const gate = testGate(ALL)
    const token = cookieToken(await gate.send('/')) ?? ''
    gate.at = later(900)
    expect(cookieToken(await gate.send('/', inCookie(token)))).toBeUndefined()
  })

  test('that has run out is followed by another', async () => {
    const gate = testGate(ALL)
    const token = cookieToken(await gate.send('/')) ?? ''
    gate.at = later(1926)
    const next = cookieToken(await gate.send('/', inCookie(token)))
    expect(claimsOf(next)).toMatchObject({ iat: SECONDS + 1926 })
    expect(claimsOf(next).sid).not.toBe(claimsOf(token).sid)
  })

  test('cannot be set by the origin', async () => {
    const origin = () => {
      const response = new Response('')
      for (const cookie of ['a=1', '__Host-cordon=forged; Path=/; Secure', ' __host-CORDON =x', 'b=2'])
        response.headers.append('Set-Cookie', cookie)
      return response
    }
    expect((await testGate({}, origin).send('/')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    const [first, second, ours, ...others] = (await testGate(ALL, origin).send('/')).headers.getSetCookie()
    expect([first, second, others]).toEqual(['a=1', 'b=2', []])
    expect(ours).toMatch(/^__Host-cordon=ey/)
  })
})

describe('POST /.cordon/session', () => {
  test('gives an API client a token and what it says', async () => {
    const response = await testGate().send('/.cordon/session', { method: 'POST' })
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.getSetCookie()).toEqual([])
    const body = (await response.json()) as Record<string, unknown>
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expires_at: SECONDS + 1800,
      acr: 'substantial',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      bound_to: [],
    })
    expect(claimsOf(body.token as string)).toMatchObject({
      exp: body.expires_at,
      geo: body.geo,
      net: body.net,
    })
  })

  test('is decided like any controlled resource, and never asks the origin', async () => {
    const gate = testGate()
    const post = { method: 'POST' }
    await refusalOf(
      await gate.send('/.cordon/session', { ...post, cf: CLIENTS.northKorea }),
      451,
      'place.restricted',
    )
    await refusalOf(
      await gate.send('/.cordon/session', { ...post, cf: CLIENTS.cloud }),
      403,
      'network.hosting',
    )
    expect((await gate.send('/.cordon/session', post)).status).toBe(200)
    expect(gate.seen).toEqual([])
  })

  test('renews: the same session, another token', async () => {
    const gate = testGate()
    const first = await tokenFor(gate)
    gate.at = later(1000)
    const response = await gate.send('/.cordon/session', { method: 'POST', ...inHeader(first) })
    const { token } = (await response.json()) as { token: string }
    const [before, after] = [claimsOf(first), claimsOf(token)]
    expect(after).toMatchObject({ sid: before.sid, sub: before.sub, iat: SECONDS + 1000 })
    expect(after.jti).not.toBe(before.jti)
  })
})

describe('GET /.cordon/session', () => {
  test.each([
    ['the header', inHeader],
    ['the cookie', inCookie],
  ])('tells what a token in %s says', async (_, carried) => {
    const gate = testGate()
    const token = await tokenFor(gate)
    const response = await gate.send('/.cordon/session', carried(token))
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({
      session: claimsOf(token).sid,
      issued_at: SECONDS,
      expires_at: SECONDS + 1800,
      renew_until: SECONDS + 1920,
      acr: 'substantial',
      acr_time: SECONDS,
      geo: { country: 'US', region: 'US-CA' },
      net: { class: 'residential' },
      identity: 'none',
      bound_to: [],
    })
  })

  test('without a token is 401, and names the scheme that would help', async () => {
    const response = await testGate().send('/.cordon/session')
    expect(response.headers.get('WWW-Authenticate')).toBe('Cordon error="session.required"')
    await refusalOf(response, 401, 'session.required')
  })

  test.each([
    ['past its time and the grace', 1925, CLIENTS.home, 401, 'session.expired'],
    ['in the last second of the grace', 1924, CLIENTS.home, 200, undefined],
    ['past its time', 1800, CLIENTS.home, 200, undefined],
    ['in its last second', 1799, CLIENTS.home, 200, undefined],
    ['from before its time', -60, CLIENTS.home, 401, 'session.invalid'],
    ['in another country', 0, CLIENTS.canada, 403, 'session.place_changed'],
    ['in another region of the same country', 0, { ...CLIENTS.home, regionCode: 'NV' }, 200, undefined],
    ['through another kind of network', 0, CLIENTS.starlink, 403, 'session.network_changed'],
    [
      'through another network of the same kind',
      0,
      { ...CLIENTS.home, asn: 20115, asOrganization: 'Charter' },
      200,
      undefined,
    ],
  ])('with a token %s (%i s)', async (_, seconds, cf, status, reason) => {
    const gate = testGate({ LOG_ALLOW_RATE: 0 })
    const token = await tokenFor(gate)
    gate.at = later(seconds)
    const response = await gate.send('/.cordon/session', { ...inHeader(token), cf })
    if (reason === undefined) {
      expect(response.status).toBe(status)
      // Another network of the same kind passes, and is noticed.
      const noticed = cf.asn === CLIENTS.home.asn ? [] : ['session.binding.asn']
      expect(decisions(gate.records).map(({ token_fault }) => token_fault)).toEqual(noticed)
    } else {
      await refusalOf(response, status, reason)
      expect(onlyDecision(gate.records)).toMatchObject({
        verdict: 'allow',
        action: 'refuse',
        status,
        reasons: [reason],
      })
    }
    expect(response.headers.has('WWW-Authenticate')).toBe(status === 401)
  })

  test.each(['GET', 'HEAD'])('without a token is recorded as a refusal (%s)', async (method) => {
    const gate = testGate({ LOG_ALLOW_RATE: 0 })
    const response = await gate.send('/.cordon/session', { method })
    expect(response.status).toBe(401)
    const record = onlyDecision(gate.records)
    expect(record).toMatchObject({ action: 'refuse', status: 401, reasons: ['session.required'], method })
    expect(record.decision).toBe(response.headers.get('Cordon-Decision'))
    expect(record).not.toHaveProperty('origin_fault')
  })
})

describe('a presented token', () => {
  const valid = async (gate: ReturnType<typeof testGate>, init: object) =>
    (await gate.send('/.cordon/session', init)).status

  test('twice of the same kind counts as none', async () => {
    const gate = testGate()
    const token = await tokenFor(gate)
    const other = await tokenFor(gate)
    const twice = new Headers([
      ['Cordon-Session', token],
      ['Cordon-Session', token],
    ])
    expect(await valid(gate, { headers: twice })).toBe(401)
    for (const second of [token, other, 'x', '']) {
      expect(
        await valid(gate, { headers: { Cookie: `__Host-cordon=${token}; __Host-cordon=${second}` } }),
      ).toBe(401)
    }
  })

  test('header and cookie unlike: the header counts', async () => {
    const gate = testGate()
    const good = await tokenFor(gate)
    const elsewhere = await tokenFor(gate, CLIENTS.canada)
    const both = (header: string, cookie: string) => ({
      headers: { 'Cordon-Session': header, Cookie: `__Host-cordon=${cookie}` },
    })
    expect(await valid(gate, both(good, elsewhere))).toBe(200)
    expect(await valid(gate, both(elsewhere, good))).toBe(403)
    expect(await valid(gate, both('', good))).toBe(401)
  })

  test('that stands in the value of another cookie, behind a comma, is none, and does not disturb the true one', async () => {
    const gate = testGate()
    const [own, planted] = [await tokenFor(gate), await tokenFor(gate)]
    const cookies = (...pairs: string[]) => ({ headers: { Cookie: pairs.join('; ') } })
    const [neighbours, true_] = [`theme=dark,__Host-cordon=${planted}`, `__Host-cordon=${own}`]
    expect(await valid(gate, cookies(neighbours))).toBe(401)
    for (const pairs of [
      [neighbours, true_],
      [true_, neighbours],
    ]) {
      const response = await gate.send('/.cordon/session', cookies(...pairs))
      expect(await response.json()).toMatchObject({ session: claimsOf(own).sid })
    }
  })

  test('behind a comma that joins two Cookie lines is none, nor is one before it', async () => {
    const gate = testGate()
    const token = await tokenFor(gate)
    for (const joined of [`a=1, __Host-cordon=${token}`, `__Host-cordon=${token}, a=1`])
      expect(await valid(gate, { headers: { Cookie: joined } })).toBe(401)
  })

  test.each(['__host-cordon', '__Host-Cordon', '__Host-cordon2', '\u00a0__Host-cordon'])(
    'under the cookie name %s is none',
    async (name) => {
      const gate = testGate()
      const token = await tokenFor(gate)
      expect(await valid(gate, { headers: { Cookie: `${name}=${token}` } })).toBe(401)
    },
  )

  test.each([
    [CLIENTS.northKorea, 451, 'place.restricted'],
    [CLIENTS.cloud, 403, 'network.hosting'],
    [CLIENTS.usCloud, 403, 'network.hosting'],
    [CLIENTS.nowhere, 403, 'place.unknown'],
  ])('of a US home opens nothing from elsewhere (%#)', async (cf, status, reason) => {
    const gate = testGate()
    const token = await tokenFor(gate)
    for (const carried of [inHeader, inCookie]) {
      await refusalOf(await gate.send('/', { ...carried(token), cf }), status, reason)
    }
    expect(gate.seen).toEqual([])
  })

  test('from another admitted country counts as none: a new session, and no word of the old one', async () => {
    const gate = testGate(ALL)
    const token = await tokenFor(gate)
    gate.records.length = 0
    const response = await gate.send('/', { ...inCookie(token), cf: CLIENTS.canada })
    expect(response.status).toBe(200)
    const [before, after] = [claimsOf(token), claimsOf(cookieToken(response))]
    expect(after).toMatchObject({ geo: { country: 'CA', region: 'CA-ON' } })
    expect(after.sid).not.toBe(before.sid)
    expect(after.sub).not.toBe(before.sub)
    const assertion = claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '')
    expect(assertion).not.toHaveProperty('sid')
    expect(assertion).not.toHaveProperty('sub')
    expect(onlyDecision(gate.records)).toMatchObject({
      verdict: 'allow',
      token_fault: 'session.place_changed',
      subject: { session: after.sid },
    })
  })

  test('that is good names its session to the origin and in the record', async () => {
    const gate = testGate(ALL)
    const token = await tokenFor(gate)
    gate.records.length = 0
    await gate.send('/', inHeader(token))
    const { sid, sub } = claimsOf(token)
    expect(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '')).toMatchObject({
      sid,
      sub,
      sub_kind: 'none',
    })
    const record = onlyDecision(gate.records)
    expect(record.subject).toMatchObject({ session: sid })
    expect(record).not.toHaveProperty('token_fault')
  })
})

describe('a resource with session = "required"', () => {
  const resources = [{ id: 'members', tier: 'standard', path: '/members/*', session: 'required' }]
  const vars = { POLICY: { default: 'allow', resources } }

  test('refuses without a token, with how to get one', async () => {
    const gate = testGate(vars)
    const response = await gate.send('/members/x')
    expect(response.headers.get('WWW-Authenticate')).toBe('Cordon error="session.required"')
    await refusalOf(response, 401, 'session.required')
    expect(gate.seen).toEqual([])
  })

  test('passes with one', async () => {
    const gate = testGate(vars)
    const token = await tokenFor(gate)
    expect((await gate.send('/members/x', inHeader(token))).status).toBe(200)
    expect((await gate.send('/members/x', inCookie(token))).status).toBe(200)
    expect(gate.seen).toHaveLength(2)
  })

  test.each([
    ['expired', 1925, CLIENTS.home, 401, 'session.expired'],
    ['from another country', 0, CLIENTS.canada, 403, 'session.place_changed'],
    ['from another network', 0, CLIENTS.starlink, 403, 'session.network_changed'],
    ['from a refused place', 0, CLIENTS.northKorea, 451, 'place.restricted'],
  ])('refuses with one that is %s', async (_, seconds, cf, status, reason) => {
    const gate = testGate(vars)
    const token = await tokenFor(gate)
    gate.at = later(seconds)
    await refusalOf(await gate.send('/members/x', { ...inHeader(token), cf }), status, reason)
    expect(gate.seen).toEqual([])
  })

  test('says nothing about other paths', async () => {
    expect((await testGate(vars).send('/elsewhere')).status).toBe(200)
  })
})
