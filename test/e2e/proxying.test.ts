import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { Echo } from '../support/responses.ts'
import { servedEdge } from './support/edge.ts'
import { headerOf, rawRequest } from './support/raw-http.ts'
import { startTcpOrigin, type TcpOrigin } from './support/tcp-origin.ts'

const echo = servedEdge()

function socketTo(url: string): WebSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`)
  socket.binaryType = 'arraybuffer'
  return socket
}

function next<T extends keyof WebSocketEventMap>(socket: WebSocket, type: T): Promise<WebSocketEventMap[T]> {
  return new Promise((resolve, reject) => {
    socket.addEventListener(type, resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
}

describe('in front of the echo origin', () => {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${echo.url}${path}`, { redirect: 'manual', ...init })

  test('server-sent events arrive as they are made', async () => {
    const response = await ask('/sse')
    expect(response.headers.get('Content-Type')).toBe('text/event-stream')
    const at: number[] = []
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      at.push(performance.now())
      text += decoder.decode(chunk, { stream: true })
    }
    expect(text.match(/^data: event \d$/gm)).toHaveLength(5)
    // 800 ms lie between the first and the last; a loaded machine may be late with some.
    expect(at.length).toBeGreaterThan(2)
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(400)
  })

  test('a stream of many chunks arrives whole', async () => {
    const text = await (await ask('/stream/20')).text()
    expect(text).toBe(Array.from({ length: 20 }, (_, index) => `chunk ${index}\n`).join(''))
  })

  test('a WebSocket carries text and bytes, and closes with its code', async () => {
    const socket = socketTo(echo.url)
    await next(socket, 'open')
    for (const sent of ['hello', 'x'.repeat(70_000), new Uint8Array([0, 1, 254, 255])]) {
      const answer = next(socket, 'message')
      socket.send(sent)
      const { data } = await answer
      expect(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer)).toEqual(sent)
    }
    const closed = next(socket, 'close')
    socket.close(4001, 'enough')
    expect((await closed).code).toBe(4001)
  })

  test('several Set-Cookie stay apart; one that would write ours does not pass', async () => {
    const cookies = (await ask('/cookies')).headers.getSetCookie()
    expect(cookies.slice(0, 2)).toEqual(['first=1; Path=/', 'second=2; Path=/; HttpOnly'])
    expect(cookies.slice(2)).toEqual([expect.stringMatching(/^__Host-cordon=ey/)])
  })

  test('a redirect is returned, not followed', async () => {
    const response = await ask('/redirect?to=http://127.0.0.1:1/secret')
    expect([response.status, response.headers.get('Location')]).toEqual([302, 'http://127.0.0.1:1/secret'])
  })

  test.each([
    ['bytes=2-5', 206, [2, 3, 4, 5], 'bytes 2-5/100'],
    ['bytes=-2', 206, [98, 99], 'bytes 98-99/100'],
    ['bytes=200-', 416, [], 'bytes */100'],
  ])('Range: %s gets %i', async (range, status, bytes, contentRange) => {
    const response = await ask('/bytes/100', { headers: { Range: range } })
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Range')).toBe(contentRange)
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual(bytes)
  })

  test('HEAD gets the headers and no content', async () => {
    const response = await ask('/a', { method: 'HEAD' })
    expect([response.status, response.headers.get('Content-Type'), await response.text()]).toEqual([
      200,
      'application/json',
      '',
    ])
  })

  test.each([201, 204, 304, 404, 418, 500, 503, 599])('status %i passes', async (status) => {
    const answer = await rawRequest(echo.url, `/status/${status}`)
    expect(answer.status).toBe(status)
    if (status === 204 || status === 304) expect(answer.body).toBe('')
  })

  test('gzip passes as it is, and says so', async () => {
    const response = await ask('/gzip', { headers: { 'Accept-Encoding': 'gzip' } })
    expect(response.headers.get('Content-Encoding')).toBe('gzip')
    expect(((await response.json()) as Echo).url).toMatch(/\/gzip$/)
  })

  test('5 MB upload whole, 5 MB download whole', async () => {
    const body = 'x'.repeat(5_000_000)
    const response = await ask('/upload', { method: 'POST', body })
    expect(((await response.json()) as Echo).body.length).toBe(body.length)
    const download = new Uint8Array(await (await ask('/bytes/5000000')).arrayBuffer())
    expect(download.length).toBe(5_000_000)
    expect(download.every((byte, index) => byte === index % 256)).toBe(true)
  })

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s arrives as such', async (method) => {
    const body = method === 'GET' || method === 'OPTIONS' ? undefined : 'content'
    const response = await ask('/m?x=1', { method, ...(body === undefined ? {} : { body }) })
    expect(await response.json()).toMatchObject({ method, body: body ?? '', url: `${echo.url}/m?x=1` })
  })

  test('an account that the origin names becomes the subject, and stays inside', async () => {
    const response = await ask('/account/acct_7')
    expect(response.headers.has('Cordon-Account')).toBe(false)
    const token = response.headers.getSetCookie().at(-1)?.split(/[=;]/)[1] ?? ''
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
      sub: 'acct_7',
    })
  })
})

