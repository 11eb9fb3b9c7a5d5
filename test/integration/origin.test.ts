import { describe, expect, test } from 'vitest'
import { type JsonWebKeySet, verifyAssertion } from '../../src/verify/index.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_ADDRESS, NOW, type OriginHandler, testGate } from '../support/gate.ts'
import { assertedTo } from '../support/origin-side.ts'
import { decisions, onlyDecision } from '../support/records.ts'
import { cookieToken, refusalOf } from '../support/responses.ts'

/** The one request that the origin got. */
function received(gate: ReturnType<typeof testGate>): Request {
  const [request, ...others] = gate.seen
  if (request === undefined || others.length > 0)
    throw new Error(`the origin got ${gate.seen.length} requests`)
  return request
}

function namesOf(request: Request): string[] {
  return [...request.headers.keys()]
}

describe('the assertion', () => {
  test('verifies against the published keys, and states what was verified about this request', async () => {
    const gate = testGate()
    await gate.send('/v1/items?b=2&a=%41', { method: 'PUT', body: '{}' })
    const claims = await assertedTo(gate, received(gate))
    expect(claims).toEqual({
      iss: 'https://gate.test',
      aud: 'https://gate.test',
      iat: NOW / 1000,
      exp: NOW / 1000 + 60,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      htm: 'PUT',
      pth: expect.stringMatching(/^[\w-]{43}$/),
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      acr: 'substantial',
      verdict: 'allow',
      tier_max: 'controlled',
      pol: decisions(gate.records)[0]?.revision,
    })
  })

  test('holds for this method, this target, this audience and a minute only, give or take the clocks', async () => {
    const gate = testGate({ ORIGIN_AUDIENCE: 'origin-1' })
    await gate.send('/a?b=1')
    const jwks = await (await gate.send('/.cordon/jwks.json')).json<JsonWebKeySet>()
    const assertion = received(gate).headers.get('Cordon-Assertion')
    const good = { method: 'GET', pathAndQuery: '/a?b=1', issuer: 'https://gate.test', audience: 'origin-1' }
    const check = (change: Partial<typeof good> & { clockToleranceSeconds?: number }, seconds = 0) => {
      const { method, pathAndQuery, ...options } = { ...good, ...change }
      return verifyAssertion(
        { method, pathAndQuery, assertion },
        { jwks, ...options, now: NOW / 1000 + seconds },
      )
    }
    expect(await check({})).toMatchObject({ ok: true })
    for (const change of [
      { method: 'POST' },
      { pathAndQuery: '/a' },
      { audience: 'origin-2' },
      { issuer: 'x' },
    ]) {
      expect(await check(change)).toMatchObject({ ok: false })
    }
    // The clocks of origin and gate may be 30 seconds apart, or as the origin says.
    expect(await check({}, 89)).toMatchObject({ ok: true })
    expect(await check({}, 90)).toEqual({ ok: false, reason: 'token.expired' })
    expect(await check({}, -30)).toMatchObject({ ok: true })
    expect(await check({}, -31)).toEqual({ ok: false, reason: 'token.not_yet_valid' })
    const strict = { clockToleranceSeconds: 0 }
    expect(await check(strict, 59)).toMatchObject({ ok: true })
    expect(await check(strict, 60)).toEqual({ ok: false, reason: 'token.expired' })
  })

  test.each([
    ['reused', 1],
    ['per-request', 3],
  ])('with ASSERTION = "%s": %i statement(s) for three like requests', async (mode, count) => {
    const gate = testGate({ ASSERTION: mode })
    for (let index = 0; index < 3; index++) await gate.send('/a')
    expect(new Set(gate.seen.map(({ headers }) => headers.get('Cordon-Assertion'))).size).toBe(count)
  })

  test('is never reused for another place, network, method, target or after 15 seconds', async () => {
    const gate = testGate()
    await gate.send('/a')
    await gate.send('/b')
    await gate.send('/a?')
    await gate.send('/a', { method: 'POST' })
    await gate.send('/a', { cf: CLIENTS.canada })
    await gate.send('/a', { cf: CLIENTS.starlink })
    gate.at = (NOW + 15_000) as typeof gate.at
    await gate.send('/a')
    expect(new Set(gate.seen.map(({ headers }) => headers.get('Cordon-Assertion'))).size).toBe(
      gate.seen.length,
    )
  })
})

