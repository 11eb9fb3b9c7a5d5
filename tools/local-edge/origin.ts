/**
 * The echo origin behind the local edge. Every path not below answers 200 with what arrived:
 * `{"method","url","headers":[[name,value],…],"body"}`, the body as text.
 *
 *   /status/<code>   that status (200–599), with the echo as body where the status allows one
 *   /delay/<ms>      the echo, after at most 60000 ms
 *   /sse             5 server-sent events, 200 ms apart
 *   /ws              WebSocket that sends back what it gets; 426 without an upgrade
 *   /cookies         three Set-Cookie, one of them named like the session cookie, which must not reach the client
 *   /redirect?to=…   302 to there
 *   /bytes/<n>       n bytes (at most 10,000,000), byte i is i mod 256; one Range answers 206, a wrong one 416
 *   /account/<id>    the echo, with `Cordon-Account: <id>`
 *   /gzip            the echo, compressed
 *   /stream/<n>      n chunks (at most 1000) of one line each, 20 ms apart
 *
 * HEAD answers what GET would, without the body.
 */

type Route = (request: Request, argument: string, echo: string) => Response | Promise<Response>

const JSON_TYPE = { 'Content-Type': 'application/json' }
const MAX_DELAY_MILLIS = 60_000
const MAX_BYTES = 10_000_000
const MAX_CHUNKS = 1000

const ROUTES: Readonly<Record<string, Route>> = {
  status: (_request, code, echo) => {
    const status = wholeNumber(code, 599)
    if (status === undefined || status < 200) return wrong('/status/<code> takes 200 to 599')
    return [204, 205, 304].includes(status) ? new Response(null, { status }) : answer(echo, { status })
  },
  delay: async (_request, millis, echo) => {
    const wait = wholeNumber(millis, MAX_DELAY_MILLIS)
    if (wait === undefined) return wrong(`/delay/<ms> takes 0 to ${MAX_DELAY_MILLIS}`)
    await sleep(wait)
    return answer(echo)
  },
  sse: () =>
    paced(5, 200, (index) => `id: ${index}\ndata: event ${index}\n\n`, {
      'Content-Type': 'text/event-stream',
    }),
  ws: webSocket,
  cookies: (_request, _argument, echo) => {
    const response = answer(echo)
    for (const cookie of [
      'first=1; Path=/',
      'second=2; Path=/; HttpOnly',
      '__Host-cordon=forged; Path=/; Secure',
    ]) {
      response.headers.append('Set-Cookie', cookie)
    }
    return response
  },
  redirect: (request) => {
    const to = new URL(request.url).searchParams.get('to')
    return to === null
      ? wrong('/redirect needs ?to=<where>')
      : new Response(null, { status: 302, headers: { Location: to } })
  },
  bytes: (request, count) => {
    const length = wholeNumber(count, MAX_BYTES)
    return length === undefined ? wrong(`/bytes/<n> takes 0 to ${MAX_BYTES}`) : bytes(request, length)
  },
  account: (_request, id, echo) => answer(echo, { headers: { ...JSON_TYPE, 'Cordon-Account': id } }),
  gzip: (_request, _argument, echo) =>
    answer(echo, { headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, encodeBody: 'automatic' }),
  stream: (_request, count) => {
    const chunks = wholeNumber(count, MAX_CHUNKS)
    if (chunks === undefined) return wrong(`/stream/<n> takes 0 to ${MAX_CHUNKS}`)
    return paced(chunks, 20, (index) => `chunk ${index}\n`, { 'Content-Type': 'text/plain' })
  },
}

export default {
  async fetch(request: Request): Promise<Response> {
    const [, name = '', argument = ''] = new URL(request.url).pathname.split('/')
    const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined
    const echo = await echoOf(request)
    const response = route === undefined ? answer(echo) : await route(request, argument, echo)
    return request.method === 'HEAD' ? new Response(null, response) : response
  },
}

async function echoOf(request: Request): Promise<string> {
  const { method, url } = request
  return JSON.stringify({ method, url, headers: [...request.headers], body: await request.text() })
}

function answer(echo: string, init: ResponseInit = {}): Response {
  return new Response(echo, { headers: JSON_TYPE, ...init })
}

function wrong(expected: string): Response {
  return new Response(`${expected}\n`, { status: 400, headers: { 'Content-Type': 'text/plain' } })
}

function wholeNumber(text: string, most: number): number | undefined {
  return /^\d{1,8}$/.test(text) && Number(text) <= most ? Number(text) : undefined
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis))
}

function paced(
  count: number,
  gapMillis: number,
  chunk: (index: number) => string,
  headers: HeadersInit,
): Response {
  const encoder = new TextEncoder()
  let index = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (index >= count) return controller.close()
      if (index > 0) await sleep(gapMillis)
      controller.enqueue(encoder.encode(chunk(index++)))
    },
  })
  return new Response(body, { headers })
}

function webSocket(request: Request): Response {
  if (request.headers.get('Upgrade')?.toLowerCase() !== 'websocket') {
    return new Response('/ws speaks WebSocket\n', { status: 426, headers: { Upgrade: 'websocket' } })
  }
  const { 0: client, 1: server } = new WebSocketPair()
  server.binaryType = 'arraybuffer'
  server.accept()
  server.addEventListener('message', ({ data }) => server.send(data))
  server.addEventListener('close', ({ code, reason }) => {
    // 1005 and 1006 mean that no code was sent, and so cannot be sent back (RFC 6455 §7.4.1).
    if (code === 1005 || code === 1006) server.close()
    else server.close(code, reason)
  })
  return new Response(null, { status: 101, webSocket: client })
}

function bytes(request: Request, length: number): Response {
  const headers = { 'Content-Type': 'application/octet-stream', 'Accept-Ranges': 'bytes' }
  const all = Uint8Array.from({ length }, (_, index) => index % 256)
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('Range') ?? '')
  // A Range that is not one plain range is ignored, as RFC 9110 §14.2 allows.
  if (match === null || (match[1] === '' && match[2] === '')) return new Response(all, { headers })
  const [, from = '', to = ''] = match
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1)
  if (first > last) {
    return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${length}` } })
  }
  return new Response(all.slice(first, last + 1), {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${first}-${last}/${length}` },
  })
}
