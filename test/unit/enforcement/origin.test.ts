import { describe, expect, it } from 'vitest'
import { type ForwardOptions, forward, type Origin } from '../../../src/enforcement/origin.ts'
import { utf8 } from '../../../src/lib/bytes.ts'

const OPTIONS: ForwardOptions = {
  timeoutSeconds: 5,
  bypassCache: false,
  loopToken: 'cordon-0123456789abcdef',
  headers: { 'Cordon-Assertion': 'signed', 'Cordon-Decision': 'id' },
}

interface Asked {
  readonly origin: Origin
  readonly requests: Request[]
}

function originThat(answer: (request: Request) => Response | Promise<Response>): Asked {
  const requests: Request[] = []
  return {
    requests,
    origin: {
      urlFor: (url) => url,
      fetch: async (request) => {
        requests.push(request)
        return answer(request)
      },
      behindCache: true,
    },
  }
}

async function sent(headers: [string, string][], options: Partial<ForwardOptions> = {}): Promise<Request> {
  const { origin, requests } = originThat(() => new Response('ok'))
  const request = new Request('https://gate.test/a?b', { headers })
  expect(await forward(request, origin, { ...OPTIONS, ...options })).toMatchObject({ ok: true })
  return requests[0] as Request
}

async function answerTo(
  answer: Response | (() => Promise<Response>),
  init: RequestInit = {},
  options = OPTIONS,
) {
  const { origin } = originThat(typeof answer === 'function' ? answer : () => answer)
  return forward(new Request('https://gate.test/', init), origin, options)
}

/** A response as the platform's fetch can give one, and `new Response()` cannot. */
function responseLike(status: number, cancelled: string[] = [], body: object | null = null): Response {
  return {
    status,
    statusText: '',
    headers: new Headers(),
    webSocket: null,
    body: body ?? { cancel: async () => void cancelled.push(`cancelled ${status}`) },
  } as unknown as Response
}

