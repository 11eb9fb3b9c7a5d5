import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pathHash } from '../../src/verify/index.ts'
import { freePort } from '../../tools/local-edge/ports.ts'
import { buildPackages } from '../../tools/packages.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { claimsOf, cookieToken } from '../support/responses.ts'
import { PUBLIC_KEY, signed, TEST_KEY } from '../support/tokens.ts'
import { servedEdge } from './support/edge.ts'
import { processes } from './support/processes.ts'
import { headerOf, rawRequest } from './support/raw-http.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-origins-'))
const example = (name: string) => join(PROJECT_ROOT, 'examples', name)

beforeAll(() => buildPackages(join(PROJECT_ROOT, 'dist')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The example behind a local edge of its own; `past` is its address beside the gate. */
function behindTheGate(script: () => string) {
  const { node } = processes()
  const address = { past: '' }
  const edge = servedEdge(async () => {
    const [port, originPort] = [await freePort(), await freePort()]
    address.past = `http://127.0.0.1:${originPort}`
    await node(script(), { PORT: `${originPort}`, ISSUER: `http://127.0.0.1:${port}` })
    return { port, originUrl: address.past }
  })
  return { edge, address }
}

/** An assertion as a gate with the test key makes it, now. */
async function assertionOf(
  issuer: string,
  audience: string,
  method: string,
  target: string,
  claims: Record<string, unknown> = {},
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000)
  const stated = { iss: issuer, aud: audience, iat, exp: iat + 60, jti: 'j', htm: method, pol: '0' }
  const client = {
    geo: { country: 'US' },
    net: { class: 'residential' },
    acr: 'substantial',
    verdict: 'allow',
  }
  const header = { kid: TEST_KEY.kid, typ: 'cordon-assertion+jwt' }
  return signed(header, { ...stated, ...client, pth: await pathHash(target), ...claims })
}

const ASK_SMALL = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"model":"small"}',
}

describe('dist/verify.js', () => {
  test('needs nothing but WebCrypto: it imports nothing', () => {
    const text = readFileSync(join(PROJECT_ROOT, 'dist/verify.js'), 'utf8')
    expect(text.match(/^\s*import\b.*|\brequire\(|\bprocess\.|\bBuffer\b|node:/gm)).toBeNull()
  })

  test.each([
    ['nodenext', ['--module', 'nodenext', '--lib', 'es2022,dom', '--types', '']],
    [
      'bundler',
      ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom', '--types', ''],
    ],
    ['Node and no DOM', ['--module', 'nodenext', '--lib', 'es2022', '--types', 'node']],
  ])('has types for a consumer with plain tsc: %s', (_, options) => {
    const consumer = mkdtempSync(join(folder, 'consumer-'))
    const installed = join(consumer, 'node_modules/cordon')
    const { exports } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'))
    mkdirSync(installed, { recursive: true })
    cpSync(join(PROJECT_ROOT, 'dist/verify.js'), join(installed, 'dist/verify.js'))
    cpSync(join(PROJECT_ROOT, 'dist/types'), join(installed, 'dist/types'), { recursive: true })
    writeFileSync(
      join(installed, 'package.json'),
      JSON.stringify({ name: 'cordon', version: '0.0.0', type: 'module', exports }),
    )
    writeFileSync(
      join(consumer, 'origin.ts'),
      `import { guard, requireTier, type Tier, verifyAssertion } from 'cordon/verify'
       const options = { jwks: 'https://api.test/.cordon/jwks.json', audience: 'https://api.test' }
       export async function classOf(request: Request): Promise<string> {
         const verified = await verifyAssertion(request, options)
         if (!verified.ok) return verified.reason
         const tier: Tier | undefined = verified.claims.tier_max
         return tier ?? verified.claims.net.class
       }
       export const handler = guard((_: Request, claims) => new Response(claims.geo.country), options)
       // @ts-expect-error an optional audience is no audience
       void verifyAssertion(new Request('https://api.test/'), { jwks: options.jwks })
       // @ts-expect-error a tier that is none
       void classOf, requireTier({} as never, 'secret')`,
    )
    const compiler = join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc')
    const strict = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022']
    const roots = ['--typeRoots', join(PROJECT_ROOT, 'node_modules/@types')]
    const args = [compiler, ...strict, ...roots, ...options, 'origin.ts']
    expect(spawnSync(process.execPath, args, { cwd: consumer, encoding: 'utf8' }).stdout).toBe('')
  })
})

describe('dist/verify.js, in a Worker', () => {
  const issuer = 'https://gate.test'
  const target = '/a?b=%41'
  let worker: Miniflare | undefined
  let asked: string[] = []
  let answer = () => MiniflareResponse.json({ keys: [{ ...PUBLIC_KEY, kid: TEST_KEY.kid, alg: 'ES256' }] })

  beforeAll(async () => {
    const main = `import { guard } from './verify.js'
      const options = { jwks: '${issuer}/.cordon/jwks.json', audience: 'worker' }
      export default { fetch: guard((_, claims, env) => new Response(env.GREETING + claims.geo.country), options) }`
    const verify = readFileSync(join(PROJECT_ROOT, 'dist/verify.js'), 'utf8')
    worker = new Miniflare(
      convertV4MiniflareOptions({
        modules: [
          { type: 'ESModule', path: 'main.js', contents: main },
          { type: 'ESModule', path: 'verify.js', contents: verify },
        ],
        compatibilityDate: '2026-10-23',
        bindings: { GREETING: 'hello ' },
        outboundService: ({ url }: { readonly url: string }) => {
          asked.push(url)
          return answer()
        },
      }),
    )
    await worker.ready
  })
  afterAll(() => worker?.dispose())

  async function send(path: string): Promise<[number, string]> {
    if (worker === undefined) throw new Error('the Worker is not up')
    const headers = { 'Cordon-Assertion': await assertionOf(issuer, 'worker', 'GET', target) }
    const response = await worker.dispatchFetch(`https://origin.test${path}`, { headers })
    return [response.status, await response.text()]
  }

  test('does not follow a redirect for keys, and answers 503 without any', async () => {
    const redirect = { status: 302, headers: { Location: 'https://attacker.test/jwks.json' } }
    const good = answer
    answer = () => new MiniflareResponse(null, redirect)
    expect(await send(target)).toEqual([503, expect.stringContaining('keys.unavailable')])
    answer = good
    expect(asked).toEqual([`${issuer}/.cordon/jwks.json`])
  })

  test('reads the keys once for many requests at a time, and lets in what the gate let in', async () => {
    // Past the pause after the read that failed.
    await sleep(3_000)
    asked = []
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(target)))
    expect(answers).toEqual(Array(20).fill([200, 'hello US']))
    expect(await send('/a?b=A')).toEqual([403, expect.stringContaining('assertion.path')])
    expect(asked).toHaveLength(1)
  })
})

