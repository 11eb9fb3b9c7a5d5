import { describe, expect, it, vi } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { RemoteKeysOptions } from '../../../src/verify/published-keys.ts'
import { KEYS_KEPT_SECONDS, RemoteKeySet } from '../../../src/verify/remote-key-set.ts'
import { remoteKeys } from '../../../src/verify/remote-keys.ts'
import { NOW } from '../session/fixture.ts'
import { fakeEndpoint, GATE_KEYS_URL, JWKS, PUBLIC_JWK } from './fixture.ts'

const at = (seconds: number) => (NOW + seconds) as UnixSeconds
const broken = () => new Response('down', { status: 502 })

function served(options: RemoteKeysOptions = {}) {
  const endpoint = fakeEndpoint()
  return { endpoint, keys: new RemoteKeySet(GATE_KEYS_URL, { fetch: endpoint.fetch, ...options }) }
}

describe('remoteKeys()', () => {
  it.each([
    'http://gate.test/.cordon/jwks.json',
    'http://127.0.0.1.attacker.test/jwks.json',
    'https://user:secret@gate.test/jwks.json',
    'file:///etc/jwks.json',
    'data:application/json,{}',
    'gate.test/.cordon/jwks.json',
  ])('takes no keys from %s', (url) => {
    expect(() => remoteKeys(url)).toThrow(TypeError)
  })

  it.each([
    'http://localhost:8787/x',
    'http://127.0.0.1:8787/x',
    'http://[::1]:8787/x',
    'https://gate.test/x',
  ])('takes keys from %s', (url) => {
    expect(remoteKeys(new URL(url)).issuer).toBe(new URL(url).origin)
  })

  it.each([{ maxAgeSeconds: 0 }, { coolDownSeconds: -1 }, { timeoutMillis: Number.NaN }])(
    'throws TypeError for the time %j',
    (options) => {
      expect(() => remoteKeys(GATE_KEYS_URL, options)).toThrow(TypeError)
    },
  )

  it('throws TypeError for an option that is none, and names the nearest', () => {
    const options = { maxAgeSecond: 60 } as RemoteKeysOptions
    expect(() => remoteKeys(GATE_KEYS_URL, options)).toThrow(
      new TypeError('unknown option "maxAgeSecond": did you mean "maxAgeSeconds"?'),
    )
  })

  it('reads nothing before it is needed, once then, and again from maxAgeSeconds on', async () => {
    const { endpoint, keys } = served()
    expect(endpoint.asked).toEqual([])
    for (const seconds of [0, 1, 299]) expect((await keys.current(at(seconds)))?.size).toBe(1)
    expect(endpoint.asked).toEqual([GATE_KEYS_URL])
    await keys.current(at(300))
    expect(endpoint.asked).toHaveLength(2)
    await keys.current(at(599))
    expect(endpoint.asked).toHaveLength(2)
  })

  it('reads once for all the requests that come to a cold start together', async () => {
    const { endpoint, keys } = served()
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.current(at(0))))
    expect(found.map((set) => set?.size)).toEqual(Array(20).fill(1))
    expect(endpoint.asked).toHaveLength(1)
  })

  it('lets the old keys serve the others while one request reads new ones', async () => {
    const { endpoint, keys } = served()
    const old = await keys.current(at(0))
    let answer: (response: Response) => void = () => {}
    endpoint.answer = () => new Promise((resolve) => (answer = resolve))
    const reader = keys.current(at(300))
    expect(await keys.current(at(300))).toBe(old)
    answer(Response.json(JWKS))
    expect(await reader).not.toBe(old)
    expect(await keys.current(at(300))).toBe(await reader)
    expect(endpoint.asked).toHaveLength(2)
  })

  it('is held up by no request that was cancelled while it read', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const { endpoint, keys } = served({ timeoutMillis: 100 })
    endpoint.answer = undefined
    // As on Workers: what a cancelled request awaits never settles, its timers included.
    timers.mockImplementationOnce(() => ({}) as ReturnType<typeof setTimeout>)
    void keys.current(at(0))
    timers.mockRestore()
    expect(await keys.current(at(1))).toBeUndefined()
    endpoint.answer = () => Response.json(JWKS)
    expect((await keys.current(at(2)))?.size).toBe(1)
    expect(endpoint.asked).toHaveLength(2)
  })

  it('keeps the last good set for a day while the endpoint is down, asking once in each cool-down', async () => {
    const { endpoint, keys } = served()
    const good = await keys.current(at(0))
    endpoint.answer = broken
    for (let seconds = 300; seconds < 420; seconds++) expect(await keys.current(at(seconds))).toBe(good)
    expect(endpoint.asked).toHaveLength(1 + 4)
    expect(await keys.current(at(KEYS_KEPT_SECONDS - 1))).toBe(good)
    expect(await keys.current(at(KEYS_KEPT_SECONDS))).toBeUndefined()
    endpoint.answer = () => Response.json(JWKS)
    expect((await keys.current(at(KEYS_KEPT_SECONDS + 2)))?.size).toBe(1)
  })

  it('with nothing to verify with tries again every two seconds', async () => {
    const { endpoint, keys } = served()
    endpoint.answer = broken
    for (const seconds of [0, 0, 1, 1, 2, 3]) expect(await keys.current(at(seconds))).toBeUndefined()
    expect(endpoint.asked).toHaveLength(2)
  })

  it('reads anew when the clock was set back by more than the keys are old', async () => {
    const { endpoint, keys } = served()
    await keys.current(at(0))
    expect((await keys.current(at(-86_400)))?.size).toBe(1)
    expect(endpoint.asked).toHaveLength(2)
  })

  it.each<[string, () => Response | Promise<Response>]>([
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { Location: 'https://attacker.test/' } }),
    ],
    ['a redirect with keys in it', () => Response.json(JWKS, { status: 302 })],
    ['an error with keys in it', () => Response.json(JWKS, { status: 500 })],
    ['no body', () => new Response(null)],
    ['a page', () => new Response('<!doctype html>')],
    ['half a document', () => new Response('{"keys":[')],
    ['bytes that are no text', () => new Response(new Uint8Array([0xff, 0xfe]))],
    ['a member twice', () => new Response(`{"keys":[],"keys":${JSON.stringify(JWKS.keys)}}`)],
    ['null', () => Response.json(null)],
    ['a list', () => Response.json(JWKS.keys)],
    ['keys that are no list', () => Response.json({ keys: { 0: PUBLIC_JWK } })],
    ['no keys', () => Response.json({ keys: [] })],
    [
      'junk for keys',
      () => Response.json({ keys: [null, 1, 'x', {}, { kty: 'oct', k: 'AA', alg: 'HS256', kid: 'a' }] }),
    ],
    [
      'more keys than anybody has',
      () => Response.json({ keys: Array.from({ length: 33 }, (_, n) => ({ ...PUBLIC_JWK, kid: `${n}` })) }),
    ],
    ['more bytes than keys need', () => new Response(JSON.stringify({ ...JWKS, pad: 'x'.repeat(65_536) }))],
    ['an endless stream', () => new Response(endless())],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('keeps what it has when the endpoint answers with %s', async (_, answer) => {
    const { endpoint, keys } = served()
    const good = await keys.current(at(0))
    endpoint.answer = answer
    expect(await keys.current(at(300))).toBe(good)
    expect(endpoint.asked).toHaveLength(2)
  })

  it('takes the good keys of a set that has junk in it', async () => {
    const { endpoint, keys } = served()
    endpoint.answer = () => Response.json({ keys: [null, { kty: 'RSA' }, PUBLIC_JWK, 'x'], more: [1] })
    expect([...((await keys.current(at(0)))?.keys() ?? [])]).toEqual([PUBLIC_JWK.kid])
  })

  it('does not follow redirects, and says so to the fetch it is given', async () => {
    const inits: (RequestInit | undefined)[] = []
    const keys = new RemoteKeySet(GATE_KEYS_URL, {
      fetch: async (_, init) => {
        inits.push(init)
        return Response.json(JWKS)
      },
    })
    await keys.current(at(0))
    expect(inits).toMatchObject([{ redirect: 'manual', signal: expect.any(AbortSignal) }])
  })

  it.each([
    ['never answers', () => undefined],
    [
      'never ends its answer',
      () => () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) })),
    ],
  ])('waits timeoutMillis for an endpoint that %s', async (_, answer) => {
    const { endpoint, keys } = served({ timeoutMillis: 50 })
    endpoint.answer = answer()
    const before = performance.now()
    expect(await keys.current(at(0))).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})

