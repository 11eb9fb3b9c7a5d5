import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { servedEdge } from './support/edge.ts'
import { headerOf, rawExchange, rawRequest } from './support/raw-http.ts'
import { startTcpOrigin, type TcpOrigin } from './support/tcp-origin.ts'

let origin: TcpOrigin | undefined
const edge = servedEdge(async () => {
  origin = await startTcpOrigin()
  return { originUrl: origin.url }
})
afterAll(() => origin?.close())

function reached(): number {
  if (origin === undefined) throw new Error('the origin is not up yet')
  return origin.received.length
}

/** Everything that a test does while the origin must hear nothing. */
async function unheard<T>(run: () => Promise<T>): Promise<T> {
  const before = reached()
  const result = await run()
  expect(reached()).toBe(before)
  return result
}

describe('a path that two parsers could read differently is 400, and never the origin', () => {
  test.each([
    '/a/../b',
    '/..',
    '/./a',
    '/%2e%2e/x',
    '/a/%2E%2e/b',
    '/a/..;/b',
    '/a\\b',
    '/a/..\\..\\b',
    '/.cordon/../x',
    '//',
    '//x',
    '/a//b',
    '/a/%2e',
    '/a;b',
    '/a;b=c/d',
    '/a%3bb',
    '/%2fx',
    '/a%2Fb',
    '/a%5cb',
    '/a%5Cb',
    '/x%00',
    '/x%0d%0aSet-Cookie:y',
    '/x%7f',
    '/x%25',
    '/x%252fy',
    '/x%23y',
    '/x%3fy',
    '/x%',
    '/x%zz',
    '/x%u002f',
    '/x%c0%af',
    '/x%ef%bc%8f',
    '/x.',
    '/x./y',
    '/x%20',
    '/x%20/y',
    '/...',
    '/.cordon.',
  ])('%s', async (path) => {
    const answer = await unheard(() => rawRequest(edge.url, path))
    expect(answer.status).toBe(400)
    expect(headerOf(answer, 'Cordon-Decision')).toMatch(/^[\w-]{22}$/)
    expect(JSON.parse(answer.body).reason).toBe('request.path')
  })

  test.each(['/a?b=/../c', '/a?b=//;%2f%00', '/a?b#', '/~a/-b_.c', '/a%20b', '/caf%C3%A9'])(
    '%s is not one of these',
    async (path) => {
      expect((await rawRequest(edge.url, path)).status).toBe(200)
      expect(origin?.received.at(-1)?.target).toBe(path.replace('#', ''))
    },
  )
})

