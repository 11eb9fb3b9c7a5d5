import { describe, expect, test } from 'vitest'
import type { UnixMillis } from '../../src/lib/time.ts'
import { CLIENTS } from '../support/clients.ts'
import { NOW, type OriginHandler, testGate } from '../support/gate.ts'
import { assertedTo } from '../support/origin-side.ts'
import { admissions, decisions, events } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'

const KEY = 'sk-live-0123456789abcdef'
const BEARER = { headers: { Authorization: `Bearer ${KEY}` } }
const KEY_ID = /^[\w-]{22}$/

/** As the shipped policy `ai-api`: clouds may call the API as `limit` until the origin knows who they are. */
const AI_API = {
  DENIED_NETWORKS: ['vpn', 'proxy', 'tor', 'edge_worker'],
  POLICY: {
    default: 'allow',
    resources: [
      { id: 'api', tier: 'standard', path: '/v1/*' },
      { id: 'keys', tier: 'controlled', path: '/keys/*' },
    ],
    rules: [
      {
        id: 'hosting-outside-the-api',
        effect: 'deny',
        tier: 'controlled',
        when: { signal: 'network.class', is: 'hosting' },
      },
      {
        id: 'hosting-without-identity',
        effect: 'limit',
        tier: 'standard',
        when: {
          all: [
            { signal: 'network.class', is: 'hosting' },
            { signal: 'identity.kind', is: 'none' },
          ],
        },
      },
    ],
  },
}

const accepting: OriginHandler = ({ headers }) =>
  new Response('', { status: headers.get('Authorization') === `Bearer ${KEY}` ? 200 : 401 })