describe('newer()', () => {
  it('reads when the last read is a cool-down ago, and not before', async () => {
    const { endpoint, keys } = served({ coolDownSeconds: 10 })
    const held = await keys.current(at(0))
    if (held === undefined) throw new Error('there are no keys')
    for (let seconds = 0; seconds < 30; seconds++) await keys.newer(held, at(seconds))
    // The second of them is that of the first one; then the set is another, which is handed out without reading.
    expect(endpoint.asked).toHaveLength(2)
  })

  it('counts failures as reads', async () => {
    const { endpoint, keys } = served({ coolDownSeconds: 10 })
    const held = await keys.current(at(0))
    if (held === undefined) throw new Error('there are no keys')
    endpoint.answer = broken
    for (let seconds = 0; seconds < 30; seconds++) expect(await keys.newer(held, at(seconds))).toBeUndefined()
    expect(endpoint.asked).toHaveLength(1 + 2)
  })

  it('waits for the read of another request instead of reading as well', async () => {
    const { endpoint, keys } = served()
    const held = await keys.current(at(0))
    if (held === undefined) throw new Error('there are no keys')
    const [first, second] = await Promise.all([keys.newer(held, at(30)), keys.newer(held, at(30))])
    expect(first?.size).toBe(1)
    expect(second).toBe(first)
    expect(endpoint.asked).toHaveLength(2)
  })
})

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(32)) })
}
