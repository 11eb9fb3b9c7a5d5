import { describe, expect, test } from 'vitest'
import { NETWORK_CLASSES, type NetworkClass } from '../../src/net/network-class.ts'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { later, NOW, type TestGate, testGate, VARS } from '../support/gate.ts'
import { onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'
import { signed, TEST_KEY } from '../support/tokens.ts'

const SECONDS = NOW / 1000
const ALL = { SESSION_ISSUE: 'all' }
const NAVIGATION = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' }
const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const members = { POLICY: { default: 'allow', resources: [MEMBERS] } }
const instant = (seconds: number) => new Date(later(seconds)).toISOString()

/** What the shipped table gives: the surer the place, the longer. */
const SHIPPED: Readonly<Record<NetworkClass, readonly [acr: string, seconds: number]>> = {
  residential: ['substantial', 1800],
  mobile: ['substantial', 1800],
  satellite: ['substantial', 1800],
  business: ['substantial', 1800],
  education: ['substantial', 1800],
  privacy_relay: ['low', 1800],
  corporate_gateway: ['low', 1800],
  hosting: ['low', 600],
  vpn: ['low', 600],
  proxy: ['low', 600],
  tor: ['low', 600],
  edge_worker: ['low', 600],
  crawler: ['low', 600],
  operator_allowed: ['low', 600],
  unknown: ['low', 600],
}

/** The home connection, as a network of that class by the operator's word. */
function homeAs(networkClass: NetworkClass): Record<string, unknown> {
  if (networkClass === 'operator_allowed') return { ALLOWED_NETWORKS: ['AS7922'] }
  const expires = '2030-01-01'
  const override = { network: 'AS7922', class: networkClass, owner: 'test', reason: 'test', expires }
  return { NETWORK_OVERRIDES: [override] }
}

describe('the life of a token', () => {
  test.each(NETWORK_CLASSES)('is what the shipped table says for %s', async (networkClass) => {
    const [acr, seconds] = SHIPPED[networkClass]
    const gate = testGate({ ...ALL, DENIED_NETWORKS: [], ...homeAs(networkClass) })
    const response = await gate.send('/.cordon/session', { method: 'POST' })
    const told = await response.json<Record<string, unknown>>()
    expect(told).toMatchObject({ acr, expires_at: SECONDS + seconds, net: { class: networkClass } })
    expect(claimsOf(told.token as string)).toMatchObject({ iat: SECONDS, exp: SECONDS + seconds })
    const [cookie] = (await gate.send('/')).headers.getSetCookie()
    // The browser keeps it for as long as it can be renewed.
    expect(cookie).toContain(`; Max-Age=${seconds + 120}`)
  })

  test('is the shortest where no place is known', async () => {
    const gate = testGate({ ...ALL, UNKNOWN_PLACE: 'allow', DENIED_NETWORKS: [] })
    const claims = claimsOf(cookieToken(await gate.send('/', { cf: null, address: null })))
    expect(claims).toMatchObject({ acr: 'none', exp: SECONDS + 300 })
  })

  test('is what the operator has set, for class and assurance', async () => {
    const SESSION_LIFETIMES = {
      high: 900,
      substantial: { satellite: 60, other: 120 },
      low: 45,
      none: 30,
    }
    const gate = testGate({ SESSION_LIFETIMES, DENIED_NETWORKS: [] })
    const lifeOf = async (cf: unknown) => (claimsOf(await tokenFor(gate, cf)).exp as number) - SECONDS
    expect(await lifeOf(CLIENTS.starlink)).toBe(60)
    expect(await lifeOf(CLIENTS.home)).toBe(120)
    expect(await lifeOf(CLIENTS.cloud)).toBe(45)
  })

  test('of a proof beyond the address counts from when that was made, however often it is renewed', async () => {
    const gate = testGate()
    const high = await highToken(gate, { acr_time: SECONDS - 600, exp: SECONDS + 3000 })
    gate.at = later(1200)
    const post = await gate.send('/.cordon/session', { method: 'POST', ...inHeader(high) })
    const { token } = await post.json<{ token: string }>()
    expect(claimsOf(token)).toMatchObject({
      acr: 'high',
      acr_time: SECONDS - 600,
      iat: SECONDS + 1200,
      exp: SECONDS + 3000,
    })
    // In the grace the connection alone speaks again.
    gate.at = later(3000)
    const late = await gate.send('/.cordon/session', { method: 'POST', ...inHeader(token) })
    expect(claimsOf((await late.json<{ token: string }>()).token)).toMatchObject({
      sid: claimsOf(high).sid,
      acr: 'substantial',
      acr_time: SECONDS + 3000,
    })
  })

  test('goes on where the clock of the data centre that renews is behind that of the one that vouched', async () => {
    const ahead = testGate(ALL, () => new Response('', { headers: { 'Cordon-Account': 'acct_1' } }))
    ahead.at = later(4)
    const vouched = cookieToken(await ahead.send('/')) ?? ''
    const proved = await highToken(ahead, { acr_time: SECONDS + 4 })
    const behind = testGate(members)
    for (const [token, claims] of [
      [vouched, { sub: 'acct_1', sub_kind: 'account', auth_time: SECONDS }],
      [proved, { acr: 'high', acr_time: SECONDS }],
    ] as const) {
      expect(claimsOf(token).iat).toBe(SECONDS + 4)
      const post = await behind.send('/.cordon/session', { method: 'POST', ...inHeader(token) })
      const renewed = (await post.json<{ token: string }>()).token
      expect(claimsOf(renewed)).toMatchObject({ ...claims, sid: claimsOf(token).sid, iat: SECONDS })
      expect((await behind.send('/members/x', inHeader(renewed))).status).toBe(200)
    }
  })

  test('that is shortened by the operator ends tokens that were given a longer one', async () => {
    const token = await tokenFor(testGate())
    const SESSION_LIFETIMES = { high: 3600, substantial: 1799, low: 600, none: 300 }
    const gate = testGate({ SESSION_LIFETIMES })
    await refusalOf(await gate.send('/.cordon/session', inHeader(token)), 401, 'session.invalid')
    expect(onlyDecision(gate.records).token_fault).toBe('token.lifetime')
  })
})

describe('in its grace', () => {
  const origin = () => new Response('', { headers: { 'Cordon-Account': 'acct_1' } })
  async function cookieAt(gate: TestGate): Promise<string> {
    const token = cookieToken(await gate.send('/', { headers: NAVIGATION })) ?? ''
    expect(claimsOf(token)).toMatchObject({ sub: 'acct_1', sub_kind: 'account', exp: SECONDS + 1800 })
    gate.seen.length = 0
    return token
  }

  test.each<[string, { method?: string; body?: string; headers?: Record<string, string> }]>([
    ['a navigation', { headers: NAVIGATION }],
    ['a call of a script', { headers: { 'Sec-Fetch-Mode': 'cors', Accept: '*/*' } }],
    ['an upload', { method: 'POST', body: 'x' }],
    ['a HEAD', { method: 'HEAD' }],
    ['an image', { headers: { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' } }],
  ])('%s is served, and renews the cookie', async (_, init) => {
    const gate = testGate(members, origin)
    const token = await cookieAt(gate)
    for (const seconds of [1800, 1919]) {
      gate.at = later(seconds)
      const headers = { ...init.headers, ...inCookie(token).headers }
      const response = await gate.send('/members/x', { ...init, headers })
      expect(response.status).toBe(200)
      expect(response.headers.get('Cache-Control')).toBe('private')
      const { sid } = claimsOf(token)
      expect(claimsOf(cookieToken(response))).toMatchObject({
        sid,
        sub: 'acct_1',
        auth_time: SECONDS + seconds,
        iat: SECONDS + seconds,
        exp: SECONDS + seconds + 1800,
      })
      expect(claimsOf(gate.seen.at(-1)?.headers.get('Cordon-Assertion') ?? '')).toMatchObject({
        sid,
        sub: 'acct_1',
      })
    }
  })

  test('renewing does not make the word of the origin younger', async () => {
    let word: Record<string, string> = { 'Cordon-Account': 'acct_1' }
    const gate = testGate(members, () => new Response('', { headers: word }))
    const token = await cookieAt(gate)
    word = {}
    gate.at = later(1850)
    const renewed = claimsOf(cookieToken(await gate.send('/members/x', inCookie(token))))
    expect(renewed).toMatchObject({ sub: 'acct_1', auth_time: SECONDS, exp: SECONDS + 3650 })
  })

  test('before it only a navigation is looked at, and a cookie that is still true is not replaced', async () => {
    const gate = testGate(members, origin)
    const token = await cookieAt(gate)
    gate.at = later(1799)
    for (const headers of [{}, NAVIGATION]) {
      const response = await gate.send('/members/x', { headers: { ...headers, ...inCookie(token).headers } })
      expect([response.status, cookieToken(response)]).toEqual([200, undefined])
    }
  })

  test('after it the cookie is worth nothing', async () => {
    const gate = testGate(members, origin)
    const token = await cookieAt(gate)
    gate.at = later(1925)
    await refusalOf(await gate.send('/members/x', inCookie(token)), 401, 'session.expired')
    const elsewhere = await gate.send('/', { headers: { ...NAVIGATION, ...inCookie(token).headers } })
    expect(claimsOf(cookieToken(elsewhere)).sid).not.toBe(claimsOf(token).sid)
    expect(gate.seen.map(({ headers }) => claimsOf(headers.get('Cordon-Assertion') ?? '').sid)).toEqual([
      undefined,
    ])
  })

  test('is as long as the operator says, and may be none', async () => {
    const gate = testGate({ ...members, SESSION_GRACE_SECONDS: 0 }, origin)
    const token = await cookieAt(gate)
    gate.at = later(1804)
    expect((await gate.send('/members/x', inCookie(token))).status).toBe(200)
    gate.at = later(1805)
    await refusalOf(await gate.send('/members/x', inCookie(token)), 401, 'session.expired')
  })

  test('a change of country or kind of network ends the worth of the token all the same', async () => {
    const gate = testGate(members, origin)
    const token = await cookieAt(gate)
    gate.at = later(1850)
    await refusalOf(
      await gate.send('/members/x', { ...inCookie(token), cf: CLIENTS.canada }),
      403,
      'session.place_changed',
    )
    await refusalOf(
      await gate.send('/members/x', { ...inCookie(token), cf: CLIENTS.starlink }),
      403,
      'session.network_changed',
    )
  })
})

describe('Cordon-Renew', () => {
  test('counts down for a token in the header, and is 0 in the grace', async () => {
    const gate = testGate(members)
    const token = await tokenFor(gate)
    const told: unknown[] = []
    for (const seconds of [0, 1000, 1799, 1800, 1919]) {
      gate.at = later(seconds)
      const response = await gate.send('/members/x', inHeader(token))
      expect(cookieToken(response)).toBeUndefined()
      told.push(response.headers.get('Cordon-Renew'))
    }
    expect(told).toEqual(['1800', '800', '1', '0', '0'])
  })

  test('comes in the grace with the next token, for a program that takes it: same session, good for its time', async () => {
    const gate = testGate(members)
    const token = await tokenFor(gate)
    gate.at = later(1799)
    expect((await gate.send('/members/x', inHeader(token))).headers.has('Cordon-Session')).toBe(false)
    gate.at = later(1800)
    const response = await gate.send('/members/x', inHeader(token))
    const next = response.headers.get('Cordon-Session') ?? ''
    expect(response.headers.get('Cache-Control')).toContain('private')
    expect(claimsOf(next)).toMatchObject({ sid: claimsOf(token).sid, exp: SECONDS + 3600 })
    gate.at = later(3599)
    expect((await gate.send('/members/x', inHeader(next))).status).toBe(200)
  })

  test('comes with the token of the account that the origin has named, under another session id', async () => {
    const gate = testGate({}, () => new Response('', { headers: { 'Cordon-Account': 'acct_1' } }))
    const token = await tokenFor(gate)
    const first = (await gate.send('/', inHeader(token))).headers.get('Cordon-Session') ?? ''
    expect(claimsOf(first)).toMatchObject({ sub: 'acct_1', sub_kind: 'account' })
    expect(claimsOf(first).sid).not.toBe(claimsOf(token).sid)
    // And no other one as long as that says all there is.
    expect((await gate.send('/', inHeader(first))).headers.has('Cordon-Session')).toBe(false)
  })

  test.each([
    ['a cookie', inCookie, CLIENTS.home],
    ['no token', () => ({}), CLIENTS.home],
    ['a token that is none here', inHeader, CLIENTS.canada],
  ])('is not sent for %s', async (_, carried, cf) => {
    const gate = testGate(ALL)
    const token = await tokenFor(gate)
    const response = await gate.send('/', { ...carried(token), cf })
    expect([response.status, response.headers.has('Cordon-Renew')]).toEqual([200, false])
  })

  test("is never the origin's", async () => {
    const origin = () => new Response('', { headers: { 'Cordon-Renew': '99999' } })
    const gate = testGate({}, origin)
    expect((await gate.send('/')).headers.has('Cordon-Renew')).toBe(false)
    const response = await gate.send('/', inHeader(await tokenFor(gate)))
    expect(response.headers.get('Cordon-Renew')).toBe('1800')
  })
})

describe('a date of the policy', () => {
  const exemption = (from: number | undefined, to: number) => ({
    id: 'partner',
    exempts: ['denied-networks'],
    when: { signal: 'network.asn', in: [16509] },
    owner: 'compliance',
    reason: 'a partner',
    ...(from === undefined ? {} : { from: instant(from) }),
    to: instant(to),
  })
  const withExemption = (from: number | undefined, to: number) => ({
    POLICY: { default: 'allow', resources: [MEMBERS], exemptions: [exemption(from, to)] },
  })
  const regions = (basis: object) => ({
    RESTRICTED_REGIONS: [
      {
        id: 'r',
        regions: ['IR'],
        reason: 'Embargo',
        basis: { law: 'A law', owner: 'compliance', from: '2020-01-01', ...basis },
      },
    ],
    ...members,
  })

  test.each<[string, Record<string, unknown>]>([
    ['an exemption ends', withExemption(undefined, 700)],
    ['an exemption begins', withExemption(700, 5000)],
    ['a legal basis ends', regions({ to: instant(700) })],
    ['a legal basis begins', regions({ from: instant(700) })],
    [
      'an override ends',
      {
        ...members,
        NETWORK_OVERRIDES: [
          { network: 'AS64500', class: 'business', owner: 'o', reason: 'r', expires: instant(700) },
        ],
      },
    ],
  ])('no token outlives the instant at which %s, nor has a grace there', async (_, vars) => {
    const gate = testGate(vars)
    const token = await tokenFor(gate)
    expect(claimsOf(token).exp).toBe(SECONDS + 700)
    // One made before anybody knew of the date has a longer life, and no longer worth.
    const before = await tokenFor(testGate(members))
    expect(claimsOf(before).exp).toBe(SECONDS + 1800)
    for (const carried of [token, before]) {
      gate.at = later(699)
      expect((await gate.send('/members/x', inHeader(carried))).status).toBe(200)
      for (const seconds of [700, 750]) {
        gate.at = later(seconds)
        gate.records.length = 0
        await refusalOf(await gate.send('/members/x', inHeader(carried)), 401, 'session.expired')
        expect(onlyDecision(gate.records).token_fault).toBe('token.policy_date')
      }
    }
    // And what is issued then is bound by the next date only.
    expect(claimsOf(await tokenFor(gate)).exp).toBeGreaterThanOrEqual(SECONDS + 700 + 1800)
  })

  test('ends the session of whoever it had let in, who is then refused', async () => {
    const gate = testGate({ ...ALL, ...withExemption(undefined, 700) })
    const token = cookieToken(await gate.send('/', { cf: CLIENTS.usCloud })) ?? ''
    expect(claimsOf(token)).toMatchObject({ exp: SECONDS + 600, net: { class: 'hosting' } })
    gate.at = later(650)
    const renewed = cookieToken(await gate.send('/', { ...inCookie(token), cf: CLIENTS.usCloud })) ?? ''
    expect(claimsOf(renewed)).toMatchObject({ sid: claimsOf(token).sid, exp: SECONDS + 700 })
    gate.at = later(700)
    await refusalOf(
      await gate.send('/', { ...inCookie(renewed), cf: CLIENTS.usCloud }),
      403,
      'network.hosting',
    )
  })
})

/** A token as a verification page would have it made: the same session, with its place proved. */
async function highToken(gate: TestGate, change: Record<string, unknown> = {}): Promise<string> {
  const claims = claimsOf(await tokenFor(gate))
  return signed(
    { typ: 'cordon-session+jwt', kid: TEST_KEY.kid },
    { ...claims, acr: 'high', acr_time: SECONDS, exp: SECONDS + 3600, ...change },
  )
}

describe('a new policy revision', () => {
  const policy = (reverify: string, regions: string[]) => ({
    RESTRICTED_REGIONS: regions,
    POLICY: { default: 'allow', reverify, resources: [MEMBERS] },
  })
  const before = policy('on_expiry', ['CU'])
  const after = policy('on_expiry', ['CU', 'IR'])

  test('goes on with the session, and the next navigation brings the new revision into the cookie', async () => {
    const old = testGate(before)
    const token = cookieToken(await old.send('/', { headers: NAVIGATION })) ?? ''
    const gate = testGate(after)
    gate.at = later(60)
    const call = await gate.send('/members/x', inCookie(token))
    expect([call.status, cookieToken(call)]).toEqual([200, undefined])
    const page = await gate.send('/members/x', { headers: { ...NAVIGATION, ...inCookie(token).headers } })
    const { pol } = claimsOf(token)
    const renewed = claimsOf(cookieToken(page))
    expect(renewed).toMatchObject({ sid: claimsOf(token).sid, exp: SECONDS + 1860 })
    expect(renewed.pol).not.toBe(pol)
    expect(renewed.pol).toBe(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '').pol)
  })

  test('decides anew: what it refuses is refused, however good the token', async () => {
    const token = await tokenFor(testGate(before))
    const gate = testGate(policy('on_expiry', ['CU', 'US']))
    await refusalOf(await gate.send('/members/x', inHeader(token)), 403, 'place.restricted')
    expect(gate.seen).toEqual([])
  })

  test.each([
    ['on_expiry', 'high', SECONDS, SECONDS + 3600],
    ['on_revision', 'substantial', SECONDS + 60, SECONDS + 1860],
  ])('with reverify = "%s" what was verified is %s', async (reverify, acr, time, exp) => {
    const high = await highToken(testGate(policy(reverify, ['CU'])))
    const gate = testGate(policy(reverify, ['CU', 'IR']))
    gate.at = later(60)
    const post = await gate.send('/.cordon/session', { method: 'POST', ...inHeader(high) })
    const { token } = await post.json<{ token: string }>()
    expect(claimsOf(token)).toMatchObject({ sid: claimsOf(high).sid, acr, acr_time: time, exp })
    await gate.send('/members/x', inHeader(high))
    expect(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '')).toMatchObject({ acr })
  })

  test.each(['on_expiry', 'on_revision'])(
    'with reverify = "%s" the revision itself keeps it',
    async (how) => {
      const vars = { ...VARS, ...policy(how, ['CU']) }
      const high = await highToken(testGate(vars))
      const post = await testGate(vars).send('/.cordon/session', { method: 'POST', ...inHeader(high) })
      expect(await post.json()).toMatchObject({ acr: 'high', expires_at: SECONDS + 3600 })
    },
  )
})