describe('examples/origin, on plain Node', () => {
  const { edge, address } = behindTheGate(() => example('origin/server.mjs'))

  test('through the gate is 200: the assertion verifies', async () => {
    const response = await fetch(`${edge.url}/a%20b?c=%41`, { method: 'POST', body: 'x' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ hello: 'US', verdict: 'allow', network: 'residential' })
  })

  test.each([
    ['no assertion', {}, 'assertion.missing'],
    ['no assertion and a key', { 'X-Api-Key': 'demo-key' }, 'assertion.missing'],
    ['forged facts', { 'Cordon-Country': 'US', 'Cordon-Verdict': 'allow' }, 'assertion.missing'],
    ['an assertion that is none', { 'Cordon-Assertion': 'x' }, 'token.format'],
  ])('past the gate with %s is 403, and names no account', async (_, headers, reason) => {
    const response = await fetch(address.past, { headers })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ status: 403, reason })
    expect(response.headers.has('Cordon-Account')).toBe(false)
  })

  test("a known API key makes the session its account's, an unknown one does not", async () => {
    const subjectOf = async (key: string) => {
      const response = await fetch(edge.url, { headers: { 'X-Api-Key': key } })
      expect([response.status, response.headers.has('Cordon-Account')]).toEqual([200, false])
      return claimsOf(cookieToken(response))
    }
    expect(await subjectOf('demo-key')).toMatchObject({ sub: 'acct_7Q2M9XKD', sub_kind: 'account' })
    expect((await subjectOf('another-key')).sub_kind).not.toBe('account')
  })
})

describe('examples/hono-origin', () => {
  const { edge, address } = behindTheGate(() => example('hono-origin/server.mjs'))

  test('through the gate is 200, with the claims at hand', async () => {
    const response = await fetch(`${edge.url}/?a=%41`)
    expect([response.status, await response.json()]).toEqual([200, { hello: 'US' }])
  })

  test('has the last word on what the body asks for', async () => {
    const response = await fetch(`${edge.url}/v1/messages`, ASK_SMALL)
    expect([response.status, await response.json()]).toEqual([
      200,
      { model: 'small', country: 'US', max_tokens: 4096 },
    ])
  })

  test('past the gate is 403', async () => {
    const response = await fetch(`${address.past}/v1/messages`, ASK_SMALL)
    expect([response.status, await response.json()]).toMatchObject([403, { reason: 'assertion.missing' }])
  })
})

