import { afterAll, describe, expect, test } from 'vitest'
import { servedEdge } from './support/edge.ts'
import { headerOf, type RawAnswer, rawExchange, rawRequest } from './support/raw-http.ts'
import { startTcpOrigin, type TcpOrigin } from './support/tcp-origin.ts'

const FINAL = 'HTTP/1.1 200 OK\r\nSet-Cookie: leaked=1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'

function reasonOf(answer: RawAnswer): string {
  const problem = JSON.parse(answer.body) as { reason: string; decision: string; status: number }
  expect(headerOf(answer, 'Content-Type')).toBe('application/problem+json')
  expect(headerOf(answer, 'Set-Cookie')).toBeUndefined()
  expect(problem.status).toBe(answer.status)
  expect(problem.decision).toBe(headerOf(answer, 'Cordon-Decision'))
  return problem.reason
}

describe('an origin', () => {
  let origin: TcpOrigin | undefined
  /** When its connection was closed by the other side. */
  const held = Promise.withResolvers<number>()
  const edge = servedEdge(async () => {
    origin = await startTcpOrigin({
      '/103': ({ socket }) => socket.end(`HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${FINAL}`),
      '/100': ({ socket }) => socket.end(`HTTP/1.1 100 Continue\r\n\r\n${FINAL}`),
      '/101': ({ socket }) =>
        socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nraw'),
      '/silent': () => {},
      '/held': ({ socket }) => void socket.once('close', () => held.resolve(Date.now())),
      '/reset': ({ socket }) => socket.resetAndDestroy(),
      '/closed': ({ socket }) => socket.end(),
      '/garbage': ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.9\r\n\r\n'),
      '/half-head': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
      '/truncated': ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this'),
      '/truncated-chunks': ({ socket }) =>
        socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n'),
      '/slow-body': ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsl')
        setTimeout(() => socket.end('ow'), 1500)
      },
    })
    return { originUrl: origin.url, vars: { ORIGIN_TIMEOUT_SECONDS: 1 } }
  })
  afterAll(() => origin?.close())

  test.each([
    ['that answers 101 unasked', '/101', 502, /^origin\.(invalid|unreachable)$/],
    ['that says nothing in time', '/silent', 504, 'origin.timeout'],
    ['that resets the connection', '/reset', 502, 'origin.unreachable'],
    ['that closes the connection', '/closed', 502, 'origin.unreachable'],
    ['that does not speak HTTP', '/garbage', 502, 'origin.unreachable'],
    ['that stops within the headers', '/half-head', 502, 'origin.unreachable'],
  ])('%s (%s) gets %i %s, and nothing of it passes', async (_, path, status, reason) => {
    const answer = await rawRequest(edge.url, path)
    expect(answer.status).toBe(status)
    expect(reasonOf(answer)).toMatch(reason)
    expect(JSON.stringify(answer)).not.toMatch(/leaked|OpenSSH|raw"/)
    const decision = headerOf(answer, 'Cordon-Decision') ?? 'none'
    await expect
      .poll(() => edge.logs.some((line) => line.includes('"event":"decision"') && line.includes(decision)))
      .toBe(true)
  })

  // Older workerd handed the interim response to the gate, which answered 502; newer ones wait for the final one.
  test.each(['/100', '/103'])(
    'that answers %s first passes as its final answer or as 502, never as both in one',
    async (path) => {
      const answer = await rawRequest(edge.url, path)
      if (answer.status === 502) expect(reasonOf(answer)).toBe('origin.invalid')
      else expect([answer.status, answer.body, headerOf(answer, 'Link')]).toEqual([200, 'ok', undefined])
    },
  )

  test('that never answers is let go once the client has its 504, not before, and whether or not that stays', async () => {
    // Keeps its own connection open: it is the answer that ends the other one.
    const answer = await fetch(`${edge.url}/held`)
    expect([answer.status, await answer.json()]).toEqual([
      504,
      expect.objectContaining({ reason: 'origin.timeout' }),
    ])
    const answered = Date.now()
    const closed = await Promise.race([
      held.promise,
      new Promise<never>((_, reject) => setTimeout(reject, 5_000, new Error('still connected after 5 s'))),
    ])
    // The two arrive in any order.
    expect(closed).toBeGreaterThan(answered - 500)
  })

  test.each(['/truncated', '/truncated-chunks'])(
    '%s: the client is not told that it has everything',
    async (path) => {
      await expect(rawRequest(edge.url, path)).rejects.toThrow()
      const { text, aborted } = await rawExchange(
        edge.url,
        `GET ${path} HTTP/1.1\r\nHost: ${new URL(edge.url).host}\r\n\r\n`,
      )
      expect(text).toContain('only this')
      expect(aborted || !text.endsWith('0\r\n\r\n')).toBe(true)
    },
  )

  test('may take longer for its content than for its headers', async () => {
    expect(await (await fetch(`${edge.url}/slow-body`)).text()).toBe('slow')
  })

  test('is not asked again, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'PUT']) {
      const before = origin?.received.length ?? 0
      await rawRequest(edge.url, '/garbage', { method, ...(method === 'GET' ? {} : { body: 'x' }) })
      expect((origin?.received.length ?? 0) - before).toBe(1)
    }
  })

  // The last one: there is no origin after it.
  test('that is gone gets 502 with the decision, and the gate still refuses whom it refuses', async () => {
    expect((await rawRequest(edge.url, '/')).status).toBe(200)
    await origin?.close()
    const answer = await rawRequest(edge.url, '/')
    expect(answer.status).toBe(502)
    expect(reasonOf(answer)).toBe('origin.unreachable')
    const refused = await rawRequest(edge.url, '/', { headers: [['Sim-Client-IP', '175.45.176.1']] })
    expect(refused.status).toBe(451)
    const page = await rawRequest(edge.url, '/', { headers: [['Accept', 'text/html']] })
    expect([page.status, headerOf(page, 'Content-Type')]).toEqual([502, 'text/html; charset=utf-8'])
  })
})

