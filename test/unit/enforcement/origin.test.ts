import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ForwardOptions,
  forward,
  type Origin,
  type OriginAnswer,
} from '../../../src/enforcement/origin.ts'
import { utf8 } from '../../../src/lib/bytes.ts'

const OPTIONS: ForwardOptions = {
  url: 'https://gate.test/a?b',
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
      base: undefined,
      fetch: async (url, init) => {
        const request = new Request(url, init)
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

/** What the client gets of it, and what the origin said. */
async function passedOn(answer: Response, options = OPTIONS): Promise<OriginAnswer> {
  const result = await answerTo(answer, {}, options)
  if (!result.ok) throw new Error(result.error.cause)
  return result.value
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
    await forward(request, origin, { ...OPTIONS, url: request.url })
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

  it('asks at the URL it is given, letter by letter, wherever the request was sent', async () => {
    const url = 'https://origin.test:8443/a%2Fb?'
    const asked: string[] = []
    const fetch = async (at: string) => {
      asked.push(at)
      return new Response('ok')
    }
    const origin: Origin = { base: 'https://elsewhere.test', fetch, behindCache: true }
    await forward(new Request('https://gate.test/a?b'), origin, { ...OPTIONS, url })
    expect(asked).toEqual([url])
  })

  it.each(['GET', 'HEAD'])(
    'sends no content with %s, nor a length of its own, whatever was read',
    async (method) => {
      const { origin, requests } = originThat(() => new Response('ok'))
      const request = new Request('https://gate.test/', { method })
      expect(await forward(request, origin, { ...OPTIONS, content: utf8('x') })).toMatchObject({ ok: true })
      expect(requests[0]?.body).toBeNull()
      expect(requests[0]?.headers.has('Content-Length')).toBe(false)
    },
  )

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
      const { response } = await passedOn(new Response('body', { status, statusText: 'Text', headers }))
      expect(response).toMatchObject({ status, statusText: 'Text' })
      expect(response.headers.get('Location')).toBe('https://elsewhere.test/')
      expect(await response.text()).toBe('body')
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
    const { response } = await passedOn(new Response(body))
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first')
    finish()
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('last')
    expect((await reader.read()).done).toBe(true)
  })

  it('keeps Set-Cookie lines apart and removes hop-by-hop headers', async () => {
    const headers = new Headers({ Connection: 'close, X-Hop', 'X-Hop': '1', 'Keep-Alive': 'timeout=5' })
    headers.append('Set-Cookie', 'a=1')
    headers.append('Set-Cookie', 'b=2')
    const { response } = await passedOn(new Response('', { headers }))
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect([...response.headers.keys()].filter((name) => /connection|hop|alive/.test(name))).toEqual([])
  })

  it('keeps to itself what is between the origin and us, and says it apart', async () => {
    const given = new Response('content', {
      status: 418,
      statusText: 'Teapot',
      headers: [
        ['Cordon-Account', 'acct_7'],
        ['Content-Type', 'text/plain'],
        ['Set-Cookie', '__Host-cordon=x'],
        ['Set-Cookie', 'a=1'],
      ],
    })
    const { response, said } = await passedOn(given)
    expect(response).toMatchObject({ status: 418, statusText: 'Teapot' })
    expect([...response.headers]).toEqual([
      ['content-type', 'text/plain'],
      ['set-cookie', 'a=1'],
    ])
    expect(await response.text()).toBe('content')
    for (const headers of [said, given.headers]) {
      expect(headers?.get('Cordon-Account')).toBe('acct_7')
      expect(headers?.getSetCookie()).toEqual(['__Host-cordon=x', 'a=1'])
    }
  })

  it('gives headers that can still be written, without changing what the origin said', async () => {
    const given = Response.redirect('https://elsewhere.test/')
    expect(() => given.headers.set('a', '1')).toThrow(TypeError)
    const { response, said } = await passedOn(given)
    response.headers.set('Location', '/here')
    response.headers.append('Set-Cookie', 'a=1')
    expect([...response.headers]).toEqual([
      ['location', '/here'],
      ['set-cookie', 'a=1'],
    ])
    expect([...given.headers]).toEqual([['location', 'https://elsewhere.test/']])
    // Nothing in it is between the origin and us.
    expect(said).toBeUndefined()
  })

  it.each([204, 205, 304])('gives status %i no body', async (status) => {
    const withBody = {
      ...responseLike(status),
      body: new Response('x').body,
      headers: new Headers({ ETag: '"1"', 'Cordon-Account': 'x' }),
    }
    const { response } = await passedOn(withBody as unknown as Response)
    expect(response).toMatchObject({ status, body: null })
    expect([...response.headers]).toEqual([['etag', '"1"']])
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
      base: undefined,
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

  it('is origin.timeout when no headers came in time, from an origin that never answers', async () => {
    const silent = () => new Promise<Response>(() => {})
    expect(await answerTo(silent, {}, { ...OPTIONS, timeoutSeconds: 0.02 })).toEqual({
      ok: false,
      error: { reason: 'origin.timeout', cause: 'no answer within 0.02 s' },
    })
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
    const { response } = await passedOn(new Response(body), { ...OPTIONS, timeoutSeconds: 0.02 })
    expect(await response.text()).toBe('late')
  })
})

describe('forward(): an answer that comes too late', () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  beforeEach(() => {
    unhandled.length = 0
    process.on('unhandledRejection', note)
  })
  afterEach(() => void process.off('unhandledRejection', note))

  /** What is told of a rejection is told after the microtasks of its turn. */
  const laterTurns = () => new Promise((resolve) => setTimeout(resolve, 5))

  async function timedOut(): Promise<PromiseWithResolvers<Response>> {
    const late = Promise.withResolvers<Response>()
    const result = await answerTo(() => late.promise, {}, { ...OPTIONS, timeoutSeconds: 0.01 })
    expect(result).toMatchObject({ error: { reason: 'origin.timeout' } })
    return late
  }

  it('is not read: its content is cancelled', async () => {
    const cancelled: string[] = []
    const late = await timedOut()
    late.resolve(responseLike(200, cancelled))
    await laterTurns()
    expect([cancelled, unhandled]).toEqual([['cancelled 200'], []])
  })

  it.each<readonly [string, (late: PromiseWithResolvers<Response>) => void]>([
    ['without content', ({ resolve }) => resolve(new Response(null, { status: 204 }))],
    ['that is a rejection', ({ reject }) => reject(new Error('reset'))],
    [
      'whose content cannot be cancelled',
      ({ resolve }) => resolve(responseLike(200, [], { cancel: () => Promise.reject(new Error('errored')) })),
    ],
  ])('is nobody’s fault any more: one %s', async (_, settle) => {
    settle(await timedOut())
    await laterTurns()
    expect(unhandled).toEqual([])
  })
})
