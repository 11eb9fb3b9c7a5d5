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
let script = ''
/** The prefix table is a module of its own. In the place of what this machine compiled last comes one that is known. */
let tableModule = ''
const TABLE = tableOf({ class: 'vpn', prefixes: ['73.162.10.7/32'], maxAgeDays: 36_500 })

beforeAll(async () => {
  await run(process.execPath, ['tools/with-node.mjs', 'tools/build.ts'], { cwd: PROJECT_ROOT })
  script = await readFile(join(directory, 'index.js'), 'utf8')
  tableModule = (await readdir(directory)).find((file) => file.endsWith('-feeds.bin')) ?? ''
})

describe('the production bundle', () => {
  test('is one script, and the prefix table', async () => {
    const files = (await readdir(directory)).filter((name) => !/\.(map|md)$/.test(name))
    expect(files.sort()).toEqual([expect.stringMatching(/^[0-9a-f]{40}-feeds\.bin$/), 'index.js'])
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
        modules: [
          { type: 'ESModule', path: 'index.js', contents: script },
          { type: 'Data', path: tableModule, contents: TABLE },
        ],
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
        modules: [
          { type: 'ESModule', path: 'index.js', contents: script },
          { type: 'Data', path: tableModule, contents: TABLE },
        ],
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
