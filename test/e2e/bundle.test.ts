import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JsonWebKeySet, verifyAssertion } from '../../src/verify/index.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import { CLIENTS } from '../support/clients.ts'
import { VARS } from '../support/gate.ts'
import { tableOf } from '../support/prefix-lists.ts'
import { DECISION_ID } from '../support/responses.ts'

const run = promisify(execFile)
const directory = join(PROJECT_ROOT, 'dist', 'worker')
/** All code of the Worker, whichever module it is in. */
let script = ''
/** What is uploaded. In the place of the prefix table that this machine compiled last comes one that is known. */
let modules: { type: 'ESModule' | 'Data'; path: string; contents: string | Uint8Array<ArrayBuffer> }[] = []
const TABLE = tableOf({ class: 'vpn', prefixes: ['73.162.10.7/32'], maxAgeDays: 36_500 })

beforeAll(async () => {
  await run(process.execPath, ['tools/with-node.mjs', 'tools/build.ts'], { cwd: PROJECT_ROOT })
  const names = (await readdir(directory)).filter((name) => name.endsWith('.js'))
  const scripts = await Promise.all(
    names
      .toSorted((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
      .map(async (path) => ({
        type: 'ESModule' as const,
        path,
        contents: await readFile(join(directory, path), 'utf8'),
      })),
  )
  script = scripts.map(({ contents }) => contents).join('\n')
  modules = [...scripts, { type: 'Data', path: 'feeds.bin', contents: TABLE }]
})

describe('the production bundle', () => {
  test('is what was made of the sources: an entry, modules, the prefix table, and a source map for each', async () => {
    const files = await readdir(directory)
    expect(files).toEqual(expect.arrayContaining(['index.js', 'core.js', 'feeds.bin', 'layout.js', 'uk.js']))
    const scripts = files.filter((name) => name.endsWith('.js'))
    expect(files.filter((name) => name.endsWith('.map')).toSorted()).toEqual(
      scripts.map((name) => `${name}.map`).toSorted(),
    )
    expect(files.filter((name) => !/\.(?:js|map|md|bin)$/.test(name))).toEqual([])
  })

  test.each([
    'Sim-Client-IP',
    'Sim-Cf',
    'sim-cf',
    'sim-client-ip',
    'Sim-Now',
    'sim-now',
    'LOOKUP',
    'ip-location-db',
    'maxmind',
    'tz-lookup',
    'local-edge',
    'local edge',
  ])('has nothing of the local edge in it: %s', (text) => {
    expect(script.includes(text)).toBe(false)
  })

  test.each(['passThroughOnException', 'CF-IPCountry', 'eval(', 'new Function('])('never uses %s', (text) => {
    expect(script.includes(text)).toBe(false)
  })

  test('stays far below what a Worker may be, and what starts within a second', () => {
    expect(Buffer.byteLength(script)).toBeLessThan(1_000_000)
  })
})

describe('the production bundle, run', () => {
  let gate: Miniflare | undefined
  let hits = 0
  let url = ''
  // Miniflare sends its own address as Host, whatever the URL says.
  const { POLICY, SIGNING_KEYS, CREDENTIAL_SECRET, ...vars } = { ...VARS, HOSTS: ['127.0.0.1'] }

  beforeAll(async () => {
    gate = new Miniflare(
      convertV4MiniflareOptions({
        modules,
        compatibilityDate: '2026-10-23',
        cf: false,
        handleStructuredLogs: () => {},
        bindings: { ...vars, POLICY, SIGNING_KEYS, CREDENTIAL_SECRET },
        serviceBindings: {
          ORIGIN: ({ headers, url }) => {
            hits++
            return MiniflareResponse.json({
              url,
              assertion: headers.get('Cordon-Assertion'),
              names: [...headers.keys()],
            })
          },
        },
      }),
    )
    url = (await gate.ready).origin
  })
  afterAll(() => gate?.dispose())

  const ask = (path: string, cf: object, headers: Record<string, string> = {}) => {
    if (gate === undefined) throw new Error('the bundle is not up yet')
    const client = { 'CF-Connecting-IP': '73.162.10.1', ...headers }
    return gate.dispatchFetch(`${url}${path}`, {
      cf: cf as never,
      headers: client,
      redirect: 'manual',
    })
  }

  test('lets a US home in, with a session and an assertion that verifies', async () => {
    const response = await ask('/a?b=1', CLIENTS.home, { Accept: 'text/html' })
    expect(response.status).toBe(200)
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-cordon=/)])
    const { assertion } = (await response.json()) as { assertion: string }
    const jwks = (await (await ask('/.cordon/jwks.json', CLIENTS.home)).json()) as JsonWebKeySet
    const verified = await verifyAssertion(
      { method: 'GET', pathAndQuery: '/a?b=1', assertion },
      { jwks, issuer: 'https://gate.test', audience: 'https://gate.test' },
    )
    expect(verified).toMatchObject({ ok: true, claims: { geo: { country: 'US' } } })
  })

  test.each([
    ['a restricted place', CLIENTS.northKorea, 451, 'place.restricted'],
    ['a cloud', CLIENTS.cloud, 403, 'network.hosting'],
    ['Tor', CLIENTS.tor, 403, 'network.tor'],
  ])('refuses %s before the origin hears of it', async (_, cf, status, reason) => {
    const before = hits
    const response = await ask('/', cf)
    expect(response.status).toBe(status)
    expect(((await response.json()) as { reason: string }).reason).toBe(reason)
    expect(hits).toBe(before)
  })

  test('has what it does not start with when somebody asks for it: pages, texts, the endpoints, the admin door', async () => {
    const page = await ask('/', CLIENTS.northKorea, { Accept: 'text/html', 'Accept-Language': 'uk' })
    expect([page.status, page.headers.get('Content-Language')]).toEqual([451, 'uk'])
    expect(await page.text()).toContain('<html lang="uk"')
    const seen = await ask('/.cordon/whoami', CLIENTS.home)
    expect(await seen.json()).toMatchObject({ verdict: { verdict: 'allow' } })
    const reasons = await ask('/.cordon/problems/schema.json', CLIENTS.home)
    expect(await reasons.json()).toHaveProperty('$schema')
    // Nobody can come through, because no way in is configured: there is no door.
    expect((await ask('/.cordon/admin/state', CLIENTS.home)).status).toBe(404)
  })

  test('refuses an address of its prefix table, and not the one beside it', async () => {
    const from = (address: string) => ask('/', CLIENTS.home, { 'CF-Connecting-IP': address })
    const refused = await from('73.162.10.7')
    expect([refused.status, ((await refused.json()) as { reason: string }).reason]).toEqual([
      403,
      'network.vpn',
    ])
    expect((await from('73.162.10.8')).status).toBe(200)
  })

  test('does not heed Sim-* headers', async () => {
    const sim = { 'Sim-Client-IP': '73.162.10.1', 'Sim-Cf': '{"country":"US"}', 'Sim-Now': 'nonsense' }
    expect((await ask('/', CLIENTS.northKorea, sim)).status).toBe(451)
    expect((await ask('/', CLIENTS.home, sim)).status).toBe(200)
  })

  test('keeps the details of its health to itself', async () => {
    expect(await (await ask('/.cordon/health', CLIENTS.home)).json()).toEqual({ status: 'ok' })
  })

  test('with a broken configuration refuses everything with 503', async () => {
    const broken = new Miniflare(
      convertV4MiniflareOptions({
        modules,
        compatibilityDate: '2026-10-23',
        cf: false,
        bindings: { ...vars, SIGNING_KEYS, CREDENTIAL_SECRET },
        serviceBindings: { ORIGIN: () => new MiniflareResponse('reached') },
        handleStructuredLogs: () => {},
      }),
    )
    try {
      const response = await broken.dispatchFetch('https://gate.test/', { cf: CLIENTS.home as never })
      expect(response.status).toBe(503)
      expect(await response.text()).toContain('service.misconfigured')
    } finally {
      await broken.dispose()
    }
  })
})
