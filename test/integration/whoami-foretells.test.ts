import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WhoamiProblem, WhoamiVerdict } from '../../src/enforcement/whoami.ts'
import { en } from '../../src/texts/locales/en.ts'
import { CLIENTS, inHeader } from '../support/clients.ts'
import { later, type SendInit, type TestGate, testGate, VARS } from '../support/gate.ts'
import { decisions } from '../support/records.ts'
import { carryOut, ownState } from './isolates.ts'

const EU = { id: 'eu', regions: ['group:eu', 'UA'], url: 'https://eu.test', audience: 'eu' }
const US = { id: 'us', regions: ['US', 'CU'], url: 'https://us.test', audience: 'us' }
const BY_REGION = {
  ORIGIN: undefined,
  ORIGIN_ROUTES: { by: 'place', routes: [EU, US], unknown: 'refuse', otherwise: 'refuse' },
}
const ROUTES = { 'one origin': {}, 'origins by region': BY_REGION }

const SHARED = {
  RESTRICTED_REGIONS: [...VARS.RESTRICTED_REGIONS, 'CN'],
  DENIED_NETWORKS: ['hosting', 'vpn', 'proxy', 'tor', 'edge_worker', 'privacy_relay'],
  NETWORK_OVERRIDES: [
    override('9.9.9.0/24', { class: 'privacy_relay' }),
    override('9.9.8.0/24', { place: 'CU' }),
  ],
  POLICY: {
    default: 'allow',
    resources: [
      ...VARS.POLICY.resources,
      { id: 'pay', tier: 'controlled', path: '/pay', session: 'required' },
      { id: 'news', tier: 'open', path: '/news', method: 'GET' },
    ],
    rules: [
      {
        id: 'soon',
        effect: 'deny',
        when: { signal: 'place', in: ['GB'] },
        mode: 'notice',
        from: '2026-11-02',
      },
    ],
  },
  // Asked more often than anybody may.
  PUBLIC_LIMIT: { limit: async () => ({ success: true }) },
}

function override(network: string, says: object) {
  return { network, owner: 'ops', reason: 'a test', expires: '2026-12-01', ...says }
}

const PEOPLE: Readonly<Record<string, SendInit>> = {
  home: {},
  restricted: { cf: CLIENTS.cuba },
  'restricted by law': { cf: CLIENTS.northKorea },
  China: {
    cf: { ...CLIENTS.home, country: 'CN', regionCode: 'BJ', asn: 4808, asOrganization: 'China Unicom' },
  },
  Tor: { cf: CLIENTS.tor },
  cloud: { cf: CLIENTS.usCloud },
  'Ukraine without region': { cf: CLIENTS.ukraine },
  'no cf': { cf: null },
  relay: { cf: CLIENTS.privateRelay },
  'relay by override': { cf: CLIENTS.privateRelay, address: '9.9.9.9' },
  'moved by override': { address: '9.9.8.8' },
}

const ASKED = [
  ['GET', '/pub/a'],
  ['POST', '/api/x'],
  ['GET', '/else'],
  ['GET', '/pay'],
  ['POST', '/news'],
] as const

beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('from the origin'))
})
afterEach(() => vi.restoreAllMocks())

/** A token that is good on each of these connections, from a gate that refuses nobody. */
async function tokens(): Promise<ReadonlyMap<string, string>> {
  const open = {
    RESTRICTED_REGIONS: [],
    DENIED_NETWORKS: [],
    POLICY: { default: 'allow' },
    UNKNOWN_PLACE: 'allow',
  }
  const issuer = testGate({ ...SHARED, ...open })
  const found = new Map<string, string>()
  for (const [name, client] of Object.entries(PEOPLE)) {
    const response = await issuer.send('/.cordon/session', { ...client, method: 'POST' })
    if (response.status === 200) found.set(name, (await response.json<{ token: string }>()).token)
  }
  return found
}

const OF_A_REFERENCE: ReadonlySet<string> = new Set([en.steps.contact.text, en.steps.tell_city.text])

type Words = WhoamiProblem & Readonly<Record<'type' | 'decision' | 'appeal', unknown>>

interface Foretold {
  readonly session: { readonly status: string }
  readonly verdict?: WhoamiVerdict
  readonly no_verdict?: WhoamiProblem
}

/** What a client is told beforehand and what comes true, in the same terms. */
interface Compared {
  readonly foretold: object
  readonly happened: object
  /** In one word, to see that all of them occur. */
  readonly kind: string
}