describe('a policy for services whose customers call from clouds', () => {
  const cloud = { ...BEARER, cf: CLIENTS.usCloud }
  const verdictOf = async (gate: ReturnType<typeof testGate>, index: number) => {
    const received = gate.seen[index]
    if (received === undefined) throw new Error('the origin got nothing')
    return (await assertedTo(gate, received)).verdict
  }

  test('lets a cloud in as `limit` until the origin has accepted its key, then as `allow`', async () => {
    const gate = testGate(AI_API, accepting)
    for (let index = 0; index < 2; index++) expect((await gate.send('/v1/x', cloud)).status).toBe(200)
    expect(await verdictOf(gate, 0)).toBe('limit')
    expect(await verdictOf(gate, 1)).toBe('allow')
    expect(decisions(gate.records).map(({ verdict, action }) => [verdict, action])).toEqual([
      ['limit', 'pass'],
      ['allow', 'pass'],
    ])
  })

  test('does not count a key that the origin refused', async () => {
    const gate = testGate(AI_API, accepting)
    const unknown = { headers: { Authorization: 'Bearer sk-other' }, cf: CLIENTS.usCloud }
    for (let index = 0; index < 3; index++) expect((await gate.send('/v1/x', unknown)).status).toBe(401)
    expect(await verdictOf(gate, 2)).toBe('limit')
  })

  test('forgets a key after an hour', async () => {
    const gate = testGate(AI_API, accepting)
    await gate.send('/v1/x', cloud)
    gate.at = (NOW + 3_600_000) as UnixMillis
    await gate.send('/v1/x', cloud)
    expect(await verdictOf(gate, 1)).toBe('limit')
  })

  test('keeps clouds off the pages where keys are made, accepted or not', async () => {
    const gate = testGate(AI_API, accepting)
    await gate.send('/v1/x', cloud)
    for (const path of ['/keys/new', '/KEYS/new', '/'])
      await refusalOf(await gate.send(path, cloud), 403, 'network.hosting')
    expect(gate.seen).toHaveLength(1)
  })

  test('tells the origin which tier a client may use at most', async () => {
    const gate = testGate(AI_API, accepting)
    await gate.send('/v1/x', cloud)
    await gate.send('/v1/x', BEARER)
    const [fromCloud, fromHome] = gate.seen
    if (fromCloud === undefined || fromHome === undefined) throw new Error('the origin got too little')
    expect((await assertedTo(gate, fromCloud)).tier_max).toBe('standard')
    expect((await assertedTo(gate, fromHome)).tier_max).toBe('controlled')
  })

  test('does not take a session of one key for the identity of a caller without that key', async () => {
    const gate = testGate({ ...AI_API, SESSION_ISSUE: 'all' }, accepting)
    const token = cookieToken(await gate.send('/v1/x', cloud)) ?? ''
    expect(claimsOf(token)).toMatchObject({ sub_kind: 'key' })
    const carried = { cf: CLIENTS.usCloud, headers: { 'Cordon-Session': token } }
    await gate.send('/v1/x', carried)
    expect(await verdictOf(gate, 1)).toBe('limit')
    const withOther = { Authorization: 'Bearer sk-other', 'Cordon-Session': token }
    await gate.send('/v1/x', { ...carried, headers: withOther })
    expect(await verdictOf(gate, 2)).toBe('limit')
  })

  const OPEN = { id: 'docs', tier: 'open', path: '/docs/*' }
  const withResources = (change: (resource: Record<string, unknown>) => Record<string, unknown>) => ({
    ...AI_API,
    POLICY: { ...AI_API.POLICY, resources: [OPEN, ...AI_API.POLICY.resources.map(change)] },
  })
  const [PLAIN, CHECKED] = [
    withResources((resource) => resource),
    withResources((resource) => (resource.id === 'api' ? { ...resource, keys: 'checked' } : resource)),
  ]
  const lenient: OriginHandler = () => new Response('')
  const junk = { Authorization: 'Bearer sk-junk' }

  test.each([
    ['a preflight', PLAIN, 'OPTIONS', '/v1/x'],
    ['a HEAD', PLAIN, 'HEAD', '/v1/x'],
    ['a public page', PLAIN, 'GET', '/docs/x'],
    ['a preflight, where keys are checked', CHECKED, 'OPTIONS', '/v1/x'],
    ['a HEAD, where keys are checked', CHECKED, 'HEAD', '/v1/x'],
    ['a public page, where others check keys', CHECKED, 'GET', '/docs/x'],
    ['a controlled page, where others check keys', CHECKED, 'GET', '/'],
    ['a page where keys are made, where others check them', CHECKED, 'POST', '/keys/new'],
  ])('does not take a 200 for %s as the acceptance of a junk key', async (_, vars, method, path) => {
    const gate = testGate(vars, lenient)
    const cf = path.startsWith('/v1') || path.startsWith('/docs') ? CLIENTS.usCloud : CLIENTS.home
    for (let index = 0; index < 2; index++)
      expect((await gate.send(path, { method, headers: junk, cf })).status).toBe(200)
    const post = await gate.send('/.cordon/session', { method: 'POST', headers: junk })
    expect(claimsOf(((await post.json()) as { token: string }).token).sub_kind).toBe('none')
    await gate.send('/v1/x', { headers: junk, cf: CLIENTS.usCloud })
    expect(await verdictOf(gate, 2)).toBe('limit')
  })

  test.each([
    ['where nothing is said', PLAIN],
    ['where it says that keys are checked', CHECKED],
  ])('takes a 200 of the API as the acceptance of a key (%s)', async (_, vars) => {
    const gate = testGate(vars, accepting)
    for (let index = 0; index < 2; index++) expect((await gate.send('/v1/x', cloud)).status).toBe(200)
    expect([await verdictOf(gate, 0), await verdictOf(gate, 1)]).toEqual(['limit', 'allow'])
  })
})

