import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { type CordonVariables, cordon } from '../../src/cordon.ts'
import type { LogRecord } from '../../src/telemetry/records.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_ADDRESS, VARS } from '../support/gate.ts'
import { decisions, onlyDecision, readBack } from '../support/records.ts'
import { claimsOf, cookieToken, DECISION_ID, refusalOf } from '../support/responses.ts'
import { ownState } from './isolates.ts'

/** A Hono app on Workers as somebody has it, with one line of ours. */
function ownApp(vars: Record<string, unknown> = {}) {
  const records: LogRecord[] = []
  const seen: { path: string; env: unknown; headers: Headers; country: string | undefined }[] = []
  const env = { ...VARS, DATABASE_URL: 'postgres://db.test/x', RETRIES: 3, ...vars }
  const app = new Hono<{ Bindings: typeof env; Variables: CordonVariables }>()
  app.use(cordon({ log: (record) => void records.push(readBack(record)) }))
  app.use(async (c, next) => {
    const { geo } = c.get('cordon')
    seen.push({ path: c.req.path, env: c.env, headers: c.req.raw.headers, country: geo.country })
    await next()
    c.header('X-After', 'theirs')
  })
  app.get('/hello', (c) => {
    const { acr, verdict, geo, net, sub } = c.get('cordon')
    c.header('Cordon-Account', 'acct_1')
    c.header('Cordon-Verdict', 'forged')
    return c.json({ acr, verdict, geo, net, sub, database: c.env.DATABASE_URL })
  })
  app.post('/echo/:id', async (c) => c.json({ id: c.req.param('id'), body: await c.req.text() }, 201))
  app.get('/throws', () => {
    throw new Error('a bug of theirs')
  })
  app.get('/.cordon/session', (c) => c.text('not ours to answer'))
  const send = async (
    path: string,
    { cf = CLIENTS.home, ...init }: Omit<RequestInit, 'cf'> & { cf?: unknown } = {},
  ) => {
    const request = new Request(`https://gate.test${path}`, init)
    request.headers.set('CF-Connecting-IP', HOME_ADDRESS)
    Object.defineProperty(request, 'cf', { value: cf })
    return app.request(request, undefined, env)
  }
  return { app, env, records, seen, send }
}

describe('cordon() in a Hono app', () => {
  test('hands admitted requests on, with what was verified', async () => {
    const { env, records, seen, send } = ownApp()
    const response = await send('/hello', {
      headers: { Accept: 'text/html', 'Cordon-Assertion': 'forged', 'Cordon-Country': 'FR' },
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      acr: 'substantial',
      verdict: 'allow',
      geo: { country: 'US', region: 'US-CA' },
      net: { asn: 7922, class: 'residential' },
      database: 'postgres://db.test/x',
    })
    const [first] = seen
    expect(first).toMatchObject({ path: '/hello', country: 'US' })
    expect(first?.env).toBe(env)
    expect(first?.headers.has('Cordon-Country')).toBe(false)
    expect(claimsOf(first?.headers.get('Cordon-Assertion') ?? '')).toMatchObject({ htm: 'GET' })
    expect(onlyDecision(records)).toMatchObject({ verdict: 'allow', action: 'pass', status: 200 })
  })

  test("takes the app's reserved headers off the answer, learns from them, and leaves the others", async () => {
    const { records, send } = ownApp()
    const response = await send('/hello', { headers: { Accept: 'text/html' } })
    for (const name of ['Cordon-Account', 'Cordon-Verdict']) expect(response.headers.has(name)).toBe(false)
    expect(response.headers.get('X-After')).toBe('theirs')
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(claimsOf(cookieToken(response))).toMatchObject({ sub: 'acct_1', sub_kind: 'account' })
    expect(onlyDecision(records).subject).toMatchObject({ account: 'acct_1' })
  })

  test('a session that it gave names its account to the app', async () => {
    const { send } = ownApp()
    const token = cookieToken(await send('/hello', { headers: { Accept: 'text/html' } })) ?? ''
    const again = await send('/hello', { headers: { Cookie: `__Host-cordon=${token}` } })
    expect(await again.json()).toMatchObject({ sub: 'acct_1' })
  })

  test.each([
    ['/hello', CLIENTS.northKorea, 451, 'place.restricted'],
    ['/hello', CLIENTS.cloud, 403, 'network.hosting'],
    ['//hello', CLIENTS.home, 400, 'request.path'],
  ])('keeps %s from %j away from the app: %i', async (path, cf, status, reason) => {
    const { records, seen, send } = ownApp()
    const response = await send(path, { cf })
    expect(response.headers.has('X-After')).toBe(false)
    await refusalOf(response, status, reason)
    expect(seen).toEqual([])
    expect(onlyDecision(records)).toMatchObject({ action: 'refuse', status })
  })

  test('hands on the content of a request, and its parameters', async () => {
    const { send } = ownApp()
    const response = await send('/echo/7', { method: 'POST', body: 'content' })
    expect([response.status, await response.json()]).toEqual([201, { id: '7', body: 'content' }])
  })

  test('answers what is under /.cordon/ itself', async () => {
    const state = ownState()
    const { seen, send } = ownApp(state.vars)
    expect((await send('/.cordon/jwks.json')).status).toBe(200)
    expect((await send('/.cordon/nothing')).status).toBe(404)
    await refusalOf(await send('/.cordon/session'), 401, 'session.required')
    const post = await send('/.cordon/session', { method: 'POST' })
    const headers = { 'Cordon-Session': (await post.json<{ token: string }>()).token }
    expect(await (await send('/.cordon/session', { headers })).json()).toMatchObject({ acr: 'substantial' })
    expect((await send('/.cordon/session', { method: 'DELETE', headers })).status).toBe(204)
    await refusalOf(await send('/.cordon/session', { headers }), 401, 'session.revoked')
    expect(seen).toEqual([])
  })

  test("the app's own faults stay the app's", async () => {
    const { app, records, send } = ownApp()
    const plain = await send('/throws')
    expect([plain.status, await plain.text()]).toEqual([500, 'Internal Server Error'])
    expect((await send('/nothing')).status).toBe(404)
    app.onError((error, c) => c.text(`handled: ${error.message}`, 418))
    app.notFound((c) => c.text('their page', 404))
    const handled = await send('/throws')
    expect([handled.status, await handled.text()]).toEqual([418, 'handled: a bug of theirs'])
    expect(handled.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(await (await send('/nothing')).text()).toBe('their page')
    expect(decisions(records).map(({ action, status }) => [action, status])).toEqual([
      ['pass', 500],
      ['pass', 404],
      ['pass', 418],
      ['pass', 404],
    ])
  })

  test('a broken configuration is 503, and the app hears nothing', async () => {
    const { seen, send } = ownApp({ MODE: 'x' })
    await refusalOf(await send('/hello'), 503, 'service.misconfigured')
    expect(seen).toEqual([])
  })

  test('requests that come at once keep what is theirs apart', async () => {
    const { send } = ownApp()
    const places = [CLIENTS.home, CLIENTS.canada, CLIENTS.kyiv, CLIENTS.starlink]
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const cf = places[at % places.length] ?? CLIENTS.home
        const { geo, net } = await (await send('/hello', { cf })).json<
          Record<string, { [name: string]: unknown }>
        >()
        return [geo?.country, net?.asn].join() === [cf.country, cf.asn].join()
      }),
    )
    expect(new Set(answers)).toEqual(new Set([true]))
  })
})
