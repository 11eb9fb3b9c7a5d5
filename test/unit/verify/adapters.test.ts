import { createServer, type IncomingMessage, type Server } from 'node:http'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import {
  type AssertionClaims,
  type CordonRequest,
  type CordonVariables,
  cordonConnect,
  cordonOrigin,
  guard,
  type OriginOptions,
  remoteKeys,
} from '../../../src/verify/index.ts'
import { rawRequest } from '../../e2e/support/raw-http.ts'
import { ISSUER } from '../session/fixture.ts'
import { AUDIENCE, assertionNow, fakeEndpoint, GATE_KEYS_URL, JWKS } from './fixture.ts'

const OPTIONS: OriginOptions = { jwks: JWKS, issuer: ISSUER, audience: AUDIENCE }
const DOWN: OriginOptions = {
  ...OPTIONS,
  jwks: remoteKeys(GATE_KEYS_URL, { fetch: fakeEndpoint(() => new Response(null, { status: 502 })).fetch }),
}
/** Never to be believed; the gate itself sends such headers only when asked to. */
const FORGED = {
  'Cordon-Country': 'CH',
  'Cordon-Region': 'CH-ZH',
  'Cordon-Network': 'residential',
  'Cordon-Verdict': 'allow',
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}
type Send = (
  target: string,
  init?: { readonly method?: string; readonly headers?: readonly (readonly [string, string])[] },
) => Promise<Answer>
/** Serves a handler that answers with the country of the claims, at `/v1/…`; behind it nothing is told whom it is for. */
type Serve = (options: OriginOptions) => Promise<Send>

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function listening(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

function sendTo(fetchIt: (request: Request) => Response | Promise<Response>): Send {
  return async (target, { method = 'GET', headers = [] } = {}) => {
    const list = new Headers()
    for (const [name, value] of headers) list.append(name, value)
    const response = await fetchIt(new Request(`https://origin.test${target}`, { method, headers: list }))
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
}

function sendOver(url: string): Send {
  return async (target, init = {}) => {
    const { status, headers, body } = await rawRequest(url, target, init)
    return { status, headers: new Headers(headers.map(([name, value]) => [name, value])), text: body }
  }
}

const viaHono: Serve = async (options) => {
  const app = new Hono<{ Variables: CordonVariables }>()
  app.use(cordonOrigin(options))
  app.all('/v1/*', (c) => {
    expectTypeOf(c.get('cordon')).toEqualTypeOf<AssertionClaims>()
    return c.text(c.get('cordon').geo.country ?? '?')
  })
  return sendTo((request) => app.fetch(request))
}

const viaGuard: Serve = async (options) => {
  const handler = guard(
    (_: Request, claims, ...rest: [env: string, number: number]) =>
      new Response(`${claims.geo.country}${rest.join('') === 'env7' ? '' : 'arguments lost'}`),
    options,
  )
  return sendTo((request) => handler(request, 'env', 7))
}

const viaNode: Serve = async (options) => {
  const cordon = cordonConnect(options)
  const server = createServer((req: IncomingMessage & CordonRequest, res) => {
    cordon(req, res, () => res.end(req.cordon?.geo.country))
  })
  return sendOver(await listening(server))
}

/** As Express and Connect call what is mounted on `/v1`: the prefix is cut from `url`, and `originalUrl` keeps it. */
const viaConnect: Serve = async (options) => {
  const cordon = cordonConnect(options)
  const server = createServer((req: IncomingMessage & CordonRequest & { originalUrl?: string }, res) => {
    req.originalUrl = req.url ?? ''
    req.url = req.originalUrl.replace(/^\/v1/, '')
    cordon(req, res, () => res.end(req.cordon?.geo.country))
  })
  return sendOver(await listening(server))
}

describe.each([
  ['cordonOrigin(), in Hono', viaHono],
  ['guard()', viaGuard],
  ['cordonConnect(), on plain node:http', viaNode],
  ['cordonConnect(), mounted', viaConnect],
])('%s', (_, serve) => {
  let send: Send
  beforeAll(async () => {
    send = await serve(OPTIONS)
  })
  const TARGET = '/v1/a%20b?c=%41&d'
  const bearing = async (claims: object = {}) =>
    [['Cordon-Assertion', await assertionNow('GET', TARGET, { ...claims })]] as const

  async function refusedWith(answer: Answer, reason: string, status = 403): Promise<void> {
    expect({ status: answer.status, body: JSON.parse(answer.text) }).toEqual({
      status,
      body: {
        type: 'about:blank',
        title: status === 403 ? 'Forbidden' : 'Service Unavailable',
        status,
        reason,
      },
    })
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  }

  it('lets in what the gate let in, with its claims', async () => {
    expect(await send(TARGET, { headers: await bearing() })).toMatchObject({ status: 200, text: 'US' })
  })

  it('believes the assertion and not the facts that a client sends beside it', async () => {
    const headers = [...(await bearing()), ...Object.entries(FORGED)]
    expect(await send(TARGET, { headers })).toMatchObject({ status: 200, text: 'US' })
    await refusedWith(await send(TARGET, { headers: Object.entries(FORGED) }), 'assertion.missing')
  })

  it.each<[string, string, { method?: string }]>([
    ['assertion.path', '/v1/other', {}],
    ['assertion.path', '/v1/a%20b?c=A&d', {}],
    ['assertion.path', '/a%20b?c=%41&d', {}],
    ['assertion.method', TARGET, { method: 'DELETE' }],
  ])('answers a replay with %s at %s %j', async (reason, target, init) => {
    await refusedWith(await send(target, { ...init, headers: await bearing() }), reason)
  })

  it('takes two assertions for none, even like ones', async () => {
    const headers = await bearing()
    await refusedWith(await send(TARGET, { headers: [...headers, ...headers] }), 'assertion.repeated')
  })

  it('asks for the tier it stands before', async () => {
    const tiered = await serve({ ...OPTIONS, tier: 'standard' })
    const having = async (claims: object) => tiered(TARGET, { headers: await bearing(claims) })
    expect(await having({ tier_max: 'standard' })).toMatchObject({ status: 200 })
    await refusedWith(await having({ tier_max: 'open' }), 'assertion.tier')
    await refusedWith(await having({}), 'assertion.tier')
  })

  it('answers 503 while there are no keys to verify with', async () => {
    const down = await serve(DOWN)
    await refusedWith(await down(TARGET, { headers: await bearing() }), 'keys.unavailable', 503)
  })

  it.each<[string, object | undefined, string]>([
    ['no audience', { ...OPTIONS, audience: '' }, 'audience'],
    ['a tier that is none', { ...OPTIONS, tier: 'top' }, 'tier must be one of open, standard, controlled'],
    ['a misspelt tier', { ...OPTIONS, teir: 'open' }, 'unknown option "teir": did you mean "tier"?'],
    ['a time, which would stand still', { ...OPTIONS, now: 1 }, 'unknown option "now": there are jwks'],
    ['no options', undefined, 'options must be an object with jwks and audience'],
  ])('fails when it is made with %s', async (_, options, message) => {
    const made = serve(options as OriginOptions)
    await expect(made).rejects.toThrow(TypeError)
    await expect(made).rejects.toThrow(message)
  })
})