describe('a key', () => {
  test.each([
    ['where nothing is said: bearer', undefined, { Authorization: `Bearer ${KEY}` }, true],
    ['where nothing is said: bearer, in any case', undefined, { Authorization: `bEARER ${KEY}` }, true],
    ['where nothing is said: x-api-key', undefined, { 'X-Api-Key': KEY }, true],
    ['where nothing is said: another scheme', undefined, { Authorization: `Basic ${KEY}` }, false],
    ['in a header of its own', [{ header: 'x-token' }], { 'X-Token': KEY }, true],
    ['in a header nobody named', [{ header: 'x-token' }], { Authorization: `Bearer ${KEY}` }, false],
    ['twice', undefined, { Authorization: `Bearer ${KEY}, Bearer ${KEY}` }, false],
    ['of 2,000 characters', undefined, { Authorization: `Bearer ${'k'.repeat(2000)}` }, false],
  ])('%s', async (_, location, headers, found) => {
    const vars = location === undefined ? {} : { KEY_LOCATION: location }
    const gate = testGate(vars)
    await gate.send('/', { headers })
    const [record] = decisions(gate.records)
    expect(record?.subject?.key !== undefined).toBe(found)
    expect(JSON.stringify(gate.records)).not.toContain(KEY)
  })

  test('is known by the same id everywhere, and by another under another secret', async () => {
    const idUnder = async (secret: string) => {
      const gate = testGate({ CREDENTIAL_SECRET: secret })
      await gate.send('/', BEARER)
      return decisions(gate.records)[0]?.subject?.key
    }
    const id = await idUnder('a'.repeat(32))
    expect(id).toMatch(KEY_ID)
    expect(await idUnder('a'.repeat(32))).toBe(id)
    expect(await idUnder('b'.repeat(32))).not.toBe(id)
  })

  test('is not looked at without CREDENTIAL_SECRET', async () => {
    const gate = testGate({ CREDENTIAL_SECRET: undefined })
    await gate.send('/', BEARER)
    expect(decisions(gate.records)[0]?.subject).not.toHaveProperty('key')
  })

  test('reaches the origin as it was sent', async () => {
    const gate = testGate()
    await gate.send('/', BEARER)
    expect(gate.seen[0]?.headers.get('Authorization')).toBe(`Bearer ${KEY}`)
  })

  test.each([
    [['2xx'], 204, true],
    [['2xx'], 302, false],
    [['2xx'], 403, false],
    [[429, '2xx'], 429, true],
    [[429], 200, false],
  ])('with KEY_ACCEPTED_STATUS = %j and a %i: accepted is %s', async (statuses, status, accepted) => {
    const origin = () => new Response(null, { status })
    const gate = testGate({ KEY_ACCEPTED_STATUS: statuses }, origin)
    await gate.send('/', BEARER)
    const response = await gate.send('/.cordon/session', { ...BEARER, method: 'POST' })
    const { token } = (await response.json()) as { token: string }
    expect(claimsOf(token).sub_kind).toBe(accepted ? 'key' : 'none')
  })
})

