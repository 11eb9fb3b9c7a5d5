import { describe, expect, test } from 'vitest'
import { err } from '../../src/lib/result.ts'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { later, NOW, type SendInit, type TestGate, testGate } from '../support/gate.ts'
import { decisions, onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, FORGET, refusalOf } from '../support/responses.ts'
import { dpopClient, nonceOf } from './dpop-client.ts'
import { ownState } from './isolates.ts'

const SESSION = '/.cordon/session'
const SECONDS = NOW / 1000
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://gate.test' }
type Headers = Record<string, string>

function isolate(state = ownState(), vars: Record<string, unknown> = {}) {
  return { gate: testGate({ ...state.vars, ...vars }), state }
}

async function started(vars: Record<string, unknown> = {}) {
  const { gate, state } = isolate(ownState(), vars)
  const token = await tokenFor(gate)
  gate.records.length = 0
  return { gate, state, token }
}

const ending = (carried: SendInit & { headers: Headers }, headers: Headers = {}): SendInit => ({
  method: 'DELETE',
  headers: { ...carried.headers, ...headers },
})
const isGood = async (gate: TestGate, token: string) =>
  (await gate.send(SESSION, inHeader(token))).status === 200

describe('DELETE /.cordon/session', () => {
  test.each([
    ['a header', (token: string) => ending(inHeader(token))],
    ['a cookie, from a page of ours', (token: string) => ending(inCookie(token), SAME_ORIGIN)],
  ])('ends the session that came in %s: here at once, elsewhere within a minute', async (_, init) => {
    const { gate, state, token } = await started()
    const other = isolate(state).gate
    const renewed = await gate.send(SESSION, { method: 'POST', ...inHeader(token) })
    const sibling = (await renewed.json<{ token: string }>()).token
    expect([await isGood(other, token), await isGood(other, sibling)]).toEqual([true, true])
    const response = await gate.send(SESSION, init(token))
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(response.headers.getSetCookie()).toEqual(FORGET)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    other.at = later(59)
    for (const one of [gate, other])
      for (const dead of [token, sibling])
        await refusalOf(await one.send(SESSION, inHeader(dead)), 401, 'session.revoked')
    // A session of somebody else lives.
    expect(await isGood(gate, await tokenFor(gate))).toBe(true)
  })

  test('is in the log of changes, as done by its holder', async () => {
    const { gate, state, token } = await started()
    const response = await gate.send(SESSION, ending(inHeader(token)))
    const [line] = await state.object().changes({ limit: 1 })
    expect(line).toMatchObject({
      by: { name: 'client', role: 'client' },
      change: { action: 'revoke', kind: 'session', value: claimsOf(token).sid },
      decision: response.headers.get('Cordon-Decision'),
    })
    expect(JSON.stringify(line)).not.toContain(token)
  })

  test('makes the browser forget the cookie with the attributes that it has', async () => {
    const { gate, token } = await started({ SESSION_SAME_SITE: 'None', SESSION_PARTITIONED: 'on' })
    const response = await gate.send(SESSION, ending(inCookie(token), SAME_ORIGIN))
    expect(response.headers.getSetCookie()).toEqual([
      '__Host-cordon=; Path=/; Secure; HttpOnly; SameSite=None; Max-Age=0; Partitioned',
    ])
  })

  test('works in the grace, too', async () => {
    const { gate, token } = await started()
    gate.at = later(1850)
    expect((await gate.send(SESSION, ending(inHeader(token)))).status).toBe(204)
    await refusalOf(await gate.send(SESSION, inHeader(token)), 401, 'session.revoked')
  })

  test('twice is 401 the second time', async () => {
    const { gate, token } = await started()
    await gate.send(SESSION, ending(inHeader(token)))
    await refusalOf(await gate.send(SESSION, ending(inHeader(token))), 401, 'session.revoked', FORGET)
  })

  test('without a token is 401, and ends nothing', async () => {
    const { gate, state, token } = await started()
    await refusalOf(await gate.send(SESSION, { method: 'DELETE' }), 401, 'session.required', FORGET)
    expect(state.seen.changes).toBe(0)
    expect(await isGood(gate, token)).toBe(true)
  })

  test.each([
    ['country', inHeader, CLIENTS.canada, 'session.place_changed'],
    ['country', inCookie, CLIENTS.canada, 'session.place_changed'],
    ['kind of network', inHeader, CLIENTS.starlink, 'session.network_changed'],
    ['kind of network', inCookie, CLIENTS.starlink, 'session.network_changed'],
  ])('from another %s ends the session, though it is not good there (%#)', async (_, carried, cf, why) => {
    const { gate, token } = await started()
    await refusalOf(await gate.send(SESSION, { ...carried(token), cf }), 403, why)
    const response = await gate.send(SESSION, { ...ending(carried(token), SAME_ORIGIN), cf })
    expect([response.status, response.headers.getSetCookie()]).toEqual([204, FORGET])
    await refusalOf(await gate.send(SESSION, inHeader(token)), 401, 'session.revoked')
  })

  test.each(['throws', 'never'] as const)(
    'while Control cannot be reached (%s) says so, and the browser forgets all the same',
    async (how) => {
      const { gate, state, token } = await started()
      state.manner.control = how
      const response = await gate.send(SESSION, ending(inCookie(token), SAME_ORIGIN))
      await refusalOf(response, 503, 'service.stale', FORGET)
      expect(onlyDecision(gate.records)).toMatchObject({
        action: 'refuse',
        status: 503,
        reasons: ['service.stale'],
        fault: 'control.unreachable',
      })
      state.manner.control = { afterMillis: 0 }
      expect(await isGood(gate, token)).toBe(true)
    },
  )

  test('where nothing can be revoked (STATE = "none") does not say that it was', async () => {
    const gate = testGate()
    const token = await tokenFor(gate)
    gate.records.length = 0
    const response = await gate.send(SESSION, ending(inCookie(token), SAME_ORIGIN))
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, FORGET])
    const { exp } = claimsOf(token)
    expect(await response.json()).toEqual({ revoked: false, expires_at: exp })
    expect(await isGood(gate, token)).toBe(true)
  })

  test.each([
    ['a place that is refused', { cf: CLIENTS.cuba }, 403],
    ['no session any more', {}, 401],
  ])('from %s makes the browser forget its cookie all the same', async (_, from, status) => {
    const gate = testGate()
    const token = await tokenFor(gate)
    gate.at = later(7200)
    const response = await gate.send(SESSION, { ...ending(inCookie(token), SAME_ORIGIN), ...from })
    expect([response.status, response.headers.getSetCookie()]).toEqual([status, FORGET])
    const forged = await gate.send(SESSION, {
      ...ending(inCookie(token), { Origin: 'https://evil.test' }),
      ...from,
    })
    expect(forged.headers.getSetCookie()).toEqual([])
  })

  test.each(['control.rate', 'control.full'] as const)(
    'that Control refuses (%s) is 503, and the record says what it was',
    async (fault) => {
      const state = ownState()
      const refusing = { ...state.vars.CONTROL.getByName(), change: async () => err(fault) }
      const { gate } = isolate(state, { CONTROL: { getByName: () => refusing } })
      const token = await tokenFor(gate)
      gate.records.length = 0
      await refusalOf(await gate.send(SESSION, ending(inHeader(token))), 503, 'service.stale', FORGET)
      expect(onlyDecision(gate.records)).toMatchObject({ action: 'refuse', status: 503, fault })
      expect(await isGood(gate, token)).toBe(true)
    },
  )
})