describe('what the origin is told beside the assertion', () => {
  test('is the decision and nothing unsigned, where nothing else is said', async () => {
    const gate = testGate()
    await gate.send('/')
    expect(namesOf(received(gate)).filter((name) => name.startsWith('cordon-'))).toEqual([
      'cordon-assertion',
      'cordon-decision',
    ])
  })

  test.each([
    [CLIENTS.home, { country: 'US', region: 'US-CA', network: 'residential', verdict: 'allow' }],
    [
      { ...CLIENTS.home, regionCode: null },
      { country: 'US', region: null, network: 'residential', verdict: 'allow' },
    ],
  ])('are the facts too with ORIGIN_HEADERS = "assertion+facts" (%#)', async (cf, facts) => {
    const gate = testGate({ ORIGIN_HEADERS: 'assertion+facts' })
    await gate.send('/', { cf })
    for (const [name, value] of Object.entries(facts)) {
      expect([name, received(gate).headers.get(`Cordon-${name}`)]).toEqual([name, value])
    }
  })

  test('is where the client is, written afresh, with ORIGIN_FORWARDED = "x-forwarded"', async () => {
    const gate = testGate({ ORIGIN_FORWARDED: 'x-forwarded' })
    const headers = {
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-Proto': 'http',
      'X-Forwarded-Host': 'evil.test',
    }
    await gate.send('/', { headers })
    const got = received(gate).headers
    expect([got.get('X-Forwarded-For'), got.get('X-Forwarded-Proto'), got.get('X-Forwarded-Host')]).toEqual([
      HOME_ADDRESS,
      'https',
      'gate.test',
    ])
  })
})