describe('forward(): the request', () => {
  it('keeps method, target and headers, follows no redirect, and writes ours', async () => {
    const { origin, requests } = originThat(() => new Response('ok'))
    const request = new Request('https://gate.test/a%2Fb?c=d&&', {
      method: 'DELETE',
      headers: { 'X-Api-Key': 'k' },
    })
    await forward(request, origin, OPTIONS)
    const [asked] = requests
    expect(asked).toMatchObject({
      method: 'DELETE',
      url: 'https://gate.test/a%2Fb?c=d&&',
      redirect: 'manual',
    })
    expect([...(asked?.headers ?? [])]).toEqual([
      ['cdn-loop', OPTIONS.loopToken],
      ['cordon-assertion', 'signed'],
      ['cordon-decision', 'id'],
      ['x-api-key', 'k'],
    ])
  })

  it('sends the content that was read in place of the request’s own, with its length', async () => {
    const { origin, requests } = originThat(() => new Response('ok'))
    const request = new Request('https://gate.test/', { method: 'POST', body: 'spent' })
    await request.text()
    const content = utf8('{"model":"é"}')
    await forward(request, origin, { ...OPTIONS, content })
    expect(requests[0]?.headers.get('Content-Length')).toBe('14')
    expect(await requests[0]?.text()).toBe('{"model":"é"}')
  })

  it('asks at the URL the origin has', async () => {
    const { origin, requests } = originThat(() => new Response('ok'))
    const urlFor = (url: URL) => new URL(url.pathname + url.search, 'https://origin.test:8443')
    await forward(new Request('https://gate.test/a?b'), { ...origin, urlFor }, OPTIONS)
    expect(requests[0]?.url).toBe('https://origin.test:8443/a?b')
  })

  it('writes its headers last: neither forging them nor naming them in Connection changes them', async () => {
    const { headers } = await sent([
      ['Cordon-Assertion', 'forged'],
      ['Cordon_Assertion', 'forged'],
      ['Cordon-Verdict', 'allow'],
      ['Connection', 'close, Cordon-Assertion, cordon-decision, CDN-Loop'],
    ])
    expect([...headers]).toEqual([
      ['cdn-loop', OPTIONS.loopToken],
      ['cordon-assertion', 'signed'],
      ['cordon-decision', 'id'],
    ])
  })

  it('writes X-Forwarded-* afresh where it is to, over what the client sent', async () => {
    const forwarded = { 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Proto': 'https' }
    const { headers } = await sent(
      [
        ['X-Forwarded-For', '203.0.113.9'],
        ['X-Forwarded-Host', 'evil.test'],
      ],
      { headers: forwarded },
    )
    expect(headers.get('X-Forwarded-For')).toBe('192.0.2.1')
    expect(headers.get('X-Forwarded-Host')).toBeNull()
  })

  it.each([
    ['__Host-cordon=a.b.c', null],
    ['__Host-cordon=a.b.c; theme=dark', 'theme=dark'],
    ['a=1; __host-cordon=a.b.c; b=2', 'a=1; b=2'],
    ['a=1; b=2', 'a=1; b=2'],
  ])('passes the cookies %s on as %s', async (cookie, expected) => {
    expect((await sent([['Cookie', cookie]])).headers.get('Cookie')).toBe(expected)
  })

  it('adds itself to the CDNs a request has passed', async () => {
    const { headers } = await sent([['CDN-Loop', 'cloudflare; loops=1, other']])
    expect(headers.get('CDN-Loop')).toBe(`cloudflare; loops=1, other, ${OPTIONS.loopToken}`)
  })

  it.each([
    OPTIONS.loopToken,
    `cloudflare, ${OPTIONS.loopToken}`,
    `${OPTIONS.loopToken}; loops=1`,
    `a,${OPTIONS.loopToken} ;x , b`,
  ])('does not ask an origin that is this gate: CDN-Loop %s', async (loop) => {
    const { origin, requests } = originThat(() => new Response('ok'))
    const request = new Request('https://gate.test/', { headers: { 'CDN-Loop': loop } })
    expect(await forward(request, origin, OPTIONS)).toMatchObject({
      ok: false,
      error: { reason: 'origin.unreachable' },
    })
    expect(requests).toEqual([])
  })

  it.each([
    'cordon-0123456789abcdee',
    `x${OPTIONS.loopToken}`,
    `${OPTIONS.loopToken}0`,
    `a; x=${OPTIONS.loopToken}`,
  ])('asks where CDN-Loop only looks like it: %s', async (loop) => {
    expect((await sent([['CDN-Loop', loop]])).headers.get('CDN-Loop')).toContain(loop)
  })

  it.each([
    [true, true, 'no-store'],
    [true, false, 'default'],
    [false, true, 'default'],
    [false, false, 'default'],
  ])(
    'with bypassCache %s and an origin behind the cache (%s) asks in cache mode %s',
    async (bypassCache, behindCache, cache) => {
      const { origin, requests } = originThat(() => new Response('ok'))
      await forward(
        new Request('https://gate.test/'),
        { ...origin, behindCache },
        { ...OPTIONS, bypassCache },
      )
      expect(requests.map((request) => request.cache)).toEqual([cache])
    },
  )

  it('asks for an upgrade only to a WebSocket', async () => {
    expect(
      (
        await sent([
          ['Upgrade', 'WebSocket'],
          ['Connection', 'Upgrade'],
        ])
      ).headers.get('Upgrade'),
    ).toBe('websocket')
    expect(
      (
        await sent([
          ['Upgrade', 'h2c'],
          ['Connection', 'Upgrade, HTTP2-Settings'],
        ])
      ).headers.get('Upgrade'),
    ).toBeNull()
  })
})

describe('forward(): the answer', () => {
  it.each([200, 201, 301, 302, 307, 308, 400, 401, 404, 418, 429, 500, 502, 503, 504, 599])(
    'returns status %i as it is',
    async (status) => {
      const headers = { Location: 'https://elsewhere.test/', 'X-A': '1' }
      const result = await answerTo(new Response('body', { status, headers }))
      if (!result.ok) throw new Error(result.error.cause)
      expect(result.value.status).toBe(status)
      expect(result.value.headers.get('Location')).toBe('https://elsewhere.test/')
      expect(await result.value.text()).toBe('body')
    },
  )

  it('streams the body: the first part arrives while the rest has not been written', async () => {
    let finish = () => {}
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('first'))
        finish = () => {
          controller.enqueue(new TextEncoder().encode('last'))
          controller.close()
        }
      },
    })
    const result = await answerTo(new Response(body))
    if (!result.ok) throw new Error(result.error.cause)
    const reader = (result.value.body as ReadableStream<Uint8Array>).getReader()
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first')
    finish()
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('last')
    expect((await reader.read()).done).toBe(true)
  })

  it('keeps Set-Cookie lines apart and removes hop-by-hop headers', async () => {
    const headers = new Headers({ Connection: 'close, X-Hop', 'X-Hop': '1', 'Keep-Alive': 'timeout=5' })
    headers.append('Set-Cookie', 'a=1')
    headers.append('Set-Cookie', 'b=2')
    const result = await answerTo(new Response('', { headers }))
    if (!result.ok) throw new Error(result.error.cause)
    expect(result.value.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect([...result.value.headers.keys()].filter((name) => /connection|hop|alive/.test(name))).toEqual([])
  })

  it.each([204, 205, 304])('gives status %i no body', async (status) => {
    const withBody = {
      ...responseLike(status),
      body: new Response('x').body,
      headers: new Headers({ ETag: '"1"' }),
    }
    const result = await answerTo(withBody as unknown as Response)
    if (!result.ok) throw new Error(result.error.cause)
    expect(result.value).toMatchObject({ status, body: null })
    expect(result.value.headers.get('ETag')).toBe('"1"')
  })

  it.each([0, 100, 101, 102, 103, 199, 600, 999])(
    'takes status %i for no answer, and cancels what follows it',
    async (status) => {
      const cancelled: string[] = []
      expect(await answerTo(responseLike(status, cancelled))).toEqual({
        ok: false,
        error: { reason: 'origin.invalid', cause: `status ${status}` },
      })
      expect(cancelled).toEqual([`cancelled ${status}`])
    },
  )

  it('takes 101 for no answer where the client asked for another protocol, or the origin opened no socket', async () => {
    const socket = { ...responseLike(101), webSocket: {} } as unknown as Response
    expect(await answerTo(socket, { headers: { Upgrade: 'h2c' } })).toMatchObject({
      error: { reason: 'origin.invalid' },
    })
    expect(await answerTo(responseLike(101), { headers: { Upgrade: 'websocket' } })).toMatchObject({
      error: { reason: 'origin.invalid' },
    })
  })

  it('does not mind that the rest of an interim response cannot be cancelled', async () => {
    const body = { cancel: () => Promise.reject(new Error('errored')) }
    expect(await answerTo(responseLike(103, [], body))).toMatchObject({ error: { reason: 'origin.invalid' } })
    // An unhandled rejection would fail the run.
    await new Promise((resolve) => setTimeout(resolve, 5))
  })

  it.each([
    [520, 'origin.invalid'],
    [521, 'origin.unreachable'],
    [522, 'origin.timeout'],
    [523, 'origin.unreachable'],
    [524, 'origin.timeout'],
    [525, 'origin.unreachable'],
    [526, 'origin.unreachable'],
    [530, 'origin.unreachable'],
  ])("reads the platform's own %i as %s", async (status, reason) => {
    expect(await answerTo(new Response('a page', { status }))).toEqual({
      ok: false,
      error: { reason, cause: `status ${status}` },
    })
  })
})