describe('a change that a cookie authorises', () => {
  const FORGED: readonly (readonly [string, Headers])[] = [
    ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }],
    ['from a neighbouring host', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.gate.test' }],
    ['typed into the address bar', { 'Sec-Fetch-Site': 'none' }],
    ['from another site, by an old browser', { Origin: 'https://evil.test' }],
    ['from the same host without TLS', { Origin: 'http://gate.test' }],
    ['from another port', { Origin: 'https://gate.test:8443' }],
    ['from a sandbox', { Origin: 'null' }],
    ['that says one thing and the other', { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.test' }],
    ['that says nothing', {}],
  ]
  test.each(FORGED)('%s is 403, and nothing is changed', async (_, headers) => {
    for (const method of ['DELETE', 'POST']) {
      const { gate, state, token } = await started()
      const carried = { method, headers: { ...inCookie(token).headers, ...headers } }
      await refusalOf(await gate.send(SESSION, carried), 403, 'session.cross_site')
      expect(onlyDecision(gate.records)).toMatchObject({
        verdict: 'allow',
        action: 'refuse',
        status: 403,
        reasons: ['session.cross_site'],
      })
      expect(state.seen.changes).toBe(0)
      expect(await isGood(gate, token)).toBe(true)
    }
  })

  test.each([
    ['Sec-Fetch-Site', { 'Sec-Fetch-Site': 'same-origin' }],
    ['Origin', { Origin: 'https://gate.test' }],
    ['both', SAME_ORIGIN],
  ])('from a page of ours, by %s, is made', async (_, headers) => {
    const { gate, token } = await started()
    const post = await gate.send(SESSION, {
      method: 'POST',
      headers: { ...inCookie(token).headers, ...headers },
    })
    expect(claimsOf(cookieToken(post)).sid).toBe(claimsOf(token).sid)
    expect((await gate.send(SESSION, ending(inCookie(token), headers))).status).toBe(204)
  })

  test.each(FORGED)('a token in the header needs none of it: %s', async (_, headers) => {
    const { gate, token } = await started()
    const post = await gate.send(SESSION, {
      method: 'POST',
      headers: { ...inHeader(token).headers, ...headers },
    })
    expect(post.status).toBe(200)
    expect((await gate.send(SESSION, ending(inHeader(token), headers))).status).toBe(204)
  })

  test('looking is free: GET tells a page of another site nothing that it could read, and changes nothing', async () => {
    const { gate, token } = await started()
    const response = await gate.send(SESSION, {
      headers: { ...inCookie(token).headers, 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' },
    })
    expect(response.status).toBe(200)
    expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false)
  })
})

describe('POST /.cordon/session', () => {
  test('renews what is past its time but in its grace, and begins anew after it', async () => {
    const { gate, token } = await started()
    const { sid } = claimsOf(token)
    gate.at = later(1900)
    const post = async () => {
      const response = await gate.send(SESSION, { method: 'POST', ...inHeader(token) })
      return claimsOf((await response.json<{ token: string }>()).token)
    }
    expect((await post()).sid).toBe(sid)
    gate.at = later(1925)
    expect((await post()).sid).not.toBe(sid)
  })

  test('from another country gives what anybody gets there', async () => {
    const { gate, token } = await started()
    const response = await gate.send(SESSION, { method: 'POST', ...inHeader(token), cf: CLIENTS.canada })
    const claims = claimsOf((await response.json<{ token: string }>()).token)
    expect(claims).toMatchObject({ geo: { country: 'CA' }, sub_kind: 'none' })
    expect(claims.sid).not.toBe(claimsOf(token).sid)
  })

  test('with a cookie renews it in the cookie, and gives a script on the page no token', async () => {
    const { gate, token } = await started()
    gate.at = later(1000)
    const headers = { ...inCookie(token).headers, ...SAME_ORIGIN }
    const response = await gate.send(SESSION, { method: 'POST', headers })
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({
      expires_at: SECONDS + 2800,
      acr: 'substantial',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      bound_to: [],
    })
    const [cookie = '', ...others] = response.headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(/^__Host-cordon=ey\S+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=1920$/)
    const renewed = cookieToken(response) ?? ''
    const { sid, jti } = claimsOf(token)
    expect(claimsOf(renewed)).toMatchObject({ sid, iat: SECONDS + 1000 })
    expect(claimsOf(renewed).jti).not.toBe(jti)
    expect((await gate.send(SESSION, inCookie(renewed))).status).toBe(200)
  })

  test('with a proof beside a cookie gives a bound session of its own, of nobody', async () => {
    const origin = () => new Response('', { headers: { 'Cordon-Account': 'acct_1' } })
    const gate = testGate({ ...ownState().vars, SESSION_ISSUE: 'all' }, origin)
    const cookie = cookieToken(await gate.send('/')) ?? ''
    const { sid, sub } = claimsOf(cookie)
    expect(sub).toBe('acct_1')
    const client = await dpopClient()
    const about = { method: 'POST', url: `https://gate.test${SESSION}` }
    const nonce = await nonceOf(gate, await client.proof(gate, about))
    const headers = {
      ...inCookie(cookie).headers,
      ...SAME_ORIGIN,
      'Cordon-DPoP': await client.proof(gate, { ...about, nonce }),
    }
    const response = await gate.send(SESSION, { method: 'POST', headers })
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
    const body = await response.json<{ token: string }>()
    expect(body).toMatchObject({ bound_to: ['key'] })
    const claims = claimsOf(body.token)
    expect(claims).toMatchObject({ cnf: { jkt: client.jkt }, sub: claims.sid, sub_kind: 'none' })
    expect(claims.sid).not.toBe(sid)
    // What the cookie is for goes on.
    expect(await (await gate.send(SESSION, inCookie(cookie))).json()).toMatchObject({
      session: sid,
      identity: 'account',
    })
  })

  test('with a proof binds where no use is remembered (STATE = "none"), once an isolate', async () => {
    const gate = testGate()
    const client = await dpopClient()
    const about = { method: 'POST', url: `https://gate.test${SESSION}` }
    const nonce = await nonceOf(gate, await client.proof(gate, about))
    const headers = { 'Cordon-DPoP': await client.proof(gate, { ...about, nonce }) }
    const bound = await gate.send(SESSION, { method: 'POST', headers })
    expect(await bound.json()).toMatchObject({ bound_to: ['key'] })
    await refusalOf(await gate.send(SESSION, { method: 'POST', headers }), 401, 'session.proof')
  })

  test('is where a session begins, also where every path needs one', async () => {
    const everything = { id: 'all', tier: 'controlled', path: '/*', session: 'required' }
    const gate = testGate({ POLICY: { default: 'allow', resources: [everything] } })
    await refusalOf(await gate.send('/x'), 401, 'session.required')
    const token = await tokenFor(gate)
    expect((await gate.send('/x', inHeader(token))).status).toBe(200)
  })

  test('from a page of ours, without any session yet, sets the cookie and gives the page no token', async () => {
    const gate = testGate({ SESSION_ISSUE: 'navigations' })
    const page = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' }
    const response = await gate.send(SESSION, { method: 'POST', headers: page })
    expect(await response.json()).not.toHaveProperty('token')
    const token = cookieToken(response)
    expect(claimsOf(token ?? '')).toMatchObject({ acr: 'substantial' })
    const never = await testGate({ SESSION_ISSUE: 'never' }).send(SESSION, { method: 'POST', headers: page })
    expect(await never.json()).toHaveProperty('token')
  })

  test('is never an answer that anybody may keep, nor one that a cookie comes with', async () => {
    const { gate, token } = await started({ SESSION_ISSUE: 'all' })
    const responses = [
      await gate.send(SESSION, { method: 'POST' }),
      await gate.send(SESSION, { method: 'POST', ...inHeader(token) }),
      await gate.send(SESSION, inHeader(token)),
    ]
    for (const response of responses) {
      expect(response.status).toBe(200)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect(decisions(gate.records).map(({ resource }) => resource)).toEqual(['default', 'default', 'default'])
  })
})