describe('request headers that do not travel', () => {
  test.each([
    'Cordon-Verdict',
    'cordon-country',
    'CORDON-Anything',
    'Cordon_Verdict',
    'cordon.verdict',
    'Cordon-DPoP',
    'X-Forwarded-For',
    'X_Forwarded_For',
    'X-Forwarded-Proto',
    'Forwarded',
    'X-Real-IP',
    'True-Client-IP',
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-HTTP-Method-Override',
    'Expect',
    'TE',
    'Trailer',
    'Keep-Alive',
    'Proxy-Authorization',
    'Proxy-Connection',
    'Connection',
  ])('%s', async (name) => {
    const gate = testGate()
    await gate.send('/', { headers: { [name]: 'x-mine' } })
    expect(received(gate).headers.get(name)).toBeNull()
    expect([...received(gate).headers.values()]).not.toContain('x-mine')
  })

  test.each(['Cordon-Assertion', 'cordon-decision', 'Cordon_Assertion', 'CORDON.DECISION'])(
    "%s is ours, not the client's",
    async (name) => {
      const gate = testGate()
      await gate.send('/', { headers: { [name]: 'forged' } })
      expect([...received(gate).headers.values()]).not.toContain('forged')
      await assertedTo(gate, received(gate))
    },
  )

  test.each(['cf_connecting_ip', 'CF_Connecting_IP', 'cf-connecting_ip', 'cf.connecting.ip', 'CF_IPCountry'])(
    '%s, which a lenient origin would take for what the edge says',
    async (name) => {
      const gate = testGate()
      await gate.send('/', { headers: { [name]: '6.6.6.6' } })
      expect([...received(gate).headers.values()]).not.toContain('6.6.6.6')
      expect(received(gate).headers.get('CF-Connecting-IP')).toBe(HOME_ADDRESS)
    },
  )

  test.each(['bypass', 'zone'])('no caching header is made up for a bound origin (%s)', async (mode) => {
    const gate = testGate({ ORIGIN_CACHE: mode })
    await gate.send('/')
    await gate.send('/', { headers: { 'Cache-Control': 'max-age=0' } })
    const [plain, revalidating] = gate.seen
    expect([plain?.headers.get('Cache-Control'), plain?.headers.get('Pragma')]).toEqual([null, null])
    expect([revalidating?.headers.get('Cache-Control'), revalidating?.headers.get('Pragma')]).toEqual([
      'max-age=0',
      null,
    ])
  })

  test('what Connection names, but never what the gate writes', async () => {
    const gate = testGate({ ORIGIN_HEADERS: 'assertion+facts' })
    const headers = {
      Connection:
        'close, X-Private, x_other , Cordon-Assertion, Cordon-Decision, Cordon-Country, CF-Connecting-IP',
      'X-Private': '1',
      'X-Other': '1',
      'X-Kept': '1',
    }
    await gate.send('/', { headers })
    const got = received(gate).headers
    expect([got.get('X-Private'), got.get('X-Other'), got.get('X-Kept')]).toEqual([null, null, '1'])
    expect(got.get('Cordon-Country')).toBe('US')
    expect(got.get('CF-Connecting-IP')).toBe(HOME_ADDRESS)
    await assertedTo(gate, received(gate))
  })

  test.each([
    ['__Host-cordon=t', null],
    ['a=1; __Host-cordon=t; b=2', 'a=1; b=2'],
    ['__Host-cordon=t; a=1', 'a=1'],
    ['a=1; __Host-cordon=t', 'a=1'],
    ['a=1; __HOST-CORDON=t; __Host-cordon =u; b=2', 'a=1; b=2'],
    ['a=1; b="x y"; c=', 'a=1; b="x y"; c='],
    ['x__Host-cordon=1; __Host-cordonx=2', 'x__Host-cordon=1; __Host-cordonx=2'],
  ])('our cookie in %j leaves %j', async (cookie, left) => {
    const gate = testGate()
    await gate.send('/', { headers: { Cookie: cookie } })
    expect(received(gate).headers.get('Cookie')).toBe(left)
  })

  test('everything else travels unchanged', async () => {
    const gate = testGate()
    const headers = {
      Accept: 'text/event-stream',
      Authorization: 'Bearer abc',
      'Content-Type': 'application/json; charset=utf-8',
      'If-None-Match': '"x"',
      Range: 'bytes=0-3',
      'X-Request-Id': '7',
    }
    await gate.send('/', { method: 'POST', body: '{"a":1}', headers })
    for (const [name, value] of Object.entries(headers)) expect(received(gate).headers.get(name)).toBe(value)
  })

  test('the target travels as it was sent', async () => {
    const gate = testGate()
    for (const target of [
      '/a%20b',
      '/%7Euser',
      '/a?x=%2F..%2f&y=//&z=;',
      '/a?',
      '/%C3%A9',
      "/!$&'()*+,=:@",
    ]) {
      expect((await gate.send(target)).status).toBe(200)
      expect(gate.seen.at(-1)?.url).toBe(`https://gate.test${target}`)
    }
  })
})

