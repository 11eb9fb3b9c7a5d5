import { evictDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { app } from '../../src/app.ts'
import type { Change } from '../../src/state/control/types.ts'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { HOME_ADDRESS, HOME_CF, later, type TestGate, testGate } from '../support/gate.ts'
import { decisions, onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'
import { TEST_KEY } from '../support/tokens.ts'
import { carryOut, gateOf, ownState } from './isolates.ts'

const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const RESOURCES = [
  MEMBERS,
  { id: 'pub', tier: 'open', path: '/pub/*' },
  { id: 'api', tier: 'standard', path: '/api/*' },
]
const VARS = { POLICY: { default: 'allow', resources: RESOURCES } }
const SESSION = '/.cordon/session'
/** What a refused read may cost a request, and a little for the machine that tests. */
const PATIENCE_MILLIS = 350

type State = ReturnType<typeof ownState>
const isolate = (state: State, vars = {}) => testGate({ ...VARS, ...state.vars, ...vars })
const revocation = (kind: Extract<Change, { action: 'revoke' }>['kind'], value: unknown): Change => ({
  action: 'revoke',
  kind,
  value: String(value),
  forSeconds: 4000,
})
const settled = (millis = 0) => new Promise((resolve) => setTimeout(resolve, millis))

/** Lets the refresh that goes on behind a request come to its end. */
async function refreshed(gate: TestGate, path = '/'): Promise<number> {
  const { status } = await gate.send(path)
  await settled(20)
  return status
}

describe('what is revoked', () => {
  /** A token of an account that came with an accepted key. */
  async function presented() {
    const state = ownState()
    const origin = () => new Response('', { headers: { 'Cordon-Account': 'acct_1' } })
    const here = testGate({ ...VARS, ...state.vars, SESSION_ISSUE: 'all' }, origin)
    const token = cookieToken(await here.send('/')) ?? ''
    const there = isolate(state)
    expect((await there.send('/members/x', inHeader(token))).status).toBe(200)
    return { state, here, there, token, claims: claimsOf(token) }
  }

  test.each<[string, (claims: Record<string, unknown>) => Change, string]>([
    ['a session', ({ sid }) => revocation('session', sid), 'revoked.session'],
    ['one token', ({ jti }) => revocation('token', jti), 'revoked.token'],
    ['an account', ({ sub }) => revocation('account', sub), 'revoked.account'],
    ['a policy revision', ({ pol }) => revocation('revision', pol), 'revoked.revision'],
    ['every session', () => ({ action: 'raise_epoch' }), 'revoked.epoch'],
  ])('%s is known at once here, and within a minute elsewhere', async (_, change, code) => {
    const { here, there, token, claims } = await presented()
    await carryOut(here, change(claims))
    here.records.length = 0
    await refusalOf(await here.send('/members/x', inHeader(token)), 401, 'session.revoked')
    expect(onlyDecision(here.records).token_fault).toBe(code)
    await refusalOf(await here.send(SESSION, inHeader(token)), 401, 'session.revoked')
    // The other isolate serves by its copy, and by the end of the minute it knows.
    there.at = later(10)
    expect((await there.send('/members/x', inHeader(token))).status).toBe(200)
    there.at = later(59)
    there.records.length = 0
    await refusalOf(await there.send('/members/x', inHeader(token)), 401, 'session.revoked')
    expect(onlyDecision(there.records).token_fault).toBe(code)
    // Elsewhere than where a session is required, whoever had it is nobody.
    expect((await there.send('/api/x', inHeader(token))).status).toBe(200)
    expect(claimsOf(there.seen.at(-1)?.headers.get('Cordon-Assertion') ?? '')).not.toHaveProperty('sid')
  })

  test('a key is, with what was issued to it', async () => {
    const state = ownState()
    const vars = { SESSION_ISSUE: 'all' }
    const [here, there] = [isolate(state, vars), isolate(state, vars)]
    const Authorization = 'Bearer sk-live-1'
    const token = cookieToken(await here.send('/', { headers: { Authorization } })) ?? ''
    expect(claimsOf(token)).toMatchObject({ sub_kind: 'key' })
    const carried = { headers: { Authorization, ...inHeader(token).headers } }
    expect((await there.send('/members/x', carried)).status).toBe(200)
    await carryOut(here, revocation('key', claimsOf(token).sub))
    there.at = later(59)
    for (const one of [here, there])
      await refusalOf(await one.send('/members/x', carried), 401, 'session.revoked')
  })

  test('a signing key signs nothing, verifies nothing and is not published', async () => {
    const { here, there, token } = await presented()
    await carryOut(here, revocation('signing_key', TEST_KEY.kid))
    there.at = later(59)
    for (const one of [here, there]) {
      await refusalOf(await one.send('/members/x', inHeader(token)), 401, 'session.revoked')
      await refusalOf(await one.send('/api/x'), 503, 'service.no_key')
      const jwks = await (await one.send('/.cordon/jwks.json')).json()
      expect(jwks).toEqual({ keys: [] })
    }
    expect([here.seen.length, there.seen.length]).toEqual([1, 1])
  })

  test('is not what was issued after an account was let in again', async () => {
    const { here, token, claims } = await presented()
    await carryOut(here, revocation('account', claims.sub))
    here.at = later(61)
    await refusalOf(await here.send('/members/x', inHeader(token)), 401, 'session.revoked')
    const fresh = cookieToken(await here.send('/')) ?? ''
    expect(claimsOf(fresh)).toMatchObject({ sub: 'acct_1' })
    expect((await here.send('/members/x', inCookie(fresh))).status).toBe(200)
  })

  test('is neither renewed by its grace nor by POST', async () => {
    const { here, token, claims } = await presented()
    await carryOut(here, revocation('session', claims.sid))
    for (const seconds of [0, 1850]) {
      here.at = later(seconds)
      const post = await here.send(SESSION, { method: 'POST', ...inHeader(token) })
      expect(claimsOf((await post.json<{ token: string }>()).token).sid).not.toBe(claims.sid)
      const cookie = cookieToken(await here.send('/', inCookie(token)))
      expect(claimsOf(cookie).sid).not.toBe(claims.sid)
    }
  })

  test('goes on being so when it is renewed elsewhere before anybody there has heard', async () => {
    const { here, there, token, claims } = await presented()
    await carryOut(here, revocation('session', claims.sid))
    there.at = later(14)
    const post = await there.send(SESSION, { method: 'POST', ...inHeader(token) })
    const renewed = (await post.json<{ token: string }>()).token
    expect(claimsOf(renewed).sid).toBe(claims.sid)
    there.at = later(60)
    await refusalOf(await there.send('/members/x', inHeader(renewed)), 401, 'session.revoked')
  })

  test('is a policy revision, too, whose tokens were renewed later by an isolate that cannot hear', async () => {
    const { state, here, there, token, claims } = await presented()
    await carryOut(here, revocation('revision', claims.pol))
    state.manner.control = 'throws'
    here.at = there.at = later(100)
    const post = await there.send(SESSION, { method: 'POST', ...inHeader(token) })
    const renewed = (await post.json<{ token: string }>()).token
    expect(claimsOf(renewed)).toMatchObject({ iat: there.at / 1000, pol: claims.pol })
    here.records.length = 0
    await refusalOf(await here.send('/members/x', inHeader(renewed)), 401, 'session.revoked')
    expect(onlyDecision(here.records).token_fault).toBe('revoked.revision')
    // Somebody who comes anew a minute later is not meant.
    const fresh = cookieToken(await here.send('/')) ?? ''
    expect((await here.send('/members/x', inCookie(fresh))).status).toBe(200)
  })

  test('survives the eviction of the object, for isolates that were and that are new', async () => {
    const { state, here, there, token, claims } = await presented()
    await carryOut(here, revocation('session', claims.sid))
    await carryOut(here, { action: 'raise_epoch' })
    await evictDurableObject(state.object())
    const fresh = isolate(state)
    there.at = fresh.at = later(55)
    for (const one of [there, fresh])
      await refusalOf(await one.send('/members/x', inHeader(token)), 401, 'session.revoked')
    expect((await gateOf(fresh)).inForce.epoch).toBe(1)
    // What is issued then is of the new epoch.
    expect(claimsOf(await tokenFor(fresh)).epoch).toBe(1)
  })

  test('is lifted everywhere in the same time', async () => {
    const { here, there, token, claims } = await presented()
    const { revocations } = await carryOut(here, revocation('session', claims.sid))
    there.at = later(55)
    await refusalOf(await there.send('/members/x', inHeader(token)), 401, 'session.revoked')
    await carryOut(here, { action: 'lift', revocation: revocations[0]?.id ?? '' })
    expect((await here.send('/members/x', inHeader(token))).status).toBe(200)
    there.at = later(110)
    expect((await there.send('/members/x', inHeader(token))).status).toBe(200)
  })
})

describe('reads of Control', () => {
  test('are one in 15 to 20 seconds, however many requests there are', async () => {
    const state = ownState()
    const gate = isolate(state)
    for (let seconds = 0; seconds < 600; seconds += 4) {
      gate.at = later(seconds)
      await Promise.all(['/', '/api/x', '/pub/x', SESSION, '/'].map((path) => gate.send(path)))
      await settled()
    }
    expect(state.seen.reads).toBeGreaterThan(10)
    expect(state.seen.reads).toBeLessThanOrEqual(600 / 15)
  })

  test('at the start are one for all that come at once', async () => {
    const state = ownState()
    state.manner.control = { afterMillis: 60 }
    const gate = isolate(state)
    const answers = await Promise.all(Array.from({ length: 40 }, () => gate.send('/')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(state.seen.reads).toBe(1)
  })

  test('go on behind a request: one that is slow makes nobody wait before 50 seconds', async () => {
    const state = ownState()
    const gate = isolate(state)
    await gate.send('/')
    state.manner.control = { afterMillis: 200 }
    for (const seconds of [20, 35, 49]) {
      gate.at = later(seconds)
      const before = performance.now()
      expect((await gate.send('/')).status).toBe(200)
      expect(performance.now() - before).toBeLessThan(150)
    }
    await settled(250)
  })

  test('with STATE = "none" are none, and nothing is out of date', async () => {
    const gate = testGate()
    gate.at = later(1_000_000)
    expect((await gate.send('/')).status).toBe(200)
    expect(onlyDecision(gate.records)).not.toHaveProperty('state')
  })
})

describe('a store that answers late', () => {
  test.each([{ afterMillis: 400 }, 'never', 'throws'] as const)(
    'costs a request no more than 300 ms, and the old copy serves (%j)',
    async (how) => {
      const state = ownState()
      const gate = isolate(state)
      const token = await tokenFor(gate)
      state.manner.control = how
      gate.at = later(90)
      gate.records.length = 0
      const before = performance.now()
      expect((await gate.send('/members/x', inHeader(token))).status).toBe(200)
      expect(performance.now() - before).toBeLessThan(PATIENCE_MILLIS)
      expect(onlyDecision(gate.records)).toMatchObject({ action: 'pass', state: 'stale' })
      // The next ones do not wait at all, for a while.
      const then = performance.now()
      for (let count = 0; count < 20; count++) await gate.send('/')
      expect(performance.now() - then).toBeLessThan(PATIENCE_MILLIS)
      await settled(450)
    },
  )

  test('stale for 90 s: the old copy serves known sessions and says so, and learns what was revoked when Control is back', async () => {
    const state = ownState()
    const [here, there] = [isolate(state), isolate(state)]
    const [known, ended, before] = [await tokenFor(here), await tokenFor(here), await tokenFor(here)]
    await carryOut(here, revocation('session', claimsOf(before).sid))
    await there.send('/')
    // The other isolate can still write, this one cannot read any more.
    here.at = later(30)
    await carryOut(here, revocation('session', claimsOf(ended).sid))
    state.manner.control = 'throws'
    there.at = later(90)
    there.records.length = 0
    for (const token of [known, ended])
      expect((await there.send('/members/x', inHeader(token))).status).toBe(200)
    await refusalOf(await there.send('/members/x', inHeader(before)), 401, 'session.revoked')
    expect(decisions(there.records).map(({ state }) => state)).toEqual(['stale', 'stale', 'stale'])
    state.manner.control = { afterMillis: 0 }
    there.at = later(96)
    there.records.length = 0
    await refusalOf(await there.send('/members/x', inHeader(ended)), 401, 'session.revoked')
    expect((await there.send('/members/x', inHeader(known))).status).toBe(200)
    for (const record of decisions(there.records)) expect(record).not.toHaveProperty('state')
  })

  test('costs those that come at once no more than one of them', async () => {
    const state = ownState()
    const gate = isolate(state)
    await gate.send('/')
    state.manner.control = 'never'
    gate.at = later(90)
    const before = performance.now()
    const answers = await Promise.all(Array.from({ length: 30 }, () => gate.send('/')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(performance.now() - before).toBeLessThan(2 * PATIENCE_MILLIS)
    expect(state.seen.reads).toBe(2)
  })

  test('is kept at it behind the request that has waited in vain, and serves the next one', async () => {
    const state = ownState()
    const gate = isolate(state)
    state.manner.control = { afterMillis: 400 }
    const behind: Promise<unknown>[] = []
    const context = { waitUntil: (task: Promise<unknown>) => behind.push(task), passThroughOnException() {} }
    const request = new Request('https://gate.test/', { headers: { 'CF-Connecting-IP': HOME_ADDRESS } })
    Object.defineProperty(request, 'cf', { value: HOME_CF })
    const before = performance.now()
    const first = await app.fetch(request, gate.dependencies, context as never)
    expect(performance.now() - before).toBeLessThan(PATIENCE_MILLIS)
    await refusalOf(first, 503, 'service.stale')
    expect(behind.length).toBeGreaterThan(0)
    await Promise.all(behind)
    // By the same clock: within the time in which nobody waits.
    expect((await gate.send('/')).status).toBe(200)
    expect(state.seen.reads).toBe(1)
  })

  test('is believed when it has answered, though nobody waited for it', async () => {
    const state = ownState()
    const [here, there] = [isolate(state), isolate(state)]
    const token = await tokenFor(here)
    await there.send('/')
    await carryOut(here, revocation('session', claimsOf(token).sid))
    state.manner.control = { afterMillis: 300 }
    there.at = later(55)
    expect((await there.send('/members/x', inHeader(token))).status).toBe(200)
    await settled(200)
    await refusalOf(await there.send('/members/x', inHeader(token)), 401, 'session.revoked')
  })
})

describe('an isolate that has never heard from Control', () => {
  test.each(['throws', 'never'] as const)('admits to what is open, and to nothing else (%s)', async (how) => {
    const state = ownState()
    const token = await tokenFor(testGate(VARS))
    state.manner.control = how
    const gate = isolate(state)
    for (const path of ['/', '/api/x', '/members/x', SESSION])
      await refusalOf(await gate.send(path, inHeader(token)), 503, 'service.stale')
    await refusalOf(await gate.send(SESSION, { method: 'POST' }), 503, 'service.stale')
    expect(gate.seen).toEqual([])
    for (const record of decisions(gate.records))
      expect(record).toMatchObject({
        action: 'refuse',
        status: 503,
        reasons: ['service.stale'],
        state: 'never',
      })
    gate.records.length = 0
    expect((await gate.send('/pub/x')).status).toBe(200)
    expect(onlyDecision(gate.records)).toMatchObject({ action: 'pass', state: 'never' })
    expect(gate.seen).toHaveLength(1)
    // A refusal is one all the same, and for its own reason.
    await refusalOf(await gate.send('/', { cf: CLIENTS.northKorea }), 451, 'place.restricted')
  })

  // A live policy that enforces may be what it has not heard of.
  test.each(['monitor', 'notice'])('believes no deployed %s mode', async (mode) => {
    const state = ownState()
    state.manner.control = 'throws'
    const gate = isolate(state, { MODE: mode, ...(mode === 'notice' && { NOTICE_FROM: '2027-01-01' }) })
    for (const path of ['/', '/api/x']) await refusalOf(await gate.send(path), 503, 'service.stale')
    expect((await gate.send('/pub/x')).status).toBe(200)
    expect(decisions(gate.records).map(({ state }) => state)).toEqual(['never', 'never', 'never'])
    expect(gate.seen).toHaveLength(1)
  })

  test('tries again within seconds, and then serves', async () => {
    const state = ownState()
    state.manner.control = 'throws'
    const gate = isolate(state)
    await refusalOf(await gate.send('/'), 503, 'service.stale')
    state.manner.control = { afterMillis: 0 }
    gate.at = later(2)
    expect((await gate.send('/')).status).toBe(200)
  })

  test('publishes its keys and its reasons, and says that it is degraded', async () => {
    const state = ownState()
    state.manner.control = 'throws'
    const gate = isolate(state)
    expect((await gate.send('/.cordon/jwks.json')).status).toBe(200)
    expect((await gate.send('/.cordon/problems')).status).toBe(200)
    expect(await (await gate.send('/.cordon/health')).json()).toEqual({ status: 'degraded' })
  })
})

describe('what is issued where Control cannot be read', () => {
  const HOUR = 3600
  /** An isolate that heard from Control `seconds` ago, or never. */
  async function unheard(seconds: number | 'never', vars: Record<string, unknown>) {
    const state = ownState()
    const gate = isolate(state, { SESSION_ISSUE: 'all', STATE_MAX_AGE_SECONDS: 3 * HOUR, ...vars })
    if (seconds !== 'never') await gate.send('/pub/x')
    state.manner.control = 'throws'
    gate.at = later(seconds === 'never' ? 0 : seconds)
    gate.records.length = 0
    return gate
  }

  test.each([
    ['never', 'never'],
    ['expired', 3 * HOUR + 1],
  ] as const)('is nothing, neither cookie nor token, where it is "%s"', async (state, seconds) => {
    const open = await unheard(seconds, {})
    const monitoring = await unheard(seconds, { MODE: 'monitor' })
    // In its grace, where a cookie is renewed as a rule.
    const before = testGate({ ...VARS, MODE: 'monitor' })
    before.at = later((seconds === 'never' ? 0 : seconds) - 1850)
    const token = await tokenFor(before)
    const passed = [
      await open.send('/pub/x'),
      await monitoring.send(state === 'never' ? '/pub/y' : '/'),
      await monitoring.send('/pub/x'),
      await monitoring.send(state === 'never' ? '/pub/y' : '/', inCookie(token)),
    ]
    for (const response of passed)
      expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
    monitoring.records.length = 0
    for (const carried of [{}, inHeader(token)])
      await refusalOf(await monitoring.send(SESSION, { method: 'POST', ...carried }), 503, 'service.stale')
    for (const record of decisions(monitoring.records))
      expect(record).toMatchObject({
        action: 'refuse',
        status: 503,
        state,
        ...(state === 'never' ? {} : { fault: `state.${state}` }),
      })
    await refusalOf(await open.send(SESSION, { method: 'POST' }), 503, 'service.stale')
  })

  test.each([{}, { MODE: 'monitor' }])(
    'is what is issued elsewhere where it is "stale" (%j)',
    async (vars) => {
      const gate = await unheard(90, vars)
      const cookie = cookieToken(await gate.send('/pub/x')) ?? ''
      const token = await tokenFor(gate)
      for (const carried of [inCookie(cookie), inHeader(token)])
        expect((await gate.send('/members/x', carried)).status).toBe(200)
      expect(new Set(decisions(gate.records).map(({ state }) => state))).toEqual(new Set(['stale']))
    },
  )
})

describe('three hours without Control', () => {
  const HOUR = 3600

  test('an embargo holds, known sessions are served and renewed, and what was revoked stays so', async () => {
    const state = ownState()
    const gate = isolate(state, { SESSION_ISSUE: 'all' })
    const revoked = await tokenFor(gate)
    await carryOut(gate, revocation('session', claimsOf(revoked).sid))
    let cookie = cookieToken(await gate.send('/')) ?? ''
    const { sid } = claimsOf(cookie)
    state.manner.control = 'throws'
    for (let seconds = 60; seconds <= 3 * HOUR; seconds += 300) {
      gate.at = later(seconds)
      const response = await gate.send('/members/x', inCookie(cookie))
      expect(response.status).toBe(200)
      cookie = cookieToken(response) ?? cookie
      expect(claimsOf(cookie).sid).toBe(sid)
      await refusalOf(await gate.send('/pub/x', { cf: CLIENTS.northKorea }), 451, 'place.restricted')
      if (seconds < 1800)
        await refusalOf(await gate.send('/members/x', inHeader(revoked)), 401, 'session.revoked')
    }
    expect(claimsOf(cookie).iat).toBeGreaterThan(gate.at / 1000 - 2100)
    expect(
      new Set(
        decisions(gate.records)
          .slice(-20)
          .map(({ state }) => state),
      ),
    ).toEqual(new Set(['stale']))
    expect(await (await gate.send('/.cordon/health')).json()).toEqual({ status: 'degraded' })
  })

  test('beyond STATE_MAX_AGE_SECONDS nothing passes but what is open, and it all comes back', async () => {
    const state = ownState()
    const gate = isolate(state, { STATE_MAX_AGE_SECONDS: 3 * HOUR, SESSION_ISSUE: 'all' })
    await gate.send('/')
    state.manner.control = 'throws'
    gate.at = later(3 * HOUR)
    expect((await gate.send('/api/x')).status).toBe(200)
    gate.at = later(3 * HOUR + 1)
    gate.seen.length = 0
    for (const path of ['/', '/api/x', SESSION]) await refusalOf(await gate.send(path), 503, 'service.stale')
    await refusalOf(await gate.send('/', { cf: CLIENTS.northKorea }), 451, 'place.restricted')
    expect(gate.seen).toEqual([])
    expect(decisions(gate.records).at(-1)).toMatchObject({ state: 'expired' })
    expect((await gate.send('/pub/x')).status).toBe(200)
    state.manner.control = { afterMillis: 0 }
    gate.at = later(3 * HOUR + 10)
    gate.records.length = 0
    expect((await gate.send('/')).status).toBe(200)
    expect(onlyDecision(gate.records)).not.toHaveProperty('state')
    expect(await (await gate.send('/.cordon/health')).json()).toEqual({ status: 'ok' })
  })

  test('what was revoked meanwhile by an isolate that could is known a minute after it is back', async () => {
    const state = ownState()
    const [here, there] = [isolate(state), isolate(state)]
    const token = await tokenFor(here)
    await there.send('/')
    state.manner.control = 'throws'
    there.at = later(1400)
    expect(await refreshed(there)).toBe(200)
    state.manner.control = { afterMillis: 0 }
    here.at = later(1500)
    await carryOut(here, revocation('session', claimsOf(token).sid))
    there.at = later(1560)
    expect(await refreshed(there)).toBe(200)
    await refusalOf(await there.send('/members/x', inHeader(token)), 401, 'session.revoked')
  })
})
