import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { app as gate } from '../../src/app.ts'
import { type Dependencies, dependenciesFrom, inFrontOf } from '../../src/deps.ts'
import type { LogRecord } from '../../src/telemetry/records.ts'
import { type JsonWebKeySet, verifyAssertion } from '../../src/verify/index.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_ADDRESS, NOW, VARS } from '../support/gate.ts'
import { decisions, events, onlyDecision, readBack } from '../support/records.ts'
import { cookieToken, DECISION_ID, refusalOf } from '../support/responses.ts'

/** What is in a customer's environment beside our variables. */
const THEIRS = { DATABASE_URL: 'postgres://db.test/x', FEATURES: ['a', 'b'], RETRIES: 3, KV: { get() {} } }

/** A Worker of a customer of ours: our gate answers, and the customer's own Hono app is its origin. */
function ownWorker(
  vars: Record<string, unknown> = {},
  origin: (app: Hono) => Dependencies['origin'] = (app) => inFrontOf((admitted) => app.fetch(admitted)),
) {
  const records: LogRecord[] = []
  const reached: Request[] = []
  const own = new Hono()
  own.use(async (c, next) => {
    reached.push(c.req.raw)
    await next()
  })
  own.get('/hello', (c) => {
    c.header('Cordon-Account', 'acct_1')
    c.header('Cordon-Verdict', 'allow')
    return c.text('hello')
  })
  own.post('/echo', async (c) => c.text(await c.req.text()))
  own.get('/throws', () => {
    throw new Error('a bug of theirs')
  })
  const env = Object.fromEntries(
    Object.entries({ ...VARS, ...THEIRS, ...vars }).filter(([, value]) => value !== undefined),
  )
  const log = (record: LogRecord) => void records.push(readBack(record))
  const made = dependenciesFrom(env, { embedded: true, log })
  const given = origin(own)
  const dependencies: Dependencies = {
    ...made,
    clock: () => NOW,
    ...(given === undefined ? {} : { origin: given }),
  }
  const send = async (path: string, { cf = CLIENTS.home, ...init }: { cf?: unknown } & RequestInit = {}) => {
    const request = new Request(`https://gate.test${path}`, init as RequestInit)
    request.headers.set('CF-Connecting-IP', HOME_ADDRESS)
    Object.defineProperty(request, 'cf', { value: cf })
    return gate.fetch(request, dependencies)
  }
  return { send, reached, records }
}

