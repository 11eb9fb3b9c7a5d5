import { createExecutionContext, env } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { OPERATIONS } from '../../src/admin/operations.ts'
import { type AdminAnswer, CordonAdmin } from '../../src/entrypoints/admin.ts'
import type { ControlObject } from '../../src/state/control/object.ts'
import { ROLES, type Role } from '../../src/state/control/types.ts'
import { blobName } from '../../src/state/prefix-blob.ts'
import { HOME_ADDRESS, NOW, type SendInit, testGate, VARS } from '../support/gate.ts'
import { sha256Of, tableOf } from '../support/prefix-lists.ts'
import { adminRecords } from '../support/records.ts'
import { cookieToken } from '../support/responses.ts'
import { TEST_KEY } from '../support/tokens.ts'
import { accessToken, CERTS } from '../unit/admin/access-fixture.ts'

const bindings = env as unknown as {
  CONTROL: DurableObjectNamespace<ControlObject>
  REPLAY: unknown
  TABLES_KV: KVNamespace
  TABLES_R2: R2Bucket
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const tokenOf = (role: Role) => `cordon_admin_${role}`
const TOKENS = ROLES.map((role) => ({ name: role, role, sha256: sha256(tokenOf(role)) }))
const TEAM = 'https://example.cloudflareaccess.com'
const ACCESS = {
  team: TEAM,
  audience: '4'.repeat(64),
  roles: [{ email: 'ada@example.com', role: 'compliance' }],
}
const WHY = 'the laptop was stolen'
const REVOKE = { kind: 'session', value: 'sid-1', why: WHY }

/** A Control of its own for each test. */
let made = 0
const ownControl = () => {
  const name = `admin-${made}`
  return { getByName: () => bindings.CONTROL.getByName(name) }
}
beforeEach(() => {
  made++
})

const stateful = () => ({ STATE: 'control', CONTROL: ownControl(), REPLAY: bindings.REPLAY })
const adminGate = (vars: Record<string, unknown> = {}) =>
  testGate({ ...stateful(), ADMIN_TOKEN_SHA256: TOKENS, ...vars })

interface Ask extends SendInit {
  readonly role?: Role
  readonly json?: unknown
}

function asker(gate = adminGate()) {
  const ask = async (path: string, { role = 'operator', json, headers, ...init }: Ask = {}) => {
    const sent = {
      Authorization: `Bearer ${tokenOf(role)}`,
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(headers as Record<string, string>),
    }
    const response = await gate.send(`/.cordon/admin${path}`, {
      ...init,
      headers: sent,
      ...(json === undefined ? {} : { body: JSON.stringify(json), method: init.method ?? 'POST' }),
    })
    const body = await response.json<Record<string, unknown>>()
    return { response, status: response.status, headers: response.headers, body }
  }
  return { gate, ask }
}

describe('the admin door', () => {
  test('is not there where no way in is configured', async () => {
    const gate = testGate(stateful())
    const response = await gate.send('/.cordon/admin/state')
    expect(response.status).toBe(404)
    expect(await response.json()).not.toHaveProperty('reason')
  })

  test('is not there where nothing can be administered', async () => {
    const { ask } = asker(testGate({ ADMIN_TOKEN_SHA256: TOKENS }))
    expect((await ask('/state')).status).toBe(404)
  })

  test.each(['', '/state', '/keys', '/no-such-thing', '/openapi.json', '/state/'])(
    'answers nobody without a credential (%s)',
    async (path) => {
      const gate = adminGate()
      for (const method of ['GET', 'POST', 'DELETE']) {
        const response = await gate.send(`/.cordon/admin${path}`, { method })
        expect(response.status).toBe(401)
        expect(response.headers.get('WWW-Authenticate')).toBe('Bearer')
        expect(response.headers.get('Cache-Control')).toBe('no-store')
        expect(response.headers.get('Cordon-Decision')).toMatch(/^[\w-]{22}$/)
      }
      expect(gate.seen).toEqual([])
      expect(adminRecords(gate.records)).toEqual([])
    },
  )

  test('does not read a token from the query or a cookie', async () => {
    const gate = adminGate()
    const token = tokenOf('operator')
    const response = await gate.send(`/.cordon/admin/state?access_token=${token}`, {
      headers: { Cookie: `CF_Authorization=${token}` },
    })
    expect(response.status).toBe(401)
  })

  test('says who one is, whatever the place and network', async () => {
    const { ask } = asker()
    const { status, body } = await ask('', { role: 'support', cf: { country: 'KP' } })
    expect([status, body.name, body.role]).toEqual([200, 'token:support', 'support'])
  })

  test('is behind it that a path is unknown or has another method', async () => {
    const { ask } = asker()
    expect((await ask('/no-such-thing')).body.reason).toBe('admin.unknown')
    const { status, headers } = await ask('/revocations', { json: {}, method: 'PUT' })
    expect([status, headers.get('Allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test('shuts for a minute on a network that fails ten times, and on no other', async () => {
    const { gate, ask } = asker()
    const wrong = { headers: { Authorization: 'Bearer wrong' } }
    for (let n = 0; n < 10; n++) expect((await ask('/state', wrong)).status).toBe(401)
    const shut = await ask('/state')
    expect([shut.status, shut.headers.get('Retry-After')]).toEqual([429, '60'])
    expect((await ask('/state', { address: '198.51.100.1' })).status).toBe(200)
    expect(adminRecords(gate.records)).toHaveLength(10)
    gate.at = (NOW + 60_000) as typeof NOW
    expect((await ask('/state')).status).toBe(200)
  })

  test('records a failed attempt by its network, and nothing of the credential', async () => {
    const { gate, ask } = asker()
    await ask('/state', { headers: { Authorization: 'Bearer some-secret' } })
    expect(adminRecords(gate.records)).toEqual([
      expect.objectContaining({
        outcome: 'admin.credential',
        cause: 'token.unknown',
        address: '73.162.10.0/24',
      }),
    ])
    expect(JSON.stringify(gate.records)).not.toMatch(new RegExp(`some-secret|${HOME_ADDRESS}`))
  })

  test('has 120 requests a minute for each who comes in', async () => {
    const { ask } = asker()
    for (let n = 0; n < 120; n++) expect((await ask('')).status).toBe(200)
    expect((await ask('')).body.reason).toBe('admin.too_many_requests')
    expect((await ask('', { role: 'auditor' })).status).toBe(200)
  })

  test('lets in whom Access vouches for, by keys it reads from the team', async () => {
    const certs = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(CERTS))
    try {
      const gate = adminGate({ ADMIN_ACCESS: ACCESS, ADMIN_TOKEN_SHA256: undefined })
      const knock = async (claims = {}) => {
        const token = await accessToken(claims)
        const response = await gate.send('/.cordon/admin', { headers: { 'Cf-Access-Jwt-Assertion': token } })
        return [response.status, await response.json<Record<string, unknown>>()] as const
      }
      const [status, body] = await knock()
      expect([status, body.name, body.role]).toEqual([200, 'email:ada@example.com', 'compliance'])
      expect((await knock({ email: 'eve@example.com' }))[1].reason).toBe('admin.no_role')
      const forged = { email: 'eve@example.com', aud: ['5'.repeat(64)] }
      expect((await knock(forged))[1].reason).toBe('admin.credential')
      expect(adminRecords(gate.records).map(({ outcome, actor, role }) => [outcome, actor, role])).toEqual([
        ['admin.no_role', 'email:eve@example.com', undefined],
        ['admin.credential', undefined, undefined],
      ])
      expect(certs.mock.calls.map(([url]) => url)).toEqual([`${TEAM}/cdn-cgi/access/certs`])
    } finally {
      certs.mockRestore()
    }
  })
})

describe('over HTTP', () => {
  test('a session is revoked, seen, lifted, and all of it is in the log of changes', async () => {
    const { gate, ask } = asker()
    const made = await ask('/revocations', { json: REVOKE })
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({
      stamp: 1,
      by: { name: 'token:operator', role: 'operator' },
      why: WHY,
      decision: made.headers.get('Cordon-Decision'),
      change: { action: 'revoke', kind: 'session', value: 'sid-1' },
    })
    const id = made.body.revocation
    expect((await ask('/state')).body).toMatchObject({ stamp: 1, revocations: 1, standing: 'current' })
    expect((await ask('/revocations')).body).toMatchObject({
      revocations: [{ id, value: 'sid-1' }],
      next: null,
    })
    const lifted = await ask(`/revocations/${id}`, { json: { why: 'it was found' }, method: 'DELETE' })
    expect(lifted.status).toBe(200)
    expect((await ask(`/revocations/${id}`, { json: { why: 'once more' }, method: 'DELETE' })).status).toBe(
      404,
    )
    expect((await ask('/state')).body).toMatchObject({ stamp: 2, revocations: 0 })
    expect((await ask('/changes?limit=1')).body).toMatchObject({ changes: [{ stamp: 2 }], next: 2 })
    expect((await ask('/changes?limit=1&before=2')).body).toMatchObject({ changes: [{ stamp: 1 }] })
    expect(adminRecords(gate.records)).toMatchObject([
      { operation: 'revoke', outcome: 'done', actor: 'token:operator', change: { stamp: 1, revocation: id } },
      { operation: 'lift', outcome: 'done', change: { stamp: 2 } },
      { operation: 'lift', outcome: 'control.not_found' },
    ])
  })

  test('a raised epoch ends the sessions that there are, on this isolate at once', async () => {
    const { gate, ask } = asker(adminGate({ SESSION_ISSUE: 'all' }))
    const token = cookieToken(await gate.send('/')) ?? ''
    const session = () => gate.send('/.cordon/session', { headers: { 'Cordon-Session': token } })
    expect((await session()).status).toBe(200)
    gate.at = (NOW + 2_000) as typeof NOW
    expect((await ask('/epoch', { json: { why: 'keys were lost' } })).body).toMatchObject({ epoch: 1 })
    expect((await session()).status).toBe(401)
  })

  describe('the prefix table', () => {
    const TABLE = tableOf({ class: 'vpn', prefixes: ['198.51.100.0/24'] })
    const BUNDLED = tableOf({ class: 'vpn', prefixes: ['203.0.113.0/24'] })
    const setter = (store: unknown, options = {}) => {
      const vars = { ...stateful(), ADMIN_TOKEN_SHA256: TOKENS, NETWORK_TABLES: store }
      const { ask } = asker(testGate(vars, undefined, undefined, options))
      const set = (sha256: string | null, more = {}) =>
        ask('/tables', { json: { sha256, why: WHY, ...more }, method: 'PUT' })
      return { set, named: async () => (await ask('/state')).body.tables }
    }

    test.each([
      ['KV', bindings.TABLES_KV],
      ['R2', bindings.TABLES_R2],
    ])('is named where it lies in %s, and un-named', async (_, store) => {
      const sha256 = await sha256Of(TABLE)
      await store.put(blobName(sha256), TABLE)
      const { set, named } = setter(store)
      expect((await set(sha256)).status).toBe(200)
      expect(await named()).toBe(sha256)
      expect((await set(null)).status).toBe(200)
      expect(await named()).toBeNull()
    })

    const sha256 = 'f'.repeat(64)
    test.each<[string, unknown, RegExp]>([
      ['lies nowhere', bindings.TABLES_R2, /^not found: networks\/f{64} in NETWORK_TABLES/],
      ['is no table', { get: async () => Uint8Array.of(1).buffer }, /^not a prefix table/],
      ['has another checksum', { get: async () => TABLE.slice().buffer }, /^not a prefix table/],
      ['cannot be read', { get: () => Promise.reject(new Error('down')) }, /^the store cannot be reached/],
      ['could lie nowhere', undefined, /^no store is bound as NETWORK_TABLES$/],
    ])('that %s is not named but by force', async (_, store, detail) => {
      const { set, named } = setter(store)
      const { status, body } = await set(sha256)
      expect([status, body.reason, body.errors]).toEqual([
        409,
        'admin.table_unreadable',
        [expect.stringMatching(detail)],
      ])
      expect(await named()).toBeNull()
      expect((await set(sha256, { force: true })).status).toBe(200)
      expect(await named()).toBe(sha256)
    })

    test('of the build is named without a store', async () => {
      const { set } = setter(undefined, { prefixTable: BUNDLED })
      expect((await set(await sha256Of(BUNDLED))).status).toBe(200)
      expect((await set(await sha256Of(TABLE))).status).toBe(409)
    })
  })

  test('the keys are shown, and the last of them is revoked only by force', async () => {
    const { ask } = asker()
    expect((await ask('/keys')).body).toMatchObject({ keys: [{ kid: TEST_KEY.kid, state: 'active' }] })
    const order = { kind: 'signing_key', value: TEST_KEY.kid, why: WHY }
    expect((await ask('/revocations', { json: order })).body.reason).toBe('admin.last_key')
    expect((await ask('/revocations', { json: { ...order, force: true } })).status).toBe(200)
    expect((await ask('/keys')).body).toMatchObject({ keys: [{ kid: TEST_KEY.kid, state: 'ended' }] })
  })

  test('the same order with the same key is carried out once', async () => {
    const { ask } = asker()
    const headers = { 'Idempotency-Key': 'order-0001' }
    const first = await ask('/revocations', { json: REVOKE, headers })
    const second = await ask('/revocations', { json: REVOKE, headers })
    expect(second.body).toEqual(first.body)
    expect([first, second].map((answer) => answer.headers.get('Idempotency-Replayed'))).toEqual([
      null,
      'true',
    ])
    const other = await ask('/revocations', { json: { ...REVOKE, value: 'sid-2' }, headers })
    expect([other.status, other.body.reason]).toEqual([422, 'control.key_reused'])
  })

  test.each([
    ['another site', { Origin: 'https://evil.test' }, 403],
    ['a sibling site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  ])('%s changes nothing', async (_, headers, status) => {
    const { ask } = asker()
    expect((await ask('/revocations', { json: REVOKE, headers })).status).toBe(status)
    expect((await ask('/changes')).body.changes).toEqual([])
  })

  test('malformed input is told by name, and changes nothing', async () => {
    const { ask } = asker()
    const misspelt = await ask('/revocations', { json: { kind: 'session', valeu: 'x', why: WHY } })
    expect(misspelt.status).toBe(400)
    expect(misspelt.body.errors).toContain('valeu: unknown; did you mean "value"?')
    const twice = { body: '{"why":"once","why":"twice"}', method: 'POST' }
    const headers = { 'Content-Type': 'application/json' }
    expect((await ask('/epoch', { ...twice, headers })).body.errors).toEqual([
      'the body: a member is there twice',
    ])
    expect((await ask('/epoch', { json: { why: 'x'.repeat(17_000) } })).status).toBe(413)
    expect((await ask('/state?x=1')).status).toBe(400)
    expect((await ask('/changes')).body.changes).toEqual([])
  })

  test.each(ROLES)('%s is refused with 403 what the table does not give', async (role) => {
    const { ask } = asker()
    const { status } = await ask('/tables', { role, json: { sha256: null, why: WHY }, method: 'PUT' })
    expect(status).toBe(role === 'operator' ? 200 : 403)
    expect((await ask('/openapi.json', { role })).body.openapi).toBe('3.1.0')
  })

  test('a state that cannot be reached is 503, and what this isolate knows is told all the same', async () => {
    const CONTROL = {
      getByName: () => {
        throw new Error('down')
      },
    }
    const { ask } = asker(adminGate({ CONTROL }))
    const change = await ask('/epoch', { json: { why: WHY } })
    expect([change.status, change.body.reason]).toEqual([503, 'control.unreachable'])
    expect((await ask('/state')).body).toMatchObject({ stamp: null, standing: 'never' })
  })
})

describe('over RPC', () => {
  const PROPS = { name: 'billing', role: 'support' }

  const written = vi.spyOn(console, 'log').mockImplementation(() => {})
  beforeEach(() => void written.mockClear())
  afterAll(() => written.mockRestore())

  function worker(props: unknown) {
    const variables = Object.fromEntries(
      Object.entries({ ...VARS, ...stateful(), ORIGIN_URL: 'https://origin.test' }),
    )
    const ctx = Object.assign(Object.create(createExecutionContext()), { props })
    const call = new CordonAdmin(ctx, variables as unknown as ConstructorParameters<typeof CordonAdmin>[1])
    return { call, records: () => written.mock.calls.map(([line]) => JSON.parse(line)) }
  }

  test('the props of the binding arrive, and without good ones every call is refused', async () => {
    const bound = exports.CordonAdmin({ props: PROPS })
    // The tests' own environment has no configuration: whoever is refused for that has come through.
    expect(await bound.state()).toEqual({ ok: false, reason: 'service.misconfigured' })
    for (const props of [
      {},
      { name: 'billing' },
      { ...PROPS, role: 'client' },
      { ...PROPS, name: '' },
      { ...PROPS, x: 1 },
    ]) {
      const stranger = exports.CordonAdmin({ props: props as typeof PROPS })
      expect(await stranger.state()).toEqual({ ok: false, reason: 'admin.props' })
      expect(await stranger.revoke(REVOKE)).toEqual({ ok: false, reason: 'admin.props' })
    }
    expect(await exports.CordonAdmin.state()).toEqual({ ok: false, reason: 'admin.props' })
  })

  test('does what HTTP does', async () => {
    const { call: operator, records } = worker({ name: 'billing', role: 'operator' })
    const made = await operator.revoke({ ...REVOKE, idempotencyKey: 'order-0001' })
    expect(made).toMatchObject({
      ok: true,
      repeated: false,
      value: { stamp: 1, by: { name: 'worker:billing', role: 'operator' } },
    })
    expect(await operator.revoke({ ...REVOKE, idempotencyKey: 'order-0001' })).toMatchObject({
      repeated: true,
    })
    const { revocation: id } = (made as Extract<AdminAnswer, { ok: true }>).value as { revocation: string }
    expect(await operator.revocations({ limit: 5 })).toMatchObject({ value: { revocations: [{ id }] } })
    expect(await operator.lift({ id, why: WHY })).toMatchObject({ ok: true })
    expect(await operator.raiseEpoch({ why: WHY })).toMatchObject({ value: { epoch: 1 } })
    expect(await operator.setTables({ sha256: null, why: WHY })).toMatchObject({ ok: true })
    expect(await operator.setTables({ sha256: 'f'.repeat(64), why: WHY })).toEqual({
      ok: false,
      reason: 'admin.table_unreadable',
      details: ['no store is bound as NETWORK_TABLES'],
    })
    expect(await operator.changes()).toMatchObject({ value: { changes: { length: 4 } } })
    expect(await operator.state()).toMatchObject({ value: { stamp: 4, epoch: 1, revocations: 0 } })
    expect(await operator.keys()).toMatchObject({ value: { keys: [{ state: 'active' }] } })
    expect(await operator.whoami()).toMatchObject({ value: { name: 'worker:billing' } })
    expect(records()).toMatchObject([
      { event: 'admin', door: 'rpc', actor: 'worker:billing', operation: 'revoke', outcome: 'done' },
      { operation: 'revoke', outcome: 'repeated' },
      { operation: 'lift', outcome: 'done' },
      { operation: 'raiseEpoch', outcome: 'done' },
      { operation: 'setTables', outcome: 'done' },
      { operation: 'setTables', outcome: 'admin.table_unreadable', cause: 'no_store' },
    ])
  })

  test('gives a binding no more than its role', async () => {
    const { call: support } = worker(PROPS)
    expect(await support.raiseEpoch({ why: WHY })).toEqual({ ok: false, reason: 'admin.role' })
    expect(await support.changes()).toEqual({ ok: false, reason: 'admin.role' })
    expect((await support.revoke(REVOKE)).ok).toBe(true)
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'sid-1'],
    ['a list', [REVOKE]],
    ['a role of its own', { ...REVOKE, role: 'operator' }],
    ['a name of its own', { ...REVOKE, by: { name: 'x', role: 'operator' } }],
    ['a key that is none', { ...REVOKE, idempotencyKey: 7 }],
    ['a map', new Map(Object.entries(REVOKE))],
  ])('checks what is passed in: %s', async (_, order) => {
    const { call } = worker(PROPS)
    expect(await call.revoke(order)).toMatchObject({ ok: false, reason: 'admin.input' })
  })

  test('has every operation but the document, which is of HTTP', () => {
    const methods = Object.getOwnPropertyNames(CordonAdmin.prototype).filter((name) => name !== 'constructor')
    const ids = OPERATIONS.map(({ id }) => id).filter((id) => id !== 'openapi')
    expect(methods.toSorted()).toEqual(ids.toSorted())
  })
})