describe('forward(): no answer', () => {
  it.each([
    ['an error', new Error('connection refused'), 'connection refused'],
    ['something else', 'a text', 'a text'],
    ['a long story', new Error('x'.repeat(5000)), 'x'.repeat(200)],
  ])('is origin.unreachable when the origin throws %s', async (_, thrown, cause) => {
    expect(await answerTo(() => Promise.reject(thrown))).toEqual({
      ok: false,
      error: { reason: 'origin.unreachable', cause },
    })
  })

  it('is origin.unreachable when asking fails at once', async () => {
    const origin: Origin = {
      urlFor: (url) => url,
      fetch: () => {
        throw new Error('no binding')
      },
      behindCache: false,
    }
    expect(await forward(new Request('https://gate.test/'), origin, OPTIONS)).toEqual({
      ok: false,
      error: { reason: 'origin.unreachable', cause: 'no binding' },
    })
  })

  it('is origin.timeout when no headers came in time, and the origin is told to stop', async () => {
    const { origin, requests } = originThat(
      (request) =>
        new Promise((_, reject) =>
          request.signal.addEventListener('abort', () => reject(request.signal.reason)),
        ),
    )
    const result = await forward(new Request('https://gate.test/'), origin, {
      ...OPTIONS,
      timeoutSeconds: 0.02,
    })
    expect(result).toEqual({
      ok: false,
      error: { reason: 'origin.timeout', cause: 'no answer within 0.02 s' },
    })
    expect(requests[0]?.signal.aborted).toBe(true)
  })

  it('is origin.timeout also when the origin does not heed the signal', async () => {
    const result = await answerTo(() => new Promise(() => {}), {}, { ...OPTIONS, timeoutSeconds: 0.02 })
    expect(result).toMatchObject({ error: { reason: 'origin.timeout' } })
  })

  it('is asked for once: nothing is repeated', async () => {
    const { origin, requests } = originThat(() => Promise.reject(new Error('reset')))
    await forward(new Request('https://gate.test/', { method: 'PUT' }), origin, OPTIONS)
    expect(requests).toHaveLength(1)
  })

  it('lets a body take its time once the headers came', async () => {
    const body = new ReadableStream({
      start: (controller) =>
        void setTimeout(() => {
          controller.enqueue(new TextEncoder().encode('late'))
          controller.close()
        }, 60),
    })
    const result = await answerTo(new Response(body), {}, { ...OPTIONS, timeoutSeconds: 0.02 })
    if (!result.ok) throw new Error(result.error.cause)
    expect(await result.value.text()).toBe('late')
  })
})