describe("somebody's own Hono app behind the gate", () => {
  test('gets admitted requests, and the answer goes the way of any origin', async () => {
    const { send, records, reached } = ownWorker()
    const response = await send('/hello', { headers: { Accept: 'text/html' } })
    expect(await response.text()).toBe('hello')
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(cookieToken(response)).toBeDefined()
    expect(response.headers.has('Cordon-Account')).toBe(false)
    expect(response.headers.has('Cordon-Verdict')).toBe(false)
    expect(onlyDecision(records)).toMatchObject({
      verdict: 'allow',
      action: 'pass',
      status: 200,
      subject: { account: 'acct_1' },
    })
    expect(reached).toHaveLength(1)
  })

  test('gets each with an assertion that verifies against the published keys', async () => {
    const { send, reached } = ownWorker({ ORIGIN_AUDIENCE: 'own-app' })
    const jwks = await (await send('/.cordon/jwks.json')).json<JsonWebKeySet>()
    const forged = { 'Cordon-Assertion': 'forged', 'Cordon-Decision': 'forged' }
    await send('/hello?a=1', { headers: forged })
    const answer = await send('/echo', { method: 'POST', body: 'content', headers: forged })
    expect(await answer.text()).toBe('content')
    expect(reached.map(({ method, url }) => [method, url])).toEqual([
      ['GET', 'https://gate.test/hello?a=1'],
      ['POST', 'https://gate.test/echo'],
    ])
    const options = { jwks, issuer: 'https://gate.test', audience: 'own-app', now: NOW / 1000 }
    for (const request of reached) {
      expect(request.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
      expect(await verifyAssertion(request, options)).toMatchObject({
        ok: true,
        claims: { verdict: 'allow', htm: request.method, geo: { country: 'US', region: 'US-CA' } },
      })
    }
  })

  test.each([
    ['/hello', CLIENTS.northKorea, 451, 'place.restricted'],
    ['/hello', CLIENTS.cloud, 403, 'network.hosting'],
    ['//hello', CLIENTS.home, 400, 'request.path'],
  ])('does not hear of %s from %j: %i', async (path, cf, status, reason) => {
    const { send, reached, records } = ownWorker()
    await refusalOf(await send(path, { cf }), status, reason)
    expect(reached).toEqual([])
    expect(onlyDecision(records)).toMatchObject({ action: 'refuse', status })
  })

  test.each([
    ['/.cordon', 'GET', 404],
    ['/.cordon/x', 'GET', 404],
    ['/.CORDON/health', 'GET', 404],
    ['/%2ecordon/x', 'GET', 404],
    ['/.cordon/health', 'GET', 200],
    ['/.cordon/jwks.json', 'GET', 200],
    ['/.cordon/problems', 'GET', 200],
    ['/.cordon/session', 'GET', 401],
    ['/.cordon/session', 'POST', 200],
  ])('does not hear of the reserved %s (%s): %i', async (path, method, status) => {
    const { send, reached } = ownWorker()
    expect((await send(path, { method })).status).toBe(status)
    expect(reached).toEqual([])
  })

  test.each([
    [{ MODE: 'x' }, 'service.misconfigured'],
    [{ RESTRICTED_REGIONS: undefined }, 'service.misconfigured'],
    [{ SIGNING_KEYS: undefined }, 'service.no_key'],
  ])('does not hear of anything while %j', async (vars, reason) => {
    const { send, reached } = ownWorker(vars)
    await refusalOf(await send('/hello'), 503, reason)
    expect(reached).toEqual([])
  })

  test('answers 404 for what it has no handler for, as ever', async () => {
    const { send, reached } = ownWorker()
    const response = await send('/nothing')
    expect([response.status, await response.text()]).toEqual([404, '404 Not Found'])
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(reached).toHaveLength(1)
  })
})

describe('an embedded gate', () => {
  test('takes no offence at variables that are not its own; a gate that stands alone does', async () => {
    const { send, records } = ownWorker()
    expect((await send('/hello')).status).toBe(200)
    expect(events(records)).toEqual([])
    const alone = dependenciesFrom({ ...VARS, ...THEIRS, ORIGIN: { fetch: () => new Response() } })
    const loaded = await alone.gate()
    expect(loaded.ok ? [] : loaded.error.map(({ key }) => key)).toEqual([
      'DATABASE_URL',
      'FEATURES',
      'RETRIES',
    ])
  })

  test.each([{ ORIGIN_URL: 'https://origin.test' }, { ORIGIN: { fetch: () => new Response('configured') } }])(
    'prefers the app in front of which it stands to a configured origin (%#)',
    async (configured) => {
      const { send, reached } = ownWorker(configured)
      expect(await (await send('/hello')).text()).toBe('hello')
      expect(reached).toHaveLength(1)
    },
  )

  test.each([
    ['throws', () => inFrontOf(() => explode())],
    ['rejects', () => inFrontOf(async () => explode())],
  ])('in front of a handler that %s answers 502, and lets nobody in', async (_, origin) => {
    const { send, records } = ownWorker({ SESSION_ISSUE: 'all', LOG_ALLOW_RATE: 0 }, origin)
    await refusalOf(await send('/hello'), 502, 'origin.unreachable')
    expect(onlyDecision(records)).toMatchObject({
      status: 502,
      reasons: ['origin.unreachable'],
      origin_fault: 'a bug of theirs',
    })
  })

  test("in front of an app that catches its own exception passes that app's 500 on", async () => {
    const { send, records } = ownWorker()
    const response = await send('/throws')
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
    expect(onlyDecision(records)).toMatchObject({ status: 500 })
  })

  test('without an origin answers 500, and records a refusal', async () => {
    const { send, records, reached } = ownWorker({ LOG_ALLOW_RATE: 0 }, () => undefined)
    const response = await send('/hello')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ type: 'about:blank', status: 500 })
    expect(onlyDecision(records)).toMatchObject({ action: 'refuse', status: 500 })
    expect(events(records)).toMatchObject([{ event: 'error', message: expect.stringContaining('inFrontOf') }])
    await refusalOf(await send('/hello', { cf: CLIENTS.northKorea }), 451, 'place.restricted')
    expect(decisions(records).map(({ action }) => action)).toEqual(['refuse', 'refuse'])
    expect(reached).toEqual([])
  })
})

function explode(): never {
  throw new Error('a bug of theirs')
}