describe('a request that no client should send is refused, and never the origin', () => {
  const host = () => new URL(edge.url).host
  const send = (lines: string[], body = '') => rawExchange(edge.url, `${lines.join('\r\n')}\r\n\r\n${body}`)

  test.each([
    ['two Hosts', () => ['GET / HTTP/1.1', `Host: ${host()}`, 'Host: evil.test']],
    ['the same Host twice', () => ['GET / HTTP/1.1', `Host: ${host()}`, `Host: ${host()}`]],
    ['another Host', () => ['GET / HTTP/1.1', 'Host: evil.test']],
    ['a Host with a user', () => ['GET / HTTP/1.1', `Host: user@${host()}`]],
    ['a Host with a path', () => ['GET / HTTP/1.1', `Host: ${host()}/x`]],
    ['a Host with a trailing dot', () => ['GET / HTTP/1.1', 'Host: localhost.']],
    ['a Host with a space', () => ['GET / HTTP/1.1', 'Host: local host']],
    ['a Host with an empty port', () => ['GET / HTTP/1.1', 'Host: localhost:99999']],
    ['an empty Host', () => ['GET / HTTP/1.1', 'Host: ']],
    ['no Host', () => ['GET / HTTP/1.1']],
    ['a target of a star', () => ['OPTIONS * HTTP/1.1', `Host: ${host()}`]],
    ['TRACE', () => ['TRACE / HTTP/1.1', `Host: ${host()}`]],
    ['CONNECT', () => [`CONNECT ${host()} HTTP/1.1`, `Host: ${host()}`]],
    ['a method nobody knows', () => ['BREW / HTTP/1.1', `Host: ${host()}`]],
    ['a method that is not served', () => ['PROPFIND / HTTP/1.1', `Host: ${host()}`]],
    ['a method in lower case', () => ['get / HTTP/1.1', `Host: ${host()}`]],
    ['a control character in a header', () => ['GET / HTTP/1.1', `Host: ${host()}`, 'X: a\u0000b']],
    ['two lengths', () => ['POST / HTTP/1.1', `Host: ${host()}`, 'Content-Length: 1', 'Content-Length: 2']],
    ['a length that is none', () => ['POST / HTTP/1.1', `Host: ${host()}`, 'Content-Length: +1']],
    ['an unknown coding', () => ['POST / HTTP/1.1', `Host: ${host()}`, 'Transfer-Encoding: gzip, x']],
  ])('%s', async (_, lines) => {
    const { status } = await unheard(() => send([...lines(), 'Connection: close']))
    // What workerd itself cannot read it answers itself, CONNECT with 500 and unknown methods with 501.
    expect([0, 400, 500, 501]).toContain(status)
  })

  test.each(['GET', 'HEAD'])('%s with content', async (method) => {
    const lines = [`${method} / HTTP/1.1`, `Host: ${host()}`, 'Content-Length: 5', 'Connection: close']
    expect((await unheard(() => send(lines, 'hello'))).status).toBe(400)
    const chunked = [
      `${method} / HTTP/1.1`,
      `Host: ${host()}`,
      'Transfer-Encoding: chunked',
      'Connection: close',
    ]
    expect((await unheard(() => send(chunked, '5\r\nhello\r\n0\r\n\r\n'))).status).toBe(400)
  })

  test('a length and a coding at once is no second request', async () => {
    const lines = ['POST / HTTP/1.1', `Host: ${host()}`, 'Content-Length: 6', 'Transfer-Encoding: chunked']
    const before = reached()
    const smuggled = `0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: ${host()}\r\nSim-Client-IP: 73.162.10.1\r\nConnection: close\r\n\r\n`
    await send(lines, smuggled)
    expect(reached() - before).toBeLessThanOrEqual(2)
    for (const { head, header } of origin?.received.slice(before) ?? []) {
      // Whatever workerd made of it, each request that went on was decided on its own.
      expect(head.split('\r\n')[0]).toMatch(/^(POST|GET) \/(smuggled)? HTTP\/1\.1$/)
      expect(header('Cordon-Assertion')).toBeDefined()
    }
  })

  test('100 KB of path, and the worker lives on', async () => {
    const { status } = await unheard(() =>
      send([`GET /${'a'.repeat(100_000)} HTTP/1.1`, `Host: ${host()}`, 'Connection: close']),
    )
    expect([400, 414, 431]).toContain(status)
    expect((await rawRequest(edge.url, '/')).status).toBe(200)
  })

  test.each([
    ['with our own authority', () => `http://${host()}/abs?x`, '/abs?x'],
    ['with another authority', () => 'http://evil.test/abs', '/abs'],
    ['with a user', () => `http://user@${host()}/abs`, '/abs'],
    ['with a fragment', () => '/abs#/../x', '/abs'],
    ['without a slash', () => 'abs', '/'],
  ])(
    'a target %s is read by workerd before us; what it makes of it is what the origin gets',
    async (_, target, got) => {
      const before = reached()
      const { status } = await send([`GET ${target()} HTTP/1.1`, `Host: ${host()}`, 'Connection: close'])
      if (status === 400) return expect(reached()).toBe(before)
      expect(status).toBe(200)
      const last = origin?.received.at(-1)
      expect(last?.target).toBe(got)
      expect(last?.head).not.toContain('evil.test')
      const { pth } = JSON.parse(
        Buffer.from(last?.header('Cordon-Assertion')?.split('.')[1] ?? '', 'base64url').toString(),
      ) as { pth: string }
      expect(pth).toBe(createHash('sha256').update(got).digest('base64url'))
    },
  )

  test('a target of another authority that is not plain is 400', async () => {
    for (const target of ['http://evil.test//x', 'http://evil.test/a;b', 'http://evil.test/a%2fb']) {
      const lines = [`GET ${target} HTTP/1.1`, `Host: ${host()}`, 'Connection: close']
      expect((await unheard(() => send(lines))).status).toBe(400)
    }
  })
})

