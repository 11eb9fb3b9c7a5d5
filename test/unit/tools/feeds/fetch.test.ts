import { existsSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type Download, download } from '../../../../tools/feeds/fetch.ts'
import { Patience } from '../../../../tools/feeds/patience.ts'
import { NOW, temporaryDirectory, transport } from './fixture.ts'

const servers: Server[] = []
const TO = join(temporaryDirectory(), 'download')

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.txt`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

function request(url: string, changes: Partial<Download> = {}): Download {
  return { url, to: TO, maxBytes: 1000, ...changes }
}

const real = (limits = {}) => transport((url, init) => fetch(url, init), limits)

/** Answers of a server that nobody has to start: for what only https can show. */
function answers(...list: readonly (Response | Error)[]) {
  const asked: { url: string; headers: Record<string, string> }[] = []
  const remaining = [...list]
  const made = transport(async (url, init) => {
    asked.push({ url, headers: init.headers as Record<string, string> })
    const next = remaining.shift()
    if (next === undefined || next instanceof Error) throw next ?? new Error('asked too often')
    return next
  })
  return { ...made, asked }
}

const URL_ = 'https://lists.example/a.txt'
const status = (code: number, headers: Record<string, string> = {}) =>
  new Response(null, { status: code, headers })

describe('download()', () => {
  test('writes the body to the file, and tells its tags', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { etag: '"v1"', 'last-modified': 'Mon, 04 May 2026 00:00:00 GMT' })
      response.end('5.6.7.0/24\n')
    })
    expect(await download(request(url), real().transport)).toEqual({
      ok: true,
      value: { state: 'new', bytes: 11, etag: '"v1"', lastModified: 'Mon, 04 May 2026 00:00:00 GMT' },
    })
    expect(readFileSync(TO, 'utf8')).toBe('5.6.7.0/24\n')
  })

  test('unpacks gzip', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync('5.6.7.0/24\n'))
    })
    expect(await download(request(url), real().transport)).toMatchObject({ ok: true, value: { bytes: 11 } })
  })

  test('asks on condition, and takes 304 for unchanged', async () => {
    const url = await serve((incoming, response) => {
      response.writeHead(incoming.headers['if-none-match'] === '"v1"' ? 304 : 200)
      response.end()
    })
    const { transport: made } = real()
    expect(await download(request(url, { etag: '"v1"' }), made)).toEqual({
      ok: true,
      value: { state: 'unchanged' },
    })
    expect(await download(request(url, { lastModified: 'x' }), made)).toMatchObject({
      value: { state: 'new' },
    })
  })

  test('tries again after a 500, with a longer pause each time', async () => {
    const { transport: made, slept } = answers(
      status(500),
      status(502),
      new Error('reset'),
      new Response('x'),
    )
    expect(await download(request(URL_), made)).toMatchObject({ ok: true })
    expect(slept).toEqual([1000, 2000, 4000])
  })

  test('gives up after four attempts', async () => {
    const { transport: made } = answers(status(500), status(500), status(500), status(500), new Response('x'))
    expect(await download(request(URL_), made)).toEqual({
      ok: false,
      error: { kind: 'failed', message: 'the server answered 500, after 4 attempts' },
    })
  })

  test('waits as long as the server asks, up to a minute', async () => {
    const { transport: made, slept } = answers(status(429, { 'retry-after': '7' }), new Response('x'))
    expect(await download(request(URL_), made)).toMatchObject({ ok: true })
    expect(slept).toEqual([7000])
    const long = answers(status(503, { 'retry-after': '3600' }))
    expect(await download(request(URL_), long.transport)).toMatchObject({
      error: { message: 'the server answered 503 and asked to come back in 3,600 s' },
    })
    const date = answers(status(503, { 'retry-after': 'Wed, 06 May 2026 07:08:29 GMT' }), new Response('x'))
    await download(request(URL_), date.transport)
    expect(date.slept).toEqual([20_000])
  })

  test.each([
    [403, 'failed'],
    [404, 'absent'],
    [304, 'failed'],
  ])('does not try again after %i', async (code, kind) => {
    const { transport: made, slept } = answers(status(code))
    expect(await download(request(URL_), made)).toEqual({
      ok: false,
      error: { kind, message: `the server answered ${code}` },
    })
    expect(slept).toEqual([])
  })

  test('gives up on a server that stalls', async () => {
    const url = await serve((_, response) => {
      response.write('5.6.7.0/24\n')
    })
    const { transport: made } = real({ stall: 30, retries: 1 })
    expect(await download(request(url), made)).toMatchObject({
      error: { message: 'no data for 1 s, after 2 attempts' },
    })
  })

  test('gives up on a server that does not answer, or dribbles', async () => {
    const silent = await serve(() => {})
    expect(await download(request(silent), real({ connect: 30, retries: 0 }).transport)).toMatchObject({
      error: { message: 'no answer within 1 s' },
    })
    const dribbling = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 5)
      response.once('close', () => clearInterval(timer))
    })
    expect(await download(request(dribbling), real({ total: 60, retries: 0 }).transport)).toMatchObject({
      error: { message: 'took longer than 1 s' },
    })
  })

  test('waits a minute in all for a server that says nothing, whatever it is asked for', async () => {
    const silent = await serve(() => {})
    const { transport: made, slept } = real({ connect: 30, silence: 90 })
    const patience = new Patience(made)
    expect(await download(request(silent), made, patience)).toMatchObject({
      error: { message: 'no answer within 1 s, after 3 attempts' },
    })
    expect(slept).toHaveLength(2)
    expect(await download(request(silent), made, patience)).toMatchObject({
      error: { message: 'no answer within 1 s' },
    })
    const { connect, stall, silence, total } = transport(fetch).transport.limits
    expect([Math.max(connect, stall) * 3, silence, total]).toEqual([60_000, 60_000, 300_000])
  })

  test('tries a dribbling server once, and no server beyond its time', async () => {
    const dribbling = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 5)
      response.once('close', () => clearInterval(timer))
    })
    expect(await download(request(dribbling), real({ total: 60 }).transport)).toEqual({
      ok: false,
      error: { kind: 'failed', message: 'took longer than 1 s' },
    })
    let time = NOW.getTime()
    const { transport: made } = answers(
      ...Array.from({ length: 4 }, () => status(503, { 'retry-after': '50' })),
    )
    const clock = {
      ...made,
      limits: { ...made.limits, total: 120_000 },
      now: () => new Date(time),
      sleep: async (ms: number) => {
        time += ms
      },
    }
    expect(await download(request(URL_), clock)).toMatchObject({
      error: { message: 'the server answered 503, after 3 attempts' },
    })
  })

  test('leaves no file when it fails', async () => {
    const url = await serve((_, response) => {
      response.write('5.6.7.0/24\n')
    })
    await download(request(url), real({ stall: 30, retries: 0 }).transport)
    expect(existsSync(TO)).toBe(false)
  })

  test('notices a body that was cut off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('5.6.7.0/24\n')
      setTimeout(() => response.destroy(), 10)
    })
    expect(await download(request(url), real({ retries: 0 }).transport)).toMatchObject({
      error: { message: 'the connection ended in the middle of the answer' },
    })
  })

  test('refuses what is larger than it may be, also when it was packed', async () => {
    const message = 'larger than 1,000 bytes, which is the most this source may have (max_bytes)'
    const told = answers(new Response('x', { headers: { 'content-length': '2000' } }))
    expect(await download(request(URL_), told.transport)).toMatchObject({ error: { message } })
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync('x'.repeat(100_000)))
    })
    expect(await download(request(url), real().transport)).toMatchObject({ error: { message } })
  })

  test('says which server cannot be reached', async () => {
    const { transport: made } = answers(
      Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('no'), { code: 'ENOTFOUND' }),
      }),
    )
    expect(await download(request(URL_), { ...made, limits: { ...made.limits, retries: 0 } })).toMatchObject({
      error: { message: 'could not be reached (ENOTFOUND)' },
    })
  })
})

describe('redirects', () => {
  const to = (location: string) => status(302, { location })

  test('from https to https are followed', async () => {
    const { transport: made, asked } = answers(
      to('/b.txt'),
      to('https://cdn.example/c.txt'),
      new Response('x'),
    )
    expect(await download(request(URL_), made)).toMatchObject({ ok: true })
    expect(asked.map(({ url }) => url)).toEqual([
      URL_,
      'https://lists.example/b.txt',
      'https://cdn.example/c.txt',
    ])
  })

  test.each([
    ['http://lists.example/a.txt?key=secret', 'redirected from https to http://lists.example/a.txt'],
    ['http://127.0.0.1/a.txt', 'redirected from https to http://127.0.0.1/a.txt'],
    ['http://[', 'redirected to something that is no URL'],
  ])('to %s are refused', async (location, message) => {
    expect(await download(request(URL_), answers(to(location)).transport)).toMatchObject({
      error: { message },
    })
  })

  test('without end are refused', async () => {
    const { transport: made } = answers(...Array.from({ length: 6 }, () => to('/a.txt')))
    expect(await download(request(URL_), made)).toMatchObject({ error: { message: 'more than 5 redirects' } })
  })

  test('take the credentials nowhere else', async () => {
    const { transport: made, asked } = answers(to('https://cdn.example/c.txt'), new Response('x'))
    await download(request(URL_, { authorization: 'Bearer s3cret', secretQuery: { token: 't0ken' } }), made)
    expect(asked[0]).toMatchObject({
      url: `${URL_}?token=t0ken`,
      headers: { authorization: 'Bearer s3cret' },
    })
    expect(asked[1]).toMatchObject({ url: 'https://cdn.example/c.txt' })
    expect(asked[1]?.headers).not.toHaveProperty('authorization')
  })
})

describe('plain http', () => {
  test('is refused from anywhere but this machine', async () => {
    expect(await download(request('http://lists.example/a.txt'), answers().transport)).toMatchObject({
      error: { message: 'http://lists.example/a.txt is not https' },
    })
  })
})
