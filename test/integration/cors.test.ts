import { describe, expect, test } from 'vitest'
import { CLIENTS, inCookie, tokenFor } from '../support/clients.ts'
import { type SendInit, testGate } from '../support/gate.ts'
import { decisions, events } from '../support/records.ts'
import { refusalOf } from '../support/responses.ts'
import { ownState } from './isolates.ts'

const LISTED = 'https://app.example'
const UNLISTED = 'https://evil.example'
const CORS = { CORS_ORIGINS: [LISTED, 'http://localhost:3000'] }

const corsOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))
const READABLE = {
  'access-control-allow-origin': LISTED,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers':
    'Cordon-Decision, Cordon-Notice, Cordon-DPoP-Nonce, Retry-After, Link, Request-Id, X-Request-Id',
}
const variesByOrigin = ({ headers }: Response) =>
  (headers.get('Vary') ?? '').split(', ').filter((name) => name === 'Origin').length === 1

const from = (origin: string, init: SendInit = {}): SendInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), Origin: origin },
})
const preflight = (origin: string, headers: Record<string, string> = {}): SendInit => ({
  method: 'OPTIONS',
  headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT', ...headers },
})

describe('a preflight', () => {
  test('of a listed origin is allowed here, and nobody is asked about it', async () => {
    const state = ownState()
    const gate = testGate({ ...state.vars, ...CORS })
    const asked = preflight(LISTED, { 'Access-Control-Request-Headers': 'authorization,x-a,bad header' })
    const response = await gate.send('/api/x', asked)
    expect([response.status, await response.text()]).toEqual([204, ''])
    const { 'cordon-decision': _, ...headers } = Object.fromEntries(response.headers)
    expect(headers).toEqual({
      'access-control-allow-origin': LISTED,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': 'authorization, x-a',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    })
    expect([gate.seen, gate.records]).toEqual([[], []])
    expect(state.seen).toEqual({ reads: 0, changes: 0, uses: 0, documents: 0 })
  })

  test.each([LISTED, UNLISTED, 'null'])(
    'of %s is answered alike for everybody and every path',
    async (origin) => {
      const answers = new Set<string>()
      for (const cf of [CLIENTS.home, CLIENTS.northKorea, CLIENTS.tor, CLIENTS.nowhere, null])
        for (const path of [
          '/pub/x',
          '/api/x',
          '/vault',
          '/a//b',
          '/.cordon/session',
          '/.cordon/none',
          '/%2ecordon/x',
        ]) {
          const gate = testGate(CORS)
          const response = await gate.send(path, {
            ...preflight(origin),
            cf,
            address: cf === null ? null : '73.162.10.1',
          })
          const headers = [...response.headers].filter(([name]) => name !== 'cordon-decision')
          answers.add(JSON.stringify([response.status, headers, await response.text()]))
          expect([gate.seen, gate.records]).toEqual([[], []])
        }
      expect(answers.size).toBe(1)
    },
  )

  test.each([
    UNLISTED,
    'null',
    'https://app.example/',
    'https://APP.example',
    'https://app.example:8443',
    'https://sub.app.example',
    'https://app.example.evil.example',
    'https://app.example, https://app.example',
  ])('of %s, which is not listed, is told nothing', async (origin) => {
    const response = await testGate(CORS).send('/api/x', preflight(origin))
    expect([response.status, corsOf(response), variesByOrigin(response)]).toEqual([204, {}, true])
  })

  test.each<[string, SendInit]>([
    ['no method asked about', { method: 'OPTIONS', headers: { Origin: LISTED } }],
    ['no origin', { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'PUT' } }],
    ['content', { ...preflight(LISTED, { 'Content-Length': '2' }), body: '{}' }],
  ])('with %s is none, and is decided as any request', async (_, init) => {
    const gate = testGate(CORS)
    expect((await gate.send('/api/x', init)).status).toBe(200)
    expect((await gate.send('/api/x', { ...init, cf: CLIENTS.northKorea })).status).toBe(451)
    expect([gate.seen.length, decisions(gate.records).length]).toEqual([1, 2])
  })

  test('of the admin door is what it would be without a list', async () => {
    const gate = testGate({ ...ownState().vars, ...CORS })
    for (const path of ['/.cordon/admin', '/.cordon/admin/state']) {
      const response = await gate.send(path, preflight(LISTED))
      expect(response.status).not.toBe(204)
      expect([corsOf(response), response.headers.get('Vary')]).toEqual([{}, null])
    }
  })
})

describe('an answer of ours', () => {
  const gate = () => testGate(CORS)

  test('of a refused place can be read by a page of a listed origin, and says why', async () => {
    const response = await gate().send('/api/x', from(LISTED, { cf: CLIENTS.northKorea }))
    expect([corsOf(response), variesByOrigin(response)]).toEqual([READABLE, true])
    expect(response.headers.get('Vary')).toBe('Accept, Accept-Language, Origin')
    await refusalOf(response, 451, 'place.restricted')
  })

  test.each<[string, string, SendInit, number]>([
    ['a refusal', '/api/x', { cf: CLIENTS.tor }, 403],
    ['a page', '/api/x', { cf: CLIENTS.tor, headers: { Accept: 'text/html' } }, 403],
    ['a path that is refused', '/a//b', {}, 400],
    ['an unknown host', 'https://other.test/', {}, 400],
    ['another spelling of our paths', '/%2ecordon/session', {}, 404],
    ['a path of ours that is not there', '/.cordon/none', {}, 404],
    ['a method that is not there', '/.cordon/jwks.json', { method: 'PUT' }, 405],
    ['the keys', '/.cordon/jwks.json', {}, 200],
    ['the reasons', '/.cordon/problems', {}, 200],
    ['a new session', '/.cordon/session', { method: 'POST' }, 200],
    ['no session', '/.cordon/session', {}, 401],
  ])('(%s) can be read by listed origins only', async (_, path, init, status) => {
    for (const [origin, readable] of [
      [LISTED, true],
      ['http://localhost:3000', true],
      [UNLISTED, false],
      ['null', false],
      [undefined, false],
    ] as const) {
      const response = await gate().send(path, origin === undefined ? init : from(origin, init))
      expect(response.status).toBe(status)
      expect(corsOf(response)).toEqual(readable ? { ...READABLE, 'access-control-allow-origin': origin } : {})
      expect(variesByOrigin(response)).toBe(true)
    }
  })

  test('that an origin could not be reached, and that a step of ours failed', async () => {
    const gone = testGate(CORS, () => Promise.reject(new Error('gone')))
    const bug = testGate(CORS, undefined, (made) => ({
      async gate() {
        const result = await made.gate()
        return result.ok
          ? { ...result, value: { ...result.value, mintAssertion: () => Promise.reject(new Error('a bug')) } }
          : result
      },
    }))
    for (const [broken, status] of [
      [gone, 502],
      [bug, 500],
    ] as const) {
      const response = await broken.send('/api/x', from(LISTED))
      expect([response.status, corsOf(response), variesByOrigin(response)]).toEqual([status, READABLE, true])
      expect(corsOf(await broken.send('/api/x', from(UNLISTED)))).toEqual({})
    }
    expect(events(bug.records)).not.toEqual([])
  })

  test('at the admin door says nothing', async () => {
    const response = await testGate({ ...ownState().vars, ...CORS }).send(
      '/.cordon/admin/state',
      from(LISTED),
    )
    expect([corsOf(response), response.headers.get('Vary')]).toEqual([{}, null])
  })
})

describe("the origin's answer", () => {
  test.each<[string, Record<string, string>]>([
    ['without a word of CORS', {}],
    [
      'with its own',
      { 'Access-Control-Allow-Origin': '*', Vary: 'Accept-Encoding', 'Access-Control-Max-Age': '5' },
    ],
  ])('%s stays as it is', async (_, own) => {
    const origin = () => new Response('x', { headers: own })
    for (const sent of [LISTED, UNLISTED]) {
      const [withList, without] = await Promise.all(
        [CORS, {}].map((vars) => testGate(vars, origin).send('/api/x', from(sent))),
      )
      const headersOf = (response: Response | undefined) =>
        [...(response?.headers ?? [])].filter(([name]) => name !== 'cordon-decision' && name !== 'set-cookie')
      expect(headersOf(withList)).toEqual(headersOf(without))
      expect(withList?.headers.get('Access-Control-Allow-Origin') ?? undefined).toBe(
        own['Access-Control-Allow-Origin'],
      )
    }
  })
})

describe('without CORS_ORIGINS', () => {
  test('preflights are decided, forwarded and recorded, and nothing varies by origin', async () => {
    const gate = testGate()
    expect((await gate.send('/api/x', preflight(LISTED))).status).toBe(200)
    const refused = await gate.send('/api/x', { ...preflight(LISTED), cf: CLIENTS.northKorea })
    expect([refused.status, corsOf(refused), refused.headers.get('Vary')]).toEqual([
      451,
      {},
      'Accept, Accept-Language',
    ])
    expect([gate.seen.length, decisions(gate.records).length]).toEqual([1, 2])
    expect((await gate.send('/.cordon/session', preflight(LISTED))).status).toBe(405)
  })
})

describe('a page of a listed origin', () => {
  test.each(['POST', 'DELETE'])(
    'may not change a session by its cookie (%s), only read that',
    async (method) => {
      const gate = testGate(CORS)
      const token = await tokenFor(gate)
      const sent = inCookie(token)
      const crossSite = { ...sent.headers, 'Sec-Fetch-Site': 'cross-site' }
      for (const headers of [sent.headers, crossSite]) {
        const response = await gate.send('/.cordon/session', from(LISTED, { method, headers }))
        expect(corsOf(response)).toEqual(READABLE)
        await refusalOf(response, 403, 'session.cross_site')
      }
      expect((await gate.send('/.cordon/session', inCookie(token))).status).toBe(200)
    },
  )
})