async function compare(gate: TestGate, client: SendInit, method: string, path: string): Promise<Compared> {
  const query = new URLSearchParams({ resource: path, method })
  const asked = await gate.send(`/.cordon/whoami?${query}`, client)
  const { verdict, no_verdict: noVerdict } = await asked.json<Foretold>()
  const before = decisions(gate.records).length
  const answer = await gate.send(path, { ...client, method })
  const [record] = decisions(gate.records).slice(before)
  if (record === undefined) throw new Error('nothing was recorded')
  const { tier, acr, reasons, mode } = record
  if (record.action === 'pass') {
    const [reason] = reasons
    const shown = mode === 'break_glass' ? 'monitor' : mode
    const why = reason === undefined ? {} : { reason }
    return {
      foretold: { ...plainOf(verdict), ...(verdict?.reason === undefined ? {} : { reason: verdict.reason }) },
      happened: { verdict: record.verdict, tier, acr, mode: shown, ...why },
      kind: `passes: ${record.verdict}`,
    }
  }
  const { type: _, decision: _decision, appeal: _appeal, ...all } = await answer.json<Words>()
  // What begins with the reference of a refusal is not said where nothing was refused.
  const words = { ...all, next_steps: all.next_steps.filter((step) => !OF_A_REFERENCE.has(step)) }
  expect(words.status).toBe(answer.status)
  const kind = `${words.status} ${words.reason}`
  if (answer.status >= 500) return { foretold: { ...noVerdict }, happened: words, kind }
  const refusal = record.fault?.startsWith('route.') ? 'deny' : record.verdict
  const { resource: _resource, method: _method, tier_max: _max, ...told } = verdict ?? {}
  return { foretold: told, happened: { verdict: refusal, tier, acr, mode: 'enforce', ...words }, kind }
}

function plainOf(told: WhoamiVerdict | undefined): object {
  return { verdict: told?.verdict, tier: told?.tier, acr: told?.acr, mode: told?.mode }
}

/** Every client, with and without a session, asks for everything. */
async function compareAll(gate: TestGate): Promise<ReadonlyMap<string, Compared>> {
  const held = await tokens()
  const all = new Map<string, Compared>()
  for (const [name, client] of Object.entries(PEOPLE)) {
    const token = held.get(name)
    const clients: [string, SendInit][] = [['', client]]
    if (token !== undefined) clients.push([' with a session', { ...client, ...inHeader(token) }])
    for (const [holding, init] of clients)
      for (const [method, path] of ASKED)
        all.set(`${name}${holding}, ${method} ${path}`, await compare(gate, init, method, path))
  }
  return all
}

async function expectForetold(gate: TestGate): Promise<ReadonlySet<string>> {
  const all = await compareAll(gate)
  expect(all.size).toBeGreaterThan(100)
  const broken = [...all].filter(([, { foretold, happened }]) => !isSame(foretold, happened))
  expect(Object.fromEntries(broken)).toEqual({})
  return new Set([...all.values()].map(({ kind }) => kind))
}

function isSame(one: object, other: object): boolean {
  try {
    expect(one).toEqual(other)
    return true
  } catch {
    return false
  }
}

const PASSES = 'passes: allow'
const SOFTENED = ['passes: deny', 'passes: challenge']
const REFUSED = [
  '403 place.restricted',
  '451 place.restricted',
  '403 place.unknown',
  '403 place.ambiguous',
  '403 network.hosting',
  '403 network.privacy_relay',
  '401 session.required',
]
/** No mode softens these. */
const NOT_ROUTED = ['403 place.not_served', '403 place.unknown']
const NOTICE = { MODE: 'notice', NOTICE_FROM: '2026-11-01T12:00Z' }

describe.each(Object.entries(ROUTES))('whoami foretells what a request gets, with %s', (name, routes) => {
  const routed = name === 'one origin' ? [] : NOT_ROUTED

  test.each<[string, object, number, readonly string[]]>([
    ['enforce', { MODE: 'enforce' }, 0, [PASSES, ...REFUSED, ...routed]],
    ['monitor', { MODE: 'monitor' }, 0, [PASSES, ...SOFTENED, ...routed]],
    ['notice, before its date', NOTICE, 0, [PASSES, ...SOFTENED, ...routed]],
    ['notice, after its date', NOTICE, 43_200, [PASSES, ...REFUSED, ...routed]],
  ])('in %s', async (_, vars, seconds, kinds) => {
    const gate = testGate({ ...SHARED, ...routes, ...vars })
    gate.at = later(seconds)
    const occurred = await expectForetold(gate)
    for (const kind of kinds) expect(occurred).toContain(kind)
  })

  test('while the glass is broken', async () => {
    const gate = testGate({ ...SHARED, ...routes, ...ownState().vars })
    await carryOut(gate, { action: 'break_glass', seconds: 600 })
    const occurred = await expectForetold(gate)
    for (const kind of [PASSES, 'passes: deny', '451 place.restricted', ...routed])
      expect(occurred).toContain(kind)
    expect(occurred).not.toContain('403 place.restricted')
  })

  test('with no key to sign with', async () => {
    const occurred = await expectForetold(testGate({ ...SHARED, ...routes, SIGNING_KEYS: undefined }))
    for (const kind of [...REFUSED, '503 service.no_key']) expect(occurred).toContain(kind)
    expect(occurred).not.toContain(PASSES)
  })

  test.each(['enforce', 'monitor'])(
    'in %s, with a Control that was heard of too long ago, or never',
    async (MODE) => {
      const vars = { ...SHARED, ...routes, MODE, STATE_MAX_AGE_SECONDS: 3_600 }
      const { vars: state, manner } = ownState()
      const old = testGate({ ...vars, ...state })
      await old.send('/pub/a')
      manner.control = 'throws'
      old.at = later(7_200)
      const [ofOld, ofNew] = [
        await expectForetold(old),
        await expectForetold(testGate({ ...vars, ...state })),
      ]
      for (const occurred of MODE === 'enforce' ? [ofOld, ofNew] : [ofNew]) {
        expect(occurred).toContain(PASSES)
        expect(occurred).toContain('503 service.stale')
      }
    },
  )
})