describe("the origin's answer", () => {
  const answering =
    (...args: ConstructorParameters<typeof Response>): OriginHandler =>
    () =>
      new Response(...args)

  test.each([200, 201, 204, 206, 301, 304, 400, 404, 418, 429, 500, 502, 503, 599])(
    'of status %i passes with its headers',
    async (status) => {
      const body = [204, 304].includes(status) ? null : 'content'
      const headers = { 'X-Origin': '1', ETag: '"e"', 'Content-Range': 'bytes 0-6/9', Location: '/elsewhere' }
      const gate = testGate({}, answering(body, { status, headers }))
      const response = await gate.send('/', { redirect: 'manual' })
      expect(response.status).toBe(status)
      for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value)
      expect(await response.text()).toBe(body ?? '')
      expect(onlyDecision(gate.records)).toMatchObject({ action: 'pass', status })
    },
  )

  test('that redirects is returned, not followed', async () => {
    const gate = testGate({}, answering(null, { status: 302, headers: { Location: 'https://evil.test/' } }))
    const response = await gate.send('/')
    expect([response.status, response.headers.get('Location')]).toEqual([302, 'https://evil.test/'])
    expect(received(gate).redirect).toBe('manual')
  })

  test('keeps several Set-Cookie apart, in order', async () => {
    const cookies = ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2', 'c=3; Path=/']
    const gate = testGate({}, () => {
      const response = new Response('')
      for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
      return response
    })
    expect((await gate.send('/')).headers.getSetCookie()).toEqual(cookies)
  })

  test.each([
    'Cordon-Account',
    'cordon-anything',
    'Cordon_Verdict',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Trailer',
    'Upgrade',
    'X-Named',
  ])('loses %s on the way to the client', async (name) => {
    const headers = { [name]: 'x-hop', Connection: 'X-Named, close', 'X-Kept': '1' }
    const response = await testGate({}, answering('', { headers })).send('/')
    expect(response.headers.get(name)).toBeNull()
    expect(response.headers.get('Connection')).toBeNull()
    expect(response.headers.get('X-Kept')).toBe('1')
  })

  test('of HEAD has the headers and no content', async () => {
    const gate = testGate(
      {},
      ({ method }) => new Response(method === 'HEAD' ? null : 'content', { headers: { ETag: '"e"' } }),
    )
    const response = await gate.send('/', { method: 'HEAD' })
    expect([response.status, response.headers.get('ETag'), await response.text()]).toEqual([200, '"e"', ''])
    expect(received(gate).method).toBe('HEAD')
    expect((await assertedTo(gate, received(gate))).htm).toBe('HEAD')
  })

  test.each([
    ['GET', undefined],
    ['POST', 'posted'],
    ['PUT', 'put'],
    ['PATCH', 'patched'],
    ['DELETE', undefined],
    ['OPTIONS', undefined],
  ])('comes for %s with the content %s', async (method, body) => {
    const gate = testGate()
    const response = await gate.send('/', { method, ...(body === undefined ? {} : { body }) })
    expect(await response.json()).toMatchObject({ method, body: body ?? '' })
  })
})