describe('headers as they come', () => {
  test('a 100 KB cookie and ten Cordon-Session headers count as no token', async () => {
    const cookie: [string, string] = ['Cookie', `__Host-cordon=${'x'.repeat(100_000)}`]
    const ten = Array.from({ length: 10 }, (_, index): [string, string] => ['Cordon-Session', `t${index}`])
    for (const headers of [[cookie], ten]) {
      const answer = await rawRequest(edge.url, '/', { headers })
      expect([200, 431]).toContain(answer.status)
      const session = await rawRequest(edge.url, '/.cordon/session', { headers })
      expect([401, 431]).toContain(session.status)
    }
    expect(edge.logs.join('\n')).not.toMatch(/x{50}/)
  })

  test('two session cookies on two lines count as none', async () => {
    const issued = await rawRequest(edge.url, '/')
    const cookie = headerOf(issued, 'Set-Cookie')?.split(';')[0] ?? ''
    const status = async (headers: [string, string][]) =>
      (await rawRequest(edge.url, '/.cordon/session', { headers })).status
    expect(await status([['Cookie', cookie]])).toBe(200)
    expect(
      await status([
        ['Cookie', 'a=1'],
        ['Cookie', cookie],
      ]),
    ).toBe(401) // What follows the comma that joins them may be a cookie's value.
    expect(
      await status([
        ['Cookie', cookie],
        ['Cookie', cookie],
      ]),
    ).toBe(401)
  })

  test('Expect: 100-continue is not passed on, and the request is', async () => {
    const answer = await rawRequest(edge.url, '/expect', {
      method: 'POST',
      body: 'hello',
      headers: [['Expect', '100-continue']],
    })
    expect(answer.status).toBe(200)
    expect(origin?.received.at(-1)?.target).toBe('/expect')
    expect(origin?.received.at(-1)?.header('Expect')).toBeUndefined()
  })

  test('every spelling of Cordon-* stays outside', async () => {
    const names = [
      'Cordon-Verdict',
      'CORDON-VERDICT',
      'Cordon_Verdict',
      'cordon-assertion',
      'Cordon_Assertion',
      'cordon_decision',
    ]
    await rawRequest(edge.url, '/', { headers: names.map((name) => [name, 'forged']) })
    expect(origin?.received.at(-1)?.head).not.toContain('forged')
    expect(origin?.received.at(-1)?.header('Cordon-Assertion')).toMatch(/^eyJ/)
  })

  test('what Connection names stays outside, and cannot take away what the gate writes', async () => {
    await rawRequest(edge.url, '/', {
      headers: [
        ['Connection', 'X-Private, Cordon-Assertion, Cordon-Decision'],
        ['X-Private', 'secret'],
        ['X-Kept', 'kept'],
      ],
    })
    const got = origin?.received.at(-1)
    expect(got?.head).not.toContain('secret')
    expect(got?.header('X-Kept')).toBe('kept')
    expect(got?.header('Cordon-Assertion')).toMatch(/^eyJ/)
    expect(got?.header('Cordon-Decision')).toMatch(/^[\w-]{22}$/)
  })

  test('octets beyond ASCII reach the origin as they came', async () => {
    const host = new URL(edge.url).host
    const lines = [
      'GET / HTTP/1.1',
      `Host: ${host}`,
      'X-Latin: caf\u00e9',
      'Cookie: name=J\u00f8rgen',
      'Connection: close',
    ]
    expect((await rawExchange(edge.url, `${lines.join('\r\n')}\r\n\r\n`)).status).toBe(200)
    expect(origin?.received.at(-1)?.header('X-Latin')).toBe('caf\u00e9')
    expect(origin?.received.at(-1)?.header('Cookie')).toBe('name=J\u00f8rgen')
    expect(edge.logs.join('\n')).not.toContain('rgen')
  })

  test('the origin is addressed by its own name', async () => {
    await rawRequest(edge.url, '/')
    expect(origin?.received.at(-1)?.header('Host')).toBe(new URL(origin?.url ?? '').host)
    expect(origin?.received.at(-1)?.header('CDN-Loop')).toMatch(/^cordon-[0-9a-f]{16}$/)
  })

  test('a refused client reaches nothing', async () => {
    const answer = await unheard(() =>
      rawRequest(edge.url, '/', { headers: [['Sim-Client-IP', '175.45.176.1']] }),
    )
    expect(answer.status).toBe(451)
  })
})
