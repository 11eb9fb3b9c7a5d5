import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/state/control/types.ts'
import { inCookie, inHeader } from '../support/clients.ts'
import { later, NOW, type TestGate, testGate } from '../support/gate.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'
import { carryOut, ownState } from './isolates.ts'

const SECONDS = NOW / 1000
const SESSION = '/.cordon/session'
const BEARER = { headers: { Authorization: 'Bearer sk-live-1' } }
const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const VARS = { POLICY: { default: 'allow', resources: [MEMBERS] } }

/** An isolate whose origin accepts the key, and says whose it is where that is set; others of the same deployment. */
function keyed(vars: Record<string, unknown> = {}) {
  const state = ownState()
  const origin: { account?: string; accepts: boolean } = { accepts: true }
  const answer = () =>
    new Response('', {
      status: origin.accepts ? 200 : 401,
      headers: origin.account === undefined ? {} : { 'Cordon-Account': origin.account },
    })
  const isolate = () => testGate({ ...VARS, ...state.vars, ...vars }, answer)
  return { isolate, origin, state }
}

/** What a token says that is fetched with the key. */
async function issued(gate: TestGate): Promise<Record<string, unknown>> {
  const post = await gate.send(SESSION, { method: 'POST', ...BEARER })
  return claimsOf((await post.json<{ token: string }>()).token)
}

/** What the origin is told with the key. */
async function asserted(gate: TestGate): Promise<Record<string, unknown>> {
  await gate.send('/', BEARER)
  return claimsOf(gate.seen.at(-1)?.headers.get('Cordon-Assertion') ?? '')
}

const revoked = (kind: 'account' | 'key', value: unknown): Change => ({
  action: 'revoke',
  kind,
  value: String(value),
  forSeconds: 4000,
})

