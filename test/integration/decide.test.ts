import { env, exports } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { CordonGate } from '../../src/entrypoints/gate.ts'
import type { LogRecord } from '../../src/telemetry/records.ts'
import { type JsonWebKeySet, verifyAssertion } from '../../src/verify/index.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_ADDRESS } from '../support/gate.ts'
import { admissions, decisions, readBack } from '../support/records.ts'
import { claimsOf, DECISION_ID, refusalOf } from '../support/responses.ts'
import { signed, TEST_KEY } from '../support/tokens.ts'
import { dpopClient } from './dpop-client.ts'

// The runner's own, which a gate that stands alone would take for a misspelt variable of ours.
Reflect.deleteProperty(env, '__VITEST_POOL_WORKERS_VITEST_MAJOR_VERSION')

const worker = exports as unknown as {
  readonly CordonGate: Service<CordonGate>
  readonly default: { fetch(request: Request): Promise<Response> }
}

/** As a Worker gets it from the edge. */
function fromEdge(
  path: string,
  { cf = CLIENTS.home, ...init }: Omit<RequestInit, 'cf'> & { cf?: unknown } = {},
): Request {
  const request = new Request(`https://gate.test${path}`, {
    ...init,
    ...(cf === null ? {} : { cf }),
  } as RequestInit)
  if (!request.headers.has('CF-Connecting-IP')) request.headers.set('CF-Connecting-IP', HOME_ADDRESS)
  return request
}

const decide = (...sent: Parameters<typeof fromEdge>) => worker.CordonGate.decide(fromEdge(...sent))

/** What the runtime's own logger writes meanwhile. */
function listening(): LogRecord[] {
  const records: LogRecord[] = []
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => {
      records.push(readBack(typeof line === 'string' ? JSON.parse(line) : line))
    })
  return records
}

afterEach(() => vi.restoreAllMocks())