describe('an origin that fails', () => {
  const interim = () =>
    Object.defineProperty(new Response('HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\n\r\nx'), 'status', {
      value: 103,
    })
  test.each<[string, OriginHandler, number, string, string]>([
    [
      'throws',
      () => Promise.reject(new Error('connection refused')),
      502,
      'origin.unreachable',
      'connection refused',
    ],
    ['sends an interim response', interim, 502, 'origin.invalid', 'status 103'],
    ['never answers', () => new Promise(() => {}), 504, 'origin.timeout', 'no answer within 1 s'],
    [
      'answers 101 unasked',
      () => new Response(null, { status: 101, webSocket: new WebSocketPair()[0] }),
      502,
      'origin.invalid',
      'status 101',
    ],
  ])(
    'because it %s gets %3$i %4$s, with a record and without a session',
    async (_, origin, status, reason, cause) => {
      const gate = testGate({ ORIGIN_TIMEOUT_SECONDS: 1, SESSION_ISSUE: 'all' }, origin)
      const problem = await refusalOf(await gate.send('/'), status, reason)
      expect(problem.observed).toEqual({})
      expect(JSON.stringify(problem)).not.toContain(cause)
      const record = onlyDecision(gate.records)
      expect(record).toMatchObject({
        verdict: 'allow',
        action: 'pass',
        status,
        reasons: [reason],
        origin_fault: cause,
      })
      expect(record.decision).toBe(problem.decision)
    },
  )

  test('is recorded even where allows are not', async () => {
    const gate = testGate({ LOG_ALLOW_RATE: 0 }, () => Promise.reject(new Error('down')))
    await gate.send('/')
    expect(onlyDecision(gate.records).reasons).toEqual(['origin.unreachable'])
  })

  test('is shown as a page to those who want one', async () => {
    const gate = testGate({}, () => Promise.reject(new Error('down')))
    const response = await gate.send('/', { headers: { Accept: 'text/html' } })
    expect(response.status).toBe(502)
    expect(response.headers.get('Content-Type')).toMatch(/^text\/html/)
    expect(response.headers.get('Set-Cookie')).toBeNull()
  })

  test.each(['POST', 'PUT', 'DELETE', 'GET'])('is asked once for %s, never again', async (method) => {
    const gate = testGate({}, () => Promise.reject(new Error('down')))
    await gate.send('/', { method })
    expect(gate.seen).toHaveLength(1)
  })

  test('of this very gate is noticed as a loop', async () => {
    const gate: ReturnType<typeof testGate> = testGate({}, async (request) =>
      gate.send(request.url, { method: request.method, headers: [...request.headers] as [string, string][] }),
    )
    expect((await gate.send('/')).status).toBe(502)
    expect(gate.seen).toHaveLength(1)
    expect(decisions(gate.records).map(({ origin_fault }) => origin_fault)).toContain(
      'the origin is this gate itself',
    )
  })

  test('that is this gate is named as such, and not as the Worker that it also is', async () => {
    const gate = testGate()
    await gate.send('/')
    const loop = received(gate).headers.get('CDN-Loop') ?? ''
    for (const cf of [CLIENTS.home, CLIENTS.northKorea]) {
      const headers = { 'CDN-Loop': loop, 'CF-Worker': 'gate.test' }
      await refusalOf(await gate.send('/', { cf, headers }), 502, 'origin.unreachable')
    }
    expect(gate.seen).toHaveLength(1)
  })

  test("another proxy's CDN-Loop is no loop, and stays", async () => {
    const gate = testGate()
    expect((await gate.send('/', { headers: { 'CDN-Loop': 'cloudflare; loops=1, other' } })).status).toBe(200)
    expect(received(gate).headers.get('CDN-Loop')).toMatch(
      /^cloudflare; loops=1, other, cordon-[0-9a-f]{16}$/,
    )
  })
})

describe('bodies stream', () => {
  test('a chunk reaches the origin before the last was sent', async () => {
    const first = Promise.withResolvers<string>()
    const gate = testGate({}, async ({ body }) => {
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
      first.resolve((await reader?.read())?.value ?? 'nothing')
      const rest = await reader?.read()
      return new Response(rest?.value)
    })
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const sent = gate.send('/', { method: 'POST', body: readable })
    const encoder = new TextEncoder()
    await writer.write(encoder.encode('one'))
    expect(await first.promise).toBe('one')
    void writer.write(encoder.encode('two')).then(() => writer.close())
    expect(await (await sent).text()).toBe('two')
  })

  test.each(['all', 'never'])(
    'an event reaches the client before the next was made (sessions: %s)',
    async (issue) => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
      const writer = writable.getWriter()
      const headers = { 'Content-Type': 'text/event-stream' }
      const gate = testGate({ SESSION_ISSUE: issue }, () => new Response(readable, { headers }))
      const response = await gate.send('/')
      expect(response.headers.get('Content-Type')).toBe('text/event-stream')
      expect(cookieToken(response) !== undefined).toBe(issue === 'all')
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      const encoder = new TextEncoder()
      for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
        void writer.write(encoder.encode(event))
        expect((await reader?.read())?.value).toBe(event)
      }
      await writer.close()
      expect((await reader?.read())?.done).toBe(true)
    },
  )

  test('a client that goes away stops the origin', async () => {
    const cancelled = Promise.withResolvers<void>()
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => cancelled.resolve(),
    })
    const response = await testGate({}, () => new Response(body)).send('/')
    await response.body?.cancel()
    await cancelled.promise
  })
})