describe("an isolate's note of an accepted key", () => {
  test('keeps the time at which the origin named its account, when it only accepts the key again', async () => {
    const { isolate, origin } = keyed()
    const gate = isolate()
    origin.account = 'acct_1'
    await gate.send('/', BEARER)
    delete origin.account
    gate.at = later(1200)
    await gate.send('/', BEARER)
    gate.at = later(1300)
    expect(await issued(gate)).toMatchObject({ sub: 'acct_1', auth_time: SECONDS })
  })

  test('gives a session the time at which the origin accepted it', async () => {
    const { isolate, origin } = keyed()
    const gate = isolate()
    origin.account = 'acct_1'
    await gate.send('/', BEARER)
    for (const seconds of [1000, 3599]) {
      gate.at = later(seconds)
      expect(await issued(gate)).toMatchObject({
        sub: 'acct_1',
        sub_kind: 'account',
        iat: SECONDS + seconds,
        auth_time: SECONDS,
      })
    }
  })

  test('gives no session of an account that was revoked, until the origin names it a minute later', async () => {
    const { isolate, origin } = keyed()
    const gate = isolate()
    origin.account = 'acct_1'
    await gate.send('/', BEARER)
    expect(await issued(gate)).toMatchObject({ sub: 'acct_1' })
    await carryOut(gate, revoked('account', 'acct_1'))
    // What it says within the minute, an isolate that has not heard would have said as well.
    for (const seconds of [0, 1, 30, 60]) {
      gate.at = later(seconds)
      expect(await issued(gate)).toMatchObject({ sub_kind: 'none' })
      expect(await asserted(gate)).not.toHaveProperty('sub')
    }
    gate.at = later(61)
    expect(await issued(gate)).toMatchObject({ sub_kind: 'none' })
    expect(await asserted(gate)).not.toHaveProperty('sub')
    // That was the request by which the origin named it anew.
    expect(await issued(gate)).toMatchObject({ sub: 'acct_1', auth_time: SECONDS + 61 })
    expect(await asserted(gate)).toMatchObject({ sub: 'acct_1', sub_kind: 'account' })
  })

  test('does not bring the account back where the origin accepts the key and names nobody', async () => {
    const { isolate, origin } = keyed()
    const gate = isolate()
    origin.account = 'acct_1'
    await gate.send('/', BEARER)
    await carryOut(gate, revoked('account', 'acct_1'))
    delete origin.account
    gate.at = later(61)
    await gate.send('/', BEARER)
    expect(await issued(gate)).toMatchObject({ sub_kind: 'key', auth_time: SECONDS + 61 })
  })

  test('gives no session of a key that was revoked, until the origin accepts it a minute later', async () => {
    const { isolate, origin } = keyed()
    const gate = isolate()
    await gate.send('/', BEARER)
    const { sub } = await issued(gate)
    await carryOut(gate, revoked('key', sub))
    for (const seconds of [0, 30, 60]) {
      gate.at = later(seconds)
      expect(await issued(gate)).toMatchObject({ sub_kind: 'none' })
      expect(await asserted(gate)).not.toHaveProperty('sub')
    }
    gate.at = later(61)
    origin.accepts = false
    await gate.send('/', BEARER)
    expect(await issued(gate)).toMatchObject({ sub_kind: 'none' })
    origin.accepts = true
    await gate.send('/', BEARER)
    expect(await issued(gate)).toMatchObject({ sub, sub_kind: 'key', auth_time: SECONDS + 61 })
  })

  test.each(['account', 'key'] as const)(
    'is worth nothing within a minute where the %s was revoked elsewhere',
    async (kind) => {
      const { isolate, origin } = keyed()
      const [here, there] = [isolate(), isolate()]
      if (kind === 'account') origin.account = 'acct_1'
      for (const gate of [here, there]) await gate.send('/', BEARER)
      const { sub } = await issued(there)
      await carryOut(here, revoked(kind, sub))
      there.at = later(59)
      expect(await issued(there)).toMatchObject({ sub_kind: 'none' })
      there.at = here.at = later(120)
      expect(await issued(there)).toMatchObject({ sub_kind: 'none' })
    },
  )

  test.each(['account', 'key'] as const)(
    'gives nothing that lasts where the %s was revoked and the isolate cannot hear',
    async (kind) => {
      const { isolate, origin, state } = keyed()
      const [here, there] = [isolate(), isolate()]
      if (kind === 'account') origin.account = 'acct_1'
      for (const gate of [here, there]) await gate.send('/', BEARER)
      await carryOut(here, revoked(kind, (await issued(there)).sub))
      state.manner.control = 'throws'
      here.at = there.at = later(600)
      const post = await there.send(SESSION, { method: 'POST', ...BEARER })
      const { token } = await post.json<{ token: string }>()
      expect(claimsOf(token)).toMatchObject({ sub_kind: kind, iat: SECONDS + 600, auth_time: SECONDS })
      const headers = { ...BEARER.headers, ...inHeader(token).headers }
      expect((await there.send('/members/x', { headers })).status).toBe(200)
      await refusalOf(await here.send('/members/x', { headers }), 401, 'session.revoked')
    },
  )

  test('tells a cookie nothing that was revoked', async () => {
    const { isolate, origin } = keyed({ SESSION_ISSUE: 'all' })
    const gate = isolate()
    origin.account = 'acct_1'
    await gate.send('/', BEARER)
    await carryOut(gate, revoked('account', 'acct_1'))
    delete origin.account
    gate.at = later(30)
    const cookie = cookieToken(await gate.send('/', BEARER)) ?? ''
    expect(claimsOf(cookie)).toMatchObject({ sub_kind: 'key' })
    const headers = { ...BEARER.headers, ...inCookie(cookie).headers }
    expect((await gate.send('/members/x', { headers })).status).toBe(200)
    expect(claimsOf(gate.seen.at(-1)?.headers.get('Cordon-Assertion') ?? '').sub).toBe(claimsOf(cookie).sub)
  })
})