describe('examples/express-origin', () => {
  const { edge, address } = behindTheGate(() => example('express-origin/server.mjs'))

  test('through the gate is 200, though the middleware is mounted on a path', async () => {
    const response = await fetch(`${edge.url}/v1/messages?a=%41`, ASK_SMALL)
    expect([response.status, await response.json()]).toEqual([200, { model: 'small', country: 'US' }])
  })

  test('past the gate is 403', async () => {
    const response = await fetch(`${address.past}/v1/messages`, ASK_SMALL)
    expect([response.status, await response.json()]).toMatchObject([403, { reason: 'assertion.missing' }])
  })
})

const NGINX = ['/usr/sbin/nginx', 'nginx'].find((path) => spawnSync(path, ['-v']).status === 0)
if (NGINX === undefined)
  console.warn('examples/nginx is not tested: there is no nginx here (apt-get install nginx-light)')

describe.skipIf(NGINX === undefined)('examples/nginx', () => {
  const { node, server } = processes()
  const reached: { readonly target: string; readonly headers: IncomingHttpHeaders }[] = []
  const servers: Server[] = []
  let nginx = ''
  let nginxAlone = ''
  let gateKeys = ''

  beforeAll(async () => {
    const application = await listening((request, response) => {
      reached.push({ target: `${request.method} ${request.url}`, headers: request.headers })
      response.end('reached')
    })
    // A gate of our own, so that assertions can be made for targets that the real one does not let pass.
    gateKeys = await listening((_, response) => {
      response.end(JSON.stringify({ keys: [{ ...PUBLIC_KEY, kid: TEST_KEY.kid, alg: 'ES256' }] }))
    })
    nginx = await startNginx(gateKeys, application)
    nginxAlone = await startNginx(undefined, application)
  })
  afterAll(() => {
    for (const started of servers) started.close()
  })

  async function listening(handler: Parameters<typeof createServer>[1]): Promise<string> {
    const started = createServer(handler)
    servers.push(started)
    const port = await freePort()
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', () => resolve()))
    return `http://127.0.0.1:${port}`
  }

  /** The example with the addresses of this test in it, and files of its own. */
  async function startNginx(issuer: string | undefined, application: string): Promise<string> {
    const [port, verifierPort] = [await freePort(), await freePort()]
    if (issuer !== undefined)
      await node(example('nginx/verifier.mjs'), { PORT: `${verifierPort}`, ISSUER: issuer })
    const prefix = mkdtempSync(join(folder, 'nginx-'))
    // Started by root, its workers are somebody else.
    for (const path of [folder, prefix]) chmodSync(path, 0o755)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    const conf = readFileSync(example('nginx/nginx.conf'), 'utf8')
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
      .replaceAll('127.0.0.1:9100', `127.0.0.1:${verifierPort}`)
      .replaceAll('127.0.0.1:9000', new URL(application).host)
      .replace('stderr warn', 'stderr crit')
      .replace('http {', `http {\n${temporary.map((name) => `${name}_temp_path ${name};`).join('\n')}`)
    writeFileSync(join(prefix, 'nginx.conf'), conf)
    const args = ['-p', prefix, '-e', 'stderr', '-c', 'nginx.conf']
    execFileSync(NGINX ?? '', ['-t', '-q', ...args], { stdio: 'inherit' })
    await server(NGINX ?? '', [...args, '-g', 'daemon off;'], port)
    return `http://127.0.0.1:${port}`
  }

  const assertion = (method: string, target: string, claims: Record<string, unknown> = {}) =>
    assertionOf(gateKeys, gateKeys, method, target, claims)

  async function send(
    target: string,
    {
      method = 'GET',
      headers = [],
      body,
    }: { method?: string; headers?: [string, string][]; body?: string } = {},
  ) {
    reached.length = 0
    const answer = await rawRequest(nginx, target, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    return { ...answer, reached: reached.map(({ target }) => target) }
  }

  test.each([
    '/',
    '/?',
    '/a?',
    '/a?b=1&c=%41',
    '/a?b?c',
    '/a%20b',
    '/%61%2fb',
    '//a',
    '/a//b',
    '/a/../b',
    '/a/./b',
    '/b/%2e%2e/a',
    '/a;b=c',
    '/a|b',
  ])('lets %s through as it came', async (target) => {
    const headers: [string, string][] = [['Cordon-Assertion', await assertion('GET', target)]]
    const answer = await send(target, { headers })
    expect([answer.status, answer.reached]).toEqual([200, [`GET ${target}`]])
  })

  test.each(['/a%', '/../a', '/%2e%2e/a', '/a%00'])(
    'refuses %s, which nginx itself does not take',
    async (target) => {
      const headers: [string, string][] = [['Cordon-Assertion', await assertion('GET', target)]]
      expect(await send(target, { headers })).toMatchObject({ status: 400, reached: [] })
    },
  )

  test('lets a body through with its assertion', async () => {
    const headers: [string, string][] = [['Cordon-Assertion', await assertion('POST', '/a')]]
    expect(await send('/a', { method: 'POST', headers, body: 'x'.repeat(100_000) })).toMatchObject({
      status: 200,
      reached: ['POST /a'],
    })
  })

  test('tells the application what the gate stated, and nothing that a client says', async () => {
    const forged: [string, string][] = [
      ['Cordon-Country', 'CH'],
      ['cordon-region', 'CH-ZH'],
      ['Cordon_Country', 'CH'],
      ['Cordon-Tier-Max', 'controlled'],
      ['Cordon-Subject', 'acct_admin'],
      ['X-Original-URI', '/a'],
      ['X-Original-Method', 'GET'],
    ]
    await send('/a', { headers: [...forged, ['Cordon-Assertion', await assertion('GET', '/a')]] })
    const facts = Object.entries(reached[0]?.headers ?? {}).filter(([name]) => /^cordon[-_]/.test(name))
    expect(Object.fromEntries(facts)).toEqual({
      'cordon-assertion': expect.any(String),
      'cordon-country': 'US',
      'cordon-network': 'residential',
      'cordon-verdict': 'allow',
    })
  })

  test.each<[string, string, string, () => Promise<[string, string][]>]>([
    ['no assertion', '/a', 'assertion.missing', async () => [['Cordon-Country', 'US']]],
    [
      'another path',
      '/b',
      'assertion.path',
      async () => [['Cordon-Assertion', await assertion('GET', '/a')]],
    ],
    [
      'another path, and the original one in headers',
      '/b',
      'assertion.path',
      async () => [
        ['X-Original-URI', '/a'],
        ['Cordon-Assertion', await assertion('GET', '/a')],
      ],
    ],
    [
      'another query',
      '/a?b=2',
      'assertion.path',
      async () => [['Cordon-Assertion', await assertion('GET', '/a?b=1')]],
    ],
    [
      'another spelling',
      '/%61',
      'assertion.path',
      async () => [['Cordon-Assertion', await assertion('GET', '/a')]],
    ],
    [
      'an empty query',
      '/a?',
      'assertion.path',
      async () => [['Cordon-Assertion', await assertion('GET', '/a')]],
    ],
    [
      'another method',
      '/a',
      'assertion.method',
      async () => [['Cordon-Assertion', await assertion('POST', '/a')]],
    ],
    [
      'another audience',
      '/a',
      'token.audience',
      async () => [['Cordon-Assertion', await assertion('GET', '/a', { aud: 'other' })]],
    ],
    [
      'two assertions',
      '/a',
      'assertion.repeated',
      async () => [
        ['Cordon-Assertion', await assertion('GET', '/a')],
        ['Cordon-Assertion', await assertion('GET', '/a')],
      ],
    ],
  ])('refuses %s, and the application does not hear of it', async (_, target, reason, headers) => {
    const answer = await send(target, { headers: await headers() })
    expect([answer.status, answer.reached]).toEqual([403, []])
    expect(JSON.parse(answer.body)).toEqual({ type: 'about:blank', title: 'Forbidden', status: 403, reason })
    expect(headerOf(answer, 'Content-Type')).toBe('application/problem+json')
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store')
  })

  test('answers nobody who asks for the verifier itself', async () => {
    const headers: [string, string][] = [['Cordon-Assertion', await assertion('GET', '/.cordon-verify')]]
    expect(await send('/.cordon-verify', { headers })).toMatchObject({ status: 404, reached: [] })
  })

  test('lets nobody through while the verifier is down', async () => {
    reached.length = 0
    const headers: [string, string][] = [['Cordon-Assertion', await assertion('GET', '/a')]]
    const { status } = await rawRequest(nginxAlone, '/a', { headers })
    expect([status, reached]).toEqual([500, []])
  })

  describe('behind the real gate', () => {
    const edge = servedEdge(async () => {
      const port = await freePort()
      const application = await listening((request, response) => {
        response.end(JSON.stringify([request.url, request.headers['cordon-country']]))
      })
      return { port, originUrl: await startNginx(`http://127.0.0.1:${port}`, application) }
    })

    test.each(['/', '/a?', '/a%20b?c=%41&d', '/a?b?c', '/%7Ea|b'])('lets %s through', async (target) => {
      const { status, body } = await rawRequest(edge.url, target, { headers: [['Cordon-Country', 'CH']] })
      expect([status, JSON.parse(body)]).toEqual([200, [target, 'US']])
    })
  })
})