describe('decide() by service binding', () => {
  test('admits HEAD, whose answers have no content', async () => {
    listening()
    // Another client than below: the first of its kind in an isolate has an admission record.
    const elsewhere = { ...CLIENTS.home, regionCode: 'OR', region: 'Oregon' }
    expect(await decide('/v1/x', { method: 'HEAD', cf: elsewhere })).toMatchObject({
      admitted: true,
      verdict: 'allow',
    })
  })

  test('admits, with what was verified and an assertion that the keys of the gate verify', async () => {
    const records = listening()
    const admission = await decide('/v1/x?q=1', { method: 'POST', body: 'not read' })
    expect(admission).toEqual({
      admitted: true,
      verdict: 'allow',
      decision: expect.stringMatching(DECISION_ID),
      assertion: expect.any(String),
      acr: 'substantial',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      tier_max: 'controlled',
    })
    if (!admission.admitted) throw new Error('refused')
    const jwks = await (await worker.default.fetch(fromEdge('/.cordon/jwks.json'))).json<JsonWebKeySet>()
    const received = fromEdge('/v1/x?q=1', {
      method: 'POST',
      headers: { 'Cordon-Assertion': admission.assertion },
    })
    const now = Date.now() / 1000
    const options = { jwks, issuer: 'https://gate.test', audience: 'https://gate.test', now }
    expect(await verifyAssertion(received, options)).toMatchObject({
      ok: true,
      claims: { htm: 'POST', verdict: 'allow', geo: { country: 'US', region: 'US-CA' } },
    })
    expect(await verifyAssertion(new Request(received, { method: 'PUT' }), options)).toMatchObject({
      ok: false,
    })
    // The records of the gate, and no others.
    expect(decisions(records)).toMatchObject([
      {
        decision: admission.decision,
        verdict: 'allow',
        action: 'pass',
        status: 200,
        place: 'US-CA',
        subject: { address: '73.162.10.0/24' },
      },
    ])
    expect(admissions(records)).toHaveLength(1)
  })

  test('limits, and says so', async () => {
    listening()
    expect(await decide('/v1/x', { cf: CLIENTS.starlink })).toMatchObject({
      admitted: true,
      verdict: 'limit',
      net: { class: 'satellite' },
    })
  })

  test.each([
    ['/', CLIENTS.northKorea, 451, 'place.restricted'],
    ['/', CLIENTS.cloud, 403, 'network.hosting'],
    ['//x', CLIENTS.home, 400, 'request.path'],
    ['/', {}, 403, 'place.unknown'],
    ['/', null, 403, 'place.unknown'],
  ])('refuses %s from %j with what can be sent to the client: %i', async (path, cf, status, reason) => {
    const records = listening()
    const refusal = await decide(path, { cf })
    if (refusal.admitted) throw new Error('admitted')
    expect(refusal).toMatchObject({ admitted: false, status, reason })
    expect(refusal.decision).toBe(refusal.response.headers.get('Cordon-Decision'))
    await refusalOf(refusal.response, status, reason)
    expect(decisions(records)).toMatchObject([{ action: 'refuse', status, decision: refusal.decision }])
  })

  const asPage = { cf: CLIENTS.northKorea, headers: { Accept: 'text/html' } }

  test('refuses a browser with a page', async () => {
    listening()
    const refusal = await decide('/', asPage)
    if (refusal.admitted) throw new Error('admitted')
    expect([refusal.status, refusal.response.status]).toEqual([451, 451])
    expect(refusal.response.headers.get('Content-Type')).toContain('text/html')
    expect(await refusal.response.text()).toContain('<html')
  })

  // The reason is read off problem details, which a page is not.
  test('tells the reason of a refusal also where the client gets a page', async () => {
    listening()
    expect(await decide('/', asPage)).toMatchObject({ reason: 'place.restricted' })
  })

  test('writes the records that the gate writes for the same request', async () => {
    const records = listening()
    await worker.default.fetch(fromEdge('/same', { cf: CLIENTS.cloud }))
    await decide('/same', { cf: CLIENTS.cloud })
    const [first, second, ...others] = decisions(records).map(({ decision, time, ...rest }) => rest)
    expect(others).toEqual([])
    expect(second).toEqual(first)
  })

  test('believes the address that the edge gave', async () => {
    const records = listening()
    await decide('/', { headers: { 'CF-Connecting-IP': '2601:640:8000::1234' } })
    expect(decisions(records)[0]?.subject).toMatchObject({ address: '2601:640:8000::/48' })
  })

  test.each([
    '/.cordon',
    '/.cordon/session',
    '/.cordon/jwks.json',
    '/.cordon/admin/keys',
    '/.cordon/anything',
  ])("does not admit to %s, which is never the origin's: 404, and no assertion", async (path) => {
    const records = listening()
    for (const method of ['GET', 'POST']) {
      const refusal = await decide(path, { method })
      if (refusal.admitted) throw new Error('admitted')
      expect(Object.keys(refusal).toSorted()).toEqual(['admitted', 'decision', 'response', 'status'])
      expect([refusal.status, refusal.response.status]).toEqual([404, 404])
      expect(JSON.stringify([...refusal.response.headers])).not.toContain('eyJ')
      expect(await refusal.response.text()).not.toContain('eyJ')
    }
    expect(records.filter((record) => record.event === 'decision' && record.action === 'pass')).toEqual([])
  })

  test('names whom the origin has vouched for, and nothing more about them', async () => {
    listening()
    const post = await worker.default.fetch(fromEdge('/.cordon/session', { method: 'POST' }))
    const claims = claimsOf((await post.json<{ token: string }>()).token)
    const token = await signed(
      { typ: 'cordon-session+jwt', kid: TEST_KEY.kid },
      { ...claims, sub: 'acct_1', sub_kind: 'account' },
    )
    const admission = await decide('/v1/x', { headers: { 'Cordon-Session': token } })
    if (!admission.admitted) throw new Error('refused')
    expect(admission.subject).toEqual({ kind: 'account', id: 'acct_1' })
  })

  test('counts a session as the gate does', async () => {
    listening()
    const post = await worker.default.fetch(fromEdge('/.cordon/session', { method: 'POST' }))
    const { token } = await post.json<{ token: string }>()
    const admission = await decide('/v1/x', { headers: { 'Cordon-Session': token } })
    if (!admission.admitted) throw new Error('refused')
    expect(claimsOf(admission.assertion).sid).toBe(claimsOf(token).sid)
    await worker.default.fetch(
      fromEdge('/.cordon/session', { method: 'DELETE', headers: { 'Cordon-Session': token } }),
    )
    const after = await decide('/v1/x', { headers: { 'Cordon-Session': token } })
    if (!after.admitted) throw new Error('refused')
    expect(claimsOf(after.assertion)).not.toHaveProperty('sid')
  })

  test('gives whoever needs a nonce for a strict resource the nonce, with the refusal', async () => {
    listening()
    const client = await dpopClient()
    const clock = { at: Date.now() } as Parameters<typeof client.proof>[0]
    const proof = await client.proof(clock, { url: 'https://gate.test/pay', madeAt: 0 })
    const refusal = await decide('/pay', { headers: { 'Cordon-DPoP': proof } })
    if (refusal.admitted) throw new Error('admitted')
    expect(refusal).toMatchObject({ status: 401, reason: 'session.required' })
    expect(refusal.response.headers.get('Cordon-DPoP-Nonce')).toMatch(/^[\w-]{20,}$/)
  })

  test('reads its configuration once an isolate, not once a call', async () => {
    const records = listening()
    for (let count = 0; count < 3; count++) await decide('/once')
    // One situation is one admission record: another gate would have an admission of its own.
    expect(new Set(decisions(records).map(({ admission }) => admission)).size).toBe(1)
  })
})