describe('in front of an origin of bytes', () => {
  const GZIPPED = Buffer.from(
    '1f8b0800000000000003cb48cdc9c95728cf2fca4901008511 4a0d0b000000'.replace(' ', ''),
    'hex',
  )
  let origin: TcpOrigin | undefined
  const uploads: Buffer[] = []
  const goneAway = Promise.withResolvers<void>()
  const edge = servedEdge(async () => {
    origin = await startTcpOrigin({
      '/gzip': ({ socket }) => {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${GZIPPED.length}\r\nConnection: close\r\n\r\n`,
        )
        socket.end(GZIPPED)
      },
      '/zstd': ({ socket }) => {
        socket.end(
          'HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 4\r\nConnection: close\r\n\r\nzzzz',
        )
      },
      '/head': ({ socket }) => {
        socket.end(
          'HTTP/1.1 200 OK\r\nContent-Length: 12345\r\nETag: "e"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n',
        )
      },
      '/hop': ({ socket }) => {
        socket.end(
          'HTTP/1.1 200 OK\r\nConnection: close, X-Named\r\nX-Named: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: x\r\nCordon-Verdict: deny\r\nCordon_Verdict: deny\r\nX-Kept: 1\r\nContent-Length: 2\r\n\r\nok',
        )
      },
      '/latin': ({ socket }) => {
        socket.end(
          Buffer.from(
            'HTTP/1.1 200 OK\r\nX-Latin: caf\u00e9\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
            'latin1',
          ),
        )
      },
      '/slow-upload': ({ socket }) => {
        socket.on('data', (chunk) => {
          uploads.push(chunk)
          if (chunk.includes('last'))
            socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')
        })
      },
      '/endless': ({ socket }) => {
        socket.on('close', () => goneAway.resolve())
        socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n')
        const timer = setInterval(() => socket.write('more\n'), 20)
        socket.on('close', () => clearInterval(timer))
      },
    })
    return { originUrl: origin.url }
  })
  afterAll(() => origin?.close())

  test('compressed content is the same octets, whether or not it can be read', async () => {
    const answer = await fetch(`${edge.url}/gzip`, { headers: { 'Accept-Encoding': 'gzip' } })
    expect(await answer.text()).toBe(gunzipSync(GZIPPED).toString())
    const raw = await rawRequest(edge.url, '/gzip')
    expect(headerOf(raw, 'Content-Encoding')).toBe('gzip')
    expect(headerOf(raw, 'Content-Length')).toBe(`${GZIPPED.length}`)
    const unknown = await rawRequest(edge.url, '/zstd')
    expect([headerOf(unknown, 'Content-Encoding'), unknown.body]).toEqual(['zstd', 'zzzz'])
  })

  test('HEAD keeps the length that GET would have', async () => {
    const answer = await rawRequest(edge.url, '/head', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect([headerOf(answer, 'ETag'), headerOf(answer, 'Content-Length')]).toEqual(['"e"', '12345'])
  })

  test('hop-by-hop and reserved headers of the answer stay inside', async () => {
    const { headers } = await rawRequest(edge.url, '/hop')
    const names = headers.map(([name]) => name.toLowerCase())
    for (const name of ['x-named', 'keep-alive', 'proxy-authenticate', 'cordon-verdict', 'cordon_verdict']) {
      expect(names).not.toContain(name)
    }
    expect(names).toContain('x-kept')
    expect(names.filter((name) => name === 'cordon-decision')).toHaveLength(1)
  })

  test('octets beyond ASCII in an answer reach the client as they came', async () => {
    expect(headerOf(await rawRequest(edge.url, '/latin'), 'X-Latin')).toBe('caf\u00e9')
  })

  test('an upload reaches the origin while it is being sent', async () => {
    const encoder = new TextEncoder()
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start(made) {
        controller = made
      },
    })
    controller?.enqueue(encoder.encode('first'))
    const answer = fetch(`${edge.url}/slow-upload`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    await expect.poll(() => Buffer.concat(uploads).toString(), { timeout: 5000 }).toContain('first')
    controller?.enqueue(encoder.encode('last'))
    controller?.close()
    expect((await answer).status).toBe(200)
  })

  test('a client that goes away takes the request to the origin with it', async () => {
    const abort = new AbortController()
    const response = await fetch(`${edge.url}/endless`, { signal: abort.signal })
    await response.body?.getReader().read()
    abort.abort()
    await goneAway.promise
  })
})

describe('with WEBSOCKET_MAX_SECONDS', () => {
  const edge = servedEdge(() => ({ vars: { WEBSOCKET_MAX_SECONDS: 1 } }))

  test('a WebSocket is relayed, bytes and all, and closed with 1008 when its time is over', async () => {
    const socket = socketTo(edge.url)
    const closed = next(socket, 'close')
    const answer = next(socket, 'message')
    await next(socket, 'open')
    socket.send(new Uint8Array([7, 0, 255]))
    expect(new Uint8Array((await answer).data as ArrayBuffer)).toEqual(new Uint8Array([7, 0, 255]))
    expect(await closed).toMatchObject({ code: 1008, reason: 'time limit reached' })
  })
})