describe('the subject of a session', () => {
  const naming =
    (account: string): OriginHandler =>
    () =>
      new Response('', { headers: { 'Cordon-Account': account } })
  const ALL = { SESSION_ISSUE: 'all' }

  test('is the account the origin names, whatever came with the request', async () => {
    const response = await testGate(ALL, naming('acct_42')).send('/', BEARER)
    expect(claimsOf(cookieToken(response))).toMatchObject({ sub: 'acct_42', sub_kind: 'account' })
    expect(response.headers.has('Cordon-Account')).toBe(false)
  })

  test('is the id of the accepted key where no account is named', async () => {
    const gate = testGate(ALL)
    const { sub, sub_kind } = claimsOf(cookieToken(await gate.send('/', BEARER)))
    expect([sub, sub_kind]).toEqual([decisions(gate.records)[0]?.subject?.key, 'key'])
  })

  test('is random where nothing is known, and each time another', async () => {
    const gate = testGate(ALL)
    const subs = [
      claimsOf(cookieToken(await gate.send('/'))).sub,
      claimsOf(cookieToken(await gate.send('/'))).sub,
    ]
    expect(subs[0]).toMatch(KEY_ID)
    expect(subs[0]).not.toBe(subs[1])
  })

  test('is another when the origin names the account, in a session of another name', async () => {
    let account: string | undefined
    const gate = testGate(
      ALL,
      () => new Response('', account === undefined ? {} : { headers: { 'Cordon-Account': account } }),
    )
    const anonymous = cookieToken(await gate.send('/')) ?? ''
    account = 'acct_42'
    const named =
      cookieToken(await gate.send('/', { headers: { Cookie: `__Host-cordon=${anonymous}` } })) ?? ''
    expect(claimsOf(named)).toMatchObject({ sub: 'acct_42', sub_kind: 'account' })
    // Whoever knew the name of the session before the login knows nothing of the one after it (OWASP ASVS 7.2.4).
    expect(claimsOf(named).sid).not.toBe(claimsOf(anonymous).sid)
    const again = await gate.send('/', { headers: { Cookie: `__Host-cordon=${named}` } })
    expect(cookieToken(again)).toBeUndefined()
    const received = gate.seen[2]
    if (received === undefined) throw new Error('the origin got too little')
    expect(await assertedTo(gate, received)).toMatchObject({ sub: 'acct_42', sid: claimsOf(named).sid })
    expect(decisions(gate.records).map(({ subject }) => subject?.account)).toEqual([
      undefined,
      'acct_42',
      'acct_42',
    ])
  })

  test('stays the account when a later answer does not repeat it', async () => {
    let account: string | undefined = 'acct_42'
    const gate = testGate(
      ALL,
      () => new Response('', account === undefined ? {} : { headers: { 'Cordon-Account': account } }),
    )
    const token = cookieToken(await gate.send('/', BEARER)) ?? ''
    account = undefined
    const headers = { ...BEARER.headers, 'Cordon-Session': token }
    expect(cookieToken(await gate.send('/', { headers }))).toBeUndefined()
    const post = await gate.send('/.cordon/session', { method: 'POST', headers })
    expect(claimsOf(((await post.json()) as { token: string }).token).sub).toBe('acct_42')
    expect(claimsOf(cookieToken(await gate.send('/', BEARER))).sub).toBe('acct_42')
  })

  test('states its kind to the origin', async () => {
    const gate = testGate(ALL)
    const token = cookieToken(await gate.send('/', BEARER)) ?? ''
    await gate.send('/', { headers: { ...BEARER.headers, 'Cordon-Session': token } })
    const { sub, sid } = claimsOf(token)
    const last = gate.seen.at(-1)
    if (last === undefined) throw new Error('the origin got nothing')
    expect(await assertedTo(gate, last)).toMatchObject({ sub, sid, sub_kind: 'key' })
  })

  test('of a key, without that key, is nobody: no subject stated, no identity told, none renewed', async () => {
    const gate = testGate(ALL)
    const token = cookieToken(await gate.send('/', BEARER)) ?? ''
    const { sid, sub_kind } = claimsOf(token)
    expect(sub_kind).toBe('key')
    const alone = { headers: { 'Cordon-Session': token } }
    await gate.send('/', alone)
    const last = gate.seen.at(-1)
    if (last === undefined) throw new Error('the origin got nothing')
    const asserted = await assertedTo(gate, last)
    expect(asserted.sid).toBe(sid)
    expect(asserted).not.toHaveProperty('sub')
    expect(asserted).not.toHaveProperty('sub_kind')
    expect(await (await gate.send('/.cordon/session', alone)).json()).toMatchObject({ identity: 'none' })
    const post = await gate.send('/.cordon/session', { method: 'POST', ...alone })
    const renewed = claimsOf(((await post.json()) as { token: string }).token)
    expect(renewed).toMatchObject({ sid, sub: sid, sub_kind: 'none' })
    const together = { headers: { ...BEARER.headers, 'Cordon-Session': token } }
    expect(await (await gate.send('/.cordon/session', together)).json()).toMatchObject({ identity: 'key' })
  })

  test.each([
    ['where nothing is said', {}, 43_200],
    ['with SESSION_IDENTITY_SECONDS = 7200', { SESSION_IDENTITY_SECONDS: 7200 }, 7200],
  ])("ends with the time of the origin's word, however often it is renewed (%s)", async (_, vars, ends) => {
    const gate = testGate({ ...ALL, ...vars }, naming('acct_42'))
    let token = cookieToken(await gate.send('/')) ?? ''
    const { sid } = claimsOf(token)
    const told = async () => {
      const answer = await gate.send('/.cordon/session', { headers: { 'Cordon-Session': token } })
      return ((await answer.json()) as { identity: string }).identity
    }
    for (let seconds = 1700; seconds < ends + 5100; seconds += 1700) {
      gate.at = (NOW + seconds * 1000) as UnixMillis
      const headers = { 'Cordon-Session': token }
      const kind = seconds < ends ? 'account' : 'none'
      expect([seconds, await told()]).toEqual([seconds, kind])
      const post = await gate.send('/.cordon/session', { method: 'POST', headers })
      token = ((await post.json()) as { token: string }).token
      expect(claimsOf(token)).toMatchObject({
        sid,
        sub: kind === 'account' ? 'acct_42' : sid,
        sub_kind: kind,
      })
      expect(await told()).toBe(kind)
    }
    const before = gate.seen.length
    await gate.send('/', { headers: { 'Cordon-Session': token } })
    const last = gate.seen[before]
    if (last === undefined) throw new Error('the origin got nothing')
    expect(await assertedTo(gate, last)).toMatchObject({ sid, sub: sid, sub_kind: 'none' })
  })

  test("ends to the second, and begins anew only with the origin's word", async () => {
    let account: string | undefined = 'acct_42'
    const gate = testGate(
      { ...ALL, SESSION_IDENTITY_SECONDS: 600 },
      () => new Response('', account === undefined ? {} : { headers: { 'Cordon-Account': account } }),
    )
    const token = cookieToken(await gate.send('/')) ?? ''
    const carried = { headers: { Cookie: `__Host-cordon=${token}` } }
    const toldAt = async (seconds: number) => {
      gate.at = (NOW + seconds * 1000) as UnixMillis
      return (await gate.send('/.cordon/session', carried)).json()
    }
    expect(await toldAt(599)).toMatchObject({ identity: 'account' })
    expect(await toldAt(600)).toMatchObject({ identity: 'none' })
    account = undefined
    expect(cookieToken(await gate.send('/', carried))).toBeUndefined()
    account = 'acct_42'
    const anew = claimsOf(cookieToken(await gate.send('/', carried)))
    expect(anew).toMatchObject({ sub: 'acct_42', sub_kind: 'account', auth_time: NOW / 1000 + 600 })
    expect(anew.sid).not.toBe(claimsOf(token).sid)
  })

  test.each([
    ['empty', ''],
    ['with a space', 'acct 42'],
    ['of 129 characters', 'a'.repeat(129)],
    ['of 200 characters', 'a'.repeat(200)],
    ['outside ASCII', 'k\u00f6nig'],
    ['with a control character', 'a\u0001b'],
    ['with a tab', 'a\tb'],
  ])('is not an account id %s: ignored, logged, not quoted', async (_, id) => {
    const gate = testGate(ALL, naming(id))
    const response = await gate.send('/')
    expect(response.status).toBe(200)
    expect(claimsOf(cookieToken(response)).sub_kind).toBe('none')
    expect(response.headers.has('Cordon-Account')).toBe(false)
    expect(events(gate.records)).toMatchObject([
      { event: 'account', message: expect.stringMatching(/ignored\.$/) },
    ])
    if (id !== '') expect(JSON.stringify(gate.records)).not.toContain(JSON.stringify(id).slice(1, -1))
  })

  test('of 128 characters is taken whole', async () => {
    const id = 'a'.repeat(128)
    expect(claimsOf(cookieToken(await testGate(ALL, naming(id)).send('/'))).sub).toBe(id)
  })

  test("is never a client's own claim", async () => {
    const gate = testGate(ALL)
    const response = await gate.send('/', {
      headers: { 'Cordon-Account': 'acct_1', Cordon_Account: 'acct_1' },
    })
    expect(claimsOf(cookieToken(response)).sub_kind).toBe('none')
    expect(JSON.stringify(admissions(gate.records))).not.toContain('acct_1')
  })
})