describe('a gate that is its own origin', () => {
  const edge = servedEdge(async () => {
    const { freePort } = await import('../../tools/local-edge/ports.ts')
    const port = await freePort()
    return { port, originUrl: `http://127.0.0.1:${port}` }
  })

  test('notices the loop after one turn', async () => {
    const answer = await rawRequest(edge.url, '/')
    expect(answer.status).toBe(502)
    const decisions = edge.logs.filter((line) => line.includes('"event":"decision"'))
    expect(decisions.length).toBeLessThanOrEqual(2)
  })
})

describe('a broken configuration', () => {
  let origin: TcpOrigin | undefined
  const edge = servedEdge(async () => {
    origin = await startTcpOrigin()
    const vars = { MODE: 'sometimes', RESTRICTED_REGIONS: ['CN', 'china'], DENIED_NETWORK: ['vpn'] }
    return { originUrl: origin.url, vars }
  })
  afterAll(() => origin?.close())

  test.each(['/', '/a//b', '/.cordon/jwks.json', '/.cordon/session', '/.well-known/x'])(
    'refuses %s with 503',
    async (path) => {
      const answer = await rawRequest(edge.url, path)
      expect(answer.status).toBe(503)
      expect(reasonOf(answer)).toBe('service.misconfigured')
      expect(answer.body).not.toMatch(/MODE|sometimes|china/)
      expect(origin?.received).toEqual([])
    },
  )

  test('is told in full by health on the local edge, and once in the log', async () => {
    const response = await fetch(`${edge.url}/.cordon/health`)
    expect(response.status).toBe(503)
    const { status, details } = (await response.json()) as { status: string; details: string[] }
    expect(status).toBe('broken')
    expect(details).toEqual([
      expect.stringMatching(/^DENIED_NETWORK: .*did you mean DENIED_NETWORKS\?$/),
      expect.stringMatching(/^MODE: .*got "sometimes"$/),
      expect.stringMatching(/^RESTRICTED_REGIONS\[1\]: .*got "china"$/),
    ])
    expect(edge.logs.filter((line) => line.includes('"event":"configuration"'))).toHaveLength(1)
  })
})