describe('what the origin says of an account', () => {
  const ALL = { SESSION_ISSUE: 'all' }
  const CREATED = Date.UTC(2026, 7, 15) / 1000
  const TOLD = {
    'Cordon-Account': 'acct_42',
    'Cordon-Account-Created': '2026-08-15',
    'Cordon-Account-Home': 'DE-BY',
  }
  const origin = { word: TOLD as Record<string, string> }
  const telling = (vars: Record<string, unknown> = ALL, word: Record<string, string> = TOLD) => {
    origin.word = word
    return testGate(vars, () => new Response('', { headers: origin.word }))
  }
  const carrying = (token: string | undefined) => ({ headers: { Cookie: `__Host-cordon=${token}` } })
  const evidenceOf = (gate: ReturnType<typeof testGate>) => admissions(gate.records).at(-1)?.evidence

  test('is in its session, counts with the next request, and reaches no client', async () => {
    const gate = telling()
    const first = await gate.send('/')
    for (const name of Object.keys(TOLD)) expect(first.headers.has(name)).toBe(false)
    const token = cookieToken(first)
    expect(claimsOf(token).acct).toEqual({ created: CREATED, home: 'DE-BY' })
    expect(cookieToken(await gate.send('/', carrying(token)))).toBeUndefined()
    expect(evidenceOf(gate)).toMatchObject({
      'account.created': { state: 'observed', value: CREATED },
      'account.home': { state: 'observed', value: { country: 'DE', region: 'DE-BY' } },
    })
  })

  test('is remembered with the key, as long as the account is', async () => {
    const gate = telling({ SESSION_ISSUE: 'never' })
    await gate.send('/', BEARER)
    origin.word = {}
    for (let index = 0; index < 2; index++) await gate.send('/', BEARER)
    expect(evidenceOf(gate)).toMatchObject({ 'account.created': { value: CREATED } })
    gate.at = (NOW + 3_600_000) as UnixMillis
    await gate.send('/', BEARER)
    expect(evidenceOf(gate)).toMatchObject({ 'account.created': { state: 'absent' } })
  })

  test('is not told to the origin again: it has said it', async () => {
    const gate = telling()
    const token = cookieToken(await gate.send('/'))
    await gate.send('/', carrying(token))
    const last = gate.seen.at(-1)
    if (last === undefined) throw new Error('the origin got nothing')
    const { acct } = (await assertedTo(gate, last)) as unknown as { acct?: unknown }
    expect(acct).toBeUndefined()
  })

  test.each([
    ['no home any more', { ...TOLD, 'Cordon-Account-Home': undefined }, { created: CREATED }],
    ['another home', { ...TOLD, 'Cordon-Account-Home': 'FR' }, { created: CREATED, home: 'FR' }],
    ['nothing any more', { 'Cordon-Account': 'acct_42' }, undefined],
    ['it of another account', { 'Cordon-Account': 'acct_43', 'Cordon-Account-Home': 'FR' }, { home: 'FR' }],
  ])('is its newest word as a whole: %s', async (_, word, acct) => {
    const gate = telling()
    const token = cookieToken(await gate.send('/'))
    origin.word = Object.fromEntries(
      Object.entries(word).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
    expect(claimsOf(cookieToken(await gate.send('/', carrying(token)))).acct).toEqual(acct)
  })

  test('stays when a later answer names nobody, and when the session is renewed', async () => {
    const gate = telling()
    const token = cookieToken(await gate.send('/'))
    origin.word = {}
    expect(cookieToken(await gate.send('/', carrying(token)))).toBeUndefined()
    gate.at = (NOW + 1_850_000) as UnixMillis
    const renewed = claimsOf(cookieToken(await gate.send('/', carrying(token))))
    expect(renewed).toMatchObject({ sub: 'acct_42', acct: { created: CREATED, home: 'DE-BY' } })
  })

  test.each([
    ['Cordon-Account-Created', 'last year', { home: 'DE-BY' }],
    ['Cordon-Account-Home', 'Bavaria', { created: CREATED }],
  ])('is ignored where it cannot be read, logged and not quoted: %s', async (name, value, acct) => {
    const gate = telling(ALL, { ...TOLD, [name]: value })
    expect(claimsOf(cookieToken(await gate.send('/'))).acct).toEqual(acct)
    expect(events(gate.records)).toMatchObject([
      { event: 'account', message: expect.stringMatching(new RegExp(`${name} is no .*: ignored\\.$`)) },
    ])
    expect(JSON.stringify(events(gate.records))).not.toContain(value)
  })

  test('is of nobody where no account is named', async () => {
    const gate = telling(ALL, { 'Cordon-Account-Home': 'DE' })
    expect(claimsOf(cookieToken(await gate.send('/')))).not.toHaveProperty('acct')
    expect(events(gate.records).map((record) => 'message' in record && record.message)).toEqual([
      "The origin's Cordon-Account-Home comes without Cordon-Account: ignored.",
    ])
  })

  test("is never a client's own claim", async () => {
    const gate = testGate(ALL)
    await gate.send('/', { headers: TOLD })
    expect(evidenceOf(gate)).toMatchObject({
      'account.created': { state: 'absent' },
      'account.home': { state: 'absent' },
    })
  })

  test('leaves the longest cookie below 1.5 KB', async () => {
    const issuer = `https://${'i'.repeat(87)}.test`
    const gate = telling(
      { ...ALL, ISSUER: issuer },
      { ...TOLD, 'Cordon-Account': 'a'.repeat(128), 'Cordon-Account-Created': '9999-12-31' },
    )
    const [cookie = ''] = (await gate.send('/')).headers.getSetCookie()
    expect(claimsOf(cookieToken(await gate.send('/')))).toMatchObject({
      iss: issuer,
      acct: { home: 'DE-BY' },
    })
    expect(cookie.length).toBeLessThan(1500)
  })

  /** From the first of November on nobody from Canada, except accounts from before September. */
  const WIND_DOWN = {
    ...ALL,
    POLICY: {
      default: 'allow',
      resources: [{ id: 'sign-in', tier: 'open', path: '/sign-in' }],
      rules: [
        {
          id: 'wind-down',
          effect: 'deny',
          tier: 'controlled',
          from: '2026-11-01',
          when: {
            all: [{ signal: 'place', is: 'CA' }, { not: [{ signal: 'account.created', lt: '2026-09-01' }] }],
          },
          basis: { law: 'A law', owner: 'compliance', from: '2026-11-01' },
        },
      ],
    },
  }
  const fromCanada = { cf: CLIENTS.canada }

  test.each([
    ['before the date everybody passes, an account of which nothing is known too', -1, {}, 200],
    ['an account from before is spared', 0, TOLD, 200],
    [
      'an account of the very day is not',
      0,
      { ...TOLD, 'Cordon-Account-Created': '2026-09-01T00:00:00Z' },
      451,
    ],
    ['an account whose age is unknown counts as new', 0, { 'Cordon-Account': 'acct_42' }, 451],
    ['one whose age cannot be read, too', 0, { ...TOLD, 'Cordon-Account-Created': 'long ago' }, 451],
    ['nobody in particular, too', 0, {}, 451],
  ])('spares old accounts when a place is wound down: %s', async (_, seconds, word, status) => {
    const gate = telling(WIND_DOWN, word)
    gate.at = (NOW + seconds * 1000) as UnixMillis
    const token = cookieToken(await gate.send('/sign-in', fromCanada))
    const { headers } = carrying(token)
    const response = await gate.send('/work', { ...fromCanada, headers })
    expect(response.status).toBe(status)
    if (status === 451) await refusalOf(response, 451, 'place.restricted')
    expect((await gate.send('/work')).status).toBe(200)
  })

  test('a session from before the date signs in again, and is spared then', async () => {
    const gate = telling(WIND_DOWN)
    gate.at = (NOW - 1000) as UnixMillis
    const before = carrying(cookieToken(await gate.send('/work', fromCanada)))
    gate.at = NOW
    expect((await gate.send('/work', { ...fromCanada, ...before })).status).toBe(451)
    const again = carrying(cookieToken(await gate.send('/sign-in', { ...fromCanada, ...before })))
    expect((await gate.send('/work', { ...fromCanada, ...again })).status).toBe(200)
  })
})
