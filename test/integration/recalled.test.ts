import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { registry } from '../../src/signals/registry.ts'
import type { Change } from '../../src/state/control/types.ts'
import type { AdmissionRecord, DecisionRecord } from '../../src/telemetry/records.ts'
import { CLIENTS } from '../support/clients.ts'
import { later, type OriginHandler, type SendInit, type TestGate, testGate, VARS } from '../support/gate.ts'
import { sha256Of, tableOf } from '../support/prefix-lists.ts'
import { admissions, decisions } from '../support/records.ts'
import { claimsOf, cookieToken, DECISION_ID } from '../support/responses.ts'
import { carryOut, gateOf, ownState } from './isolates.ts'

/**
 * An isolate that has seen a client answers it as one that has not. Each request goes to a gate that lives on and to a
 * new one that is in the same situation, and both must say and do the same.
 */

/** The same draws in every run (Mulberry32), so that a failure belongs to the change that made it. */
function draws(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    chance: (share: number) => next() < share,
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  }
}

type SentHeaders = Readonly<Record<string, string>>

/** An answer, in every octet but its own decision's id and the nonce of a page. */
async function whole(response: Response) {
  const id = response.headers.get('Cordon-Decision') ?? ''
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('Content-Security-Policy') ?? '')?.[1]
  const without = (text: string) => {
    const known = text.replaceAll(id, 'ID')
    return nonce === undefined ? known : known.replaceAll(nonce, 'NONCE')
  }
  expect(id).toMatch(DECISION_ID)
  const headers = [...response.headers].map(([name, value]) => [name, without(value)])
  return { status: response.status, headers, body: without(await response.text()) }
}

describe('a refusal of a client that was refused before', () => {
  const CAUSES: readonly object[] = [
    CLIENTS.cuba,
    CLIENTS.northKorea,
    CLIENTS.ukraine,
    CLIENTS.cloud,
    CLIENTS.tor,
    { ...CLIENTS.cuba, asn: 21_928, asOrganization: 'T-Mobile USA, Inc.' },
  ]
  const PATHS = [
    '/',
    '/x?y=1',
    '/v1/messages',
    '/v1/other',
    '/m/messages',
    '/api/x',
    '/members/x',
    '/V1/x',
  ] as const
  const ACCEPTS: readonly (string | undefined)[] = [
    undefined,
    'null',
    '*/*',
    'application/json',
    'text/html',
    'text/html;q=0.1, application/json',
    `text/plain;${'x'.repeat(1_200)}`,
  ]
  const LANGUAGES: readonly (string | undefined)[] = [
    undefined,
    'null',
    'en',
    'de',
    'fa-IR, en;q=0.5',
    'xx',
    '',
  ]
  const SITES: readonly (string | undefined)[] = [undefined, 'same-site', '']

  const METHODS = ['GET', 'POST', 'HEAD'] as const
  const VALUES = {
    cause: CAUSES.map((_, index) => index),
    path: PATHS,
    accept: ACCEPTS,
    language: LANGUAGES,
    site: SITES,
    method: METHODS,
  } as const
  type Drawn = { readonly [N in keyof typeof VALUES]: (typeof VALUES)[N][number] }
  const NAMES = Object.keys(VALUES) as (keyof Drawn)[]
  const FIRST: Drawn = {
    cause: 0,
    path: '/',
    accept: undefined,
    language: undefined,
    site: undefined,
    method: 'GET',
  }

  /** Everybody is refused from a place of their own: a client that is always elsewhere is never recalled. */
  function sending({ cause, path, accept, language, site, method }: Drawn): [string, SendInit] {
    const headers: Record<string, string> = {}
    if (accept !== undefined) headers.Accept = accept
    if (language !== undefined) headers['Accept-Language'] = language
    if (site !== undefined) headers['Sec-Fetch-Site'] = site
    return [path, { cf: CAUSES[cause], address: `73.162.10.${cause + 1}`, headers, method }]
  }

  test.each([
    ['in the usual detail', {}],
    [
      'in all detail',
      { REFUSAL_DETAIL: 'verbose', SUPPORT_URI: 'https://gate.test/help', PAGE: { name: 'A' } },
    ],
    ['without anything to say', { REFUSAL_DETAIL: 'terse', SUPPORT_URI: undefined, APPEALS: 'off' }],
  ])('differs from the first one of another isolate in its id alone, %s', async (_, vars) => {
    const state = ownState()
    const all = {
      ...state.vars,
      POLICY: {
        ...VARS.POLICY,
        resources: [
          ...VARS.POLICY.resources,
          { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' },
        ],
      },
      ERROR_FORMS: [
        { path: '/v1/*', form: 'openai' },
        { path: '/m/*', form: 'anthropic' },
      ],
      BLOCKED_BY_URI: 'https://gate.test/who',
      ...vars,
    }
    const lasting = testGate(all)
    const { chance, one } = draws(7)
    const given = new Set<string>()
    let drawn = FIRST
    for (let count = 0; count < 250; count++) {
      // One thing is otherwise, and now and then everything as at first: so each comes again, after another.
      const name = one(NAMES)
      drawn = chance(0.15)
        ? { ...FIRST, cause: drawn.cause }
        : { ...drawn, [name]: one<unknown>(VALUES[name]) }
      const [path, init] = sending(drawn)
      lasting.at = later(count)
      const fresh = testGate(all)
      fresh.at = lasting.at
      const [old, anew] = [await lasting.send(path, init), await fresh.send(path, init)]
      given.add(old.headers.get('Cordon-Decision') ?? '')
      const idNames = ['Request-Id', 'X-Request-Id'] as const
      for (const name of idNames)
        expect([null, old.headers.get('Cordon-Decision')]).toContain(old.headers.get(name))
      expect({ path, init, ...(await whole(old)) }).toEqual({ path, init, ...(await whole(anew)) })
    }
    expect(given.size).toBe(250)
  })
})

const KEYS = ['sk-one', 'sk-two', 'sk-bad'] as const
const POLICY = {
  default: 'allow',
  resources: [
    { id: 'pub', tier: 'open', path: '/pub/*' },
    { id: 'api', tier: 'standard', path: '/api/*' },
    { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' },
  ],
  rules: [
    {
      id: 'cloud-of-nobody',
      effect: 'limit',
      tier: 'standard',
      when: {
        all: [
          { signal: 'network.asn', is: 'AS16509' },
          { signal: 'identity.kind', is: 'none' },
        ],
      },
    },
    { id: 'cubans', effect: 'deny', when: { signal: 'account.home', in: ['CU'] } },
    { id: 'soon', effect: 'deny', from: '2026-11-01T00:20:00Z', when: { signal: 'place', is: 'CA' } },
    {
      id: 'announced',
      effect: 'deny',
      mode: 'notice',
      from: '2026-11-01T00:40:00Z',
      when: { signal: 'edge.colo', is: 'LHR' },
    },
  ],
  exemptions: [
    {
      id: 'partner',
      exempts: ['denied-networks'],
      when: { signal: 'key.id', is: 'absent' },
      owner: 'me',
      reason: 'why',
      to: '2026-11-01T00:10:00Z',
    },
  ],
}
/** The second one reads what changes with each request. */
const POLICIES = [
  POLICY,
  {
    ...POLICY,
    rules: [...POLICY.rules, { id: 'far', effect: 'deny', when: { signal: 'client.rtt_ms', gt: 300 } }],
  },
  {
    ...POLICY,
    default: 'deny',
    rules: [{ id: 'here', effect: 'allow', when: { signal: 'place', in: ['US', 'CA'] } }],
  },
].map((policy) =>
  JSON.stringify({
    POLICY: policy,
    RESTRICTED_REGIONS: VARS.RESTRICTED_REGIONS,
    DENIED_NETWORKS: VARS.DENIED_NETWORKS,
  }),
)

const TABLES = [
  tableOf({ class: 'vpn', prefixes: ['198.51.100.0/24'] }),
  tableOf({
    class: 'mobile',
    movesPlace: true,
    prefixes: [
      ['198.51.100.0/24', 'CU'],
      ['73.162.10.0/24', 'CA-ON'],
    ],
  }),
]
const SHAS = await Promise.all(TABLES.map(sha256Of))
/** A store with these tables, and nothing else. */
const STORE = {
  get: async (name: string) => {
    const index = SHAS.findIndex((sha256) => name.endsWith(sha256))
    return TABLES[index]?.slice().buffer ?? null
  },
}

/** Accepts keys but one, and says whose they are where it is asked for that. */
const origin: OriginHandler = (request) => {
  const key = request.headers.get('Authorization')?.slice('Bearer '.length)
  if (key === 'sk-bad') return new Response('', { status: 401 })
  const headers: Record<string, string> = {}
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/named')) headers['Cordon-Account'] = `acct-${key ?? 'cookie'}`
  if (pathname.endsWith('/named') && key === 'sk-two') headers['Cordon-Account-Home'] = 'CU'
  return new Response('', { headers })
}

const ADMIN = 'cordon_admin_operator'
const ADMIN_TOKEN_SHA256 = [
  { name: 'olga', role: 'operator', sha256: createHash('sha256').update(ADMIN).digest('hex') },
]

type State = ReturnType<typeof ownState>
const isolate = (state: State) =>
  testGate(
    {
      ...state.vars,
      POLICY,
      SESSION_ISSUE: 'all',
      NETWORK_TABLES: STORE,
      NETWORK_TABLE: SHAS[0],
      ADMIN_TOKEN_SHA256,
    },
    origin,
  )

/** A new isolate that knows what this one knows of keys, which it could have learned for itself. */
async function inTheSameSituation(state: State, lasting: TestGate): Promise<TestGate> {
  const fresh = isolate(state)
  fresh.at = lasting.at
  const [from, to] = [await gateOf(lasting), await gateOf(fresh)]
  const now = Math.trunc(lasting.at / 1000) as never
  for (const key of KEYS) {
    const id = (await from.sources.hashKey?.(key)) ?? ''
    const known = from.sources.acceptedKeys.find(id, now)
    if (known !== undefined) to.sources.acceptedKeys.note(id, known.account, known.at)
  }
  return fresh
}

const STABLE = registry.filter((signal) => !('volatile' in signal)).map(({ name }) => name)

/** What an admission record explains, but for what is another with each request; one stands for several resources. */
function explained(record: AdmissionRecord | undefined, isIssued: boolean) {
  if (record === undefined) throw new Error('explained by nothing')
  const { verdict, row, acr, tier, rules, reasons, exemptions, degraded, revision, evidence } = record
  const outcome = { verdict, row, acr, tier, rules, reasons, exemptions, degraded, revision }
  const stable = STABLE.map((name) => [name, evidence[name]])
  return { ...outcome, stable, subject: subjectOf(record, isIssued) }
}

function recorded({ decision: _, admission: __, ...record }: DecisionRecord, isIssued: boolean) {
  return { ...record, subject: subjectOf(record, isIssued) }
}

/** A session that was issued with this answer has an id of its own. */
function subjectOf({ subject = {} }: Pick<DecisionRecord, 'subject'>, isIssued: boolean) {
  const { session, ...others } = subject
  return isIssued ? others : { ...others, session }
}

/** What a token says, but for what is of this very token, or random. */
function said(token: string | undefined) {
  if (token === undefined) return undefined
  const { jti: _, iat: __, exp: ___, nbf: ____, sid: _____, sub, ...claims } = claimsOf(token)
  return { ...claims, sub: claims.sub_kind === 'none' ? undefined : sub }
}

/** Everything that became of a request. */
async function became(gate: TestGate, response: Response, written: ReadonlyMap<string, AdmissionRecord>) {
  const decision = decisions(gate.records).at(-1)
  if (decision === undefined) throw new Error('nothing was recorded')
  const passed = gate.seen.at(-1)
  const cookie = cookieToken(response)
  const handed = response.headers.get('Cordon-Session') ?? undefined
  const {
    jti: _,
    iat: __,
    exp: ___,
    ...asserted
  } = claimsOf(passed?.headers.get('Cordon-Assertion') ?? `.${btoa('{}')}.`)
  const told = [...(passed?.headers ?? [])].filter(
    ([name]) => !['cordon-decision', 'cordon-assertion'].includes(name),
  )
  const isIssued = cookie !== undefined || handed !== undefined
  const { status, headers, body } = await whole(response)
  return {
    status,
    headers: headers.filter(([name]) => name !== 'set-cookie' && name !== 'cordon-session'),
    body,
    decision: recorded(decision, isIssued),
    why: explained(written.get(decision.admission ?? ''), isIssued),
    isPassed: passed !== undefined,
    asserted,
    told,
    issued: [said(cookie), said(handed)],
  }
}

const revoke = (kind: Extract<Change, { action: 'revoke' }>['kind'], value: unknown): Change => ({
  action: 'revoke',
  kind,
  value: String(value),
  forSeconds: 4_000,
})

describe('an isolate that lives on', () => {
  test.each([1, 2, 3, 5])('answers each request as a new one would (%i)', async (seed) => {
    const { chance, one } = draws(seed)
    const state = ownState()
    const lasting = isolate(state)
    const recall = vi.spyOn((await gateOf(lasting)).judgedBefore, 'recall')
    /** Of the clients, as each got them last. */
    const tokens: string[] = []
    const written = new Map<string, AdmissionRecord>()
    let at = 0
    let sent: { cf: object; address: string; path: string; method: string; headers: SentHeaders } = {
      cf: CLIENTS.home,
      address: '73.162.10.1',
      path: '/',
      method: 'GET',
      headers: {},
    }
    const statuses = new Set<number>()
    for (let count = 0; count < 110; count++) {
      if (chance(0.1)) await change(one(['revoke', 'revoke', 'epoch', 'glass', 'mend', 'policy', 'tables']))
      sent = { ...sent, ...one(differences())() }
      if (chance(0.15)) at += one([1, 20, 61, 200, 600, -1, -30])
      lasting.at = later(at)
      const measured = { ...sent.cf, clientTcpRtt: one([24, 24, 24, 80, 400]) }
      const fresh = await inTheSameSituation(state, lasting)
      const { path, ...init } = { ...sent, cf: measured }
      for (const gate of [lasting, fresh]) gate.records.length = gate.seen.length = 0
      const answers = [await lasting.send(path, init), await fresh.send(path, init)] as const
      for (const gate of [lasting, fresh])
        for (const admission of admissions(gate.records)) written.set(admission.admission, admission)
      const [old, anew] = [
        await became(lasting, answers[0], written),
        await became(fresh, answers[1], written),
      ]
      expect({ count, sent, ...old }).toEqual({ count, sent, ...anew })
      statuses.add(old.status)
      const token = cookieToken(answers[0]) ?? answers[0].headers.get('Cordon-Session')
      if (token) tokens.push(token)
    }
    expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 401, 403]))
    // The law must have been put to the test.
    const recalled = recall.mock.results.filter(({ value }) => value !== undefined)
    expect(recalled.length).toBeGreaterThan(20)

    /** What the next request has otherwise: mostly little. */
    function differences() {
      const same = () => ({})
      const token = () => {
        const held = chance(0.7) ? tokens.at(-1) : one(tokens)
        if (held === undefined || chance(0.2)) return { headers: {} }
        const bad = chance(0.15) ? `${held}x` : held
        return {
          headers: chance(0.5) ? { 'Cordon-Session': bad } : { Cookie: `__Host-cordon=${bad}` },
        }
      }
      const key = () => {
        const { Authorization: _, ...others } = sent.headers
        return { headers: chance(0.3) ? others : { ...others, Authorization: `Bearer ${one(KEYS)}` } }
      }
      const { home, canada, cuba, usCloud, privateRelay } = CLIENTS
      return [
        ...[same, same, same, same, token, key, key],
        () => ({ cf: one([home, home, canada, cuba, usCloud, privateRelay, { ...home, colo: 'LHR' }]) }),
        () => ({ address: one(['73.162.10.1', '73.162.10.1', '198.51.100.7', '2001:db8::1']) }),
        () => ({ path: one(['/', '/pub/x', '/api/x', '/api/named', '/named', '/members/x', '/a/b.txt?c']) }),
        () => ({ path: one(['/', '/api/x', '/members/x']), method: one(['GET', 'POST', 'HEAD']) }),
      ]
    }

    async function change(what: string): Promise<void> {
      const token = chance(0.8) ? tokens.at(-1) : one(tokens)
      const { sid, sub, jti, pol } = token === undefined ? {} : claimsOf(token)
      if (what === 'revoke' && token !== undefined) {
        const keyId = (await (await gateOf(lasting)).sources.hashKey?.(one(KEYS))) ?? ''
        const [kind, value] = one([
          ['session', sid],
          ['session', sid],
          ['account', sub],
          ['account', 'acct-sk-one'],
          ['token', jti],
          ['key', keyId],
          ['revision', pol],
        ] as const)
        await carryOut(lasting, revoke(kind, value))
      } else if (what === 'epoch') await carryOut(lasting, { action: 'raise_epoch' })
      else if (what === 'glass') await carryOut(lasting, { action: 'break_glass', seconds: one([60, 900]) })
      else if (what === 'mend') await carryOut(lasting, { action: 'end_break_glass' })
      else if (what === 'policy') {
        const published = await lasting.send('/.cordon/admin/policy', {
          method: 'PUT',
          headers: { Authorization: `Bearer ${ADMIN}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ document: one(POLICIES), why: 'because the test says so' }),
        })
        expect({ status: published.status, body: await published.text() }).toMatchObject({ status: 200 })
      } else if (what === 'tables') {
        const sha256 = one(SHAS)
        await carryOut(lasting, { action: 'set_tables', sha256 })
        const { prefixes } = await gateOf(lasting)
        await expect
          .poll(async () => {
            await lasting.send('/pub/x')
            return prefixes.sha256
          })
          .toBe(sha256)
      }
    }
  })
})

describe('lists that cannot be asked', () => {
  const NOWHERE = 'f'.repeat(64)
  const statusOf = async (gate: TestGate) => (await gate.send('/')).status
  const settled = () => new Promise((resolve) => setTimeout(resolve, 30))
  const isolateOf = (state: State) => testGate({ ...state.vars, NETWORK_TABLES: STORE })

  /** Of the isolate that lives on, and of a new one, once both have heard. */
  async function statuses(state: State, lasting: TestGate): Promise<[lasting: number, fresh: number]> {
    lasting.at = later(lasting.at === later(0) ? 40 : 90)
    const fresh = isolateOf(state)
    fresh.at = lasting.at
    for (const gate of [lasting, fresh]) {
      await gate.send('/pub/x')
      await settled()
    }
    return [await statusOf(lasting), await statusOf(fresh)]
  }

  test('are missing from then on for those who were seen before, too', async () => {
    const state = ownState()
    const lasting = isolateOf(state)
    expect([await statusOf(lasting), await statusOf(lasting)]).toEqual([200, 200])
    await carryOut(lasting, { action: 'set_tables', sha256: NOWHERE })
    expect(await statuses(state, lasting)).toEqual([403, 403])
  })

  test('are missing no more, for nobody, once nobody wants them', async () => {
    const state = ownState()
    const lasting = isolateOf(state)
    await carryOut(lasting, { action: 'set_tables', sha256: NOWHERE })
    await lasting.send('/pub/x')
    await settled()
    expect([await statusOf(lasting), await statusOf(lasting)]).toEqual([403, 403])
    await carryOut(lasting, { action: 'set_tables', sha256: undefined })
    expect(await statuses(state, lasting)).toEqual([200, 200])
  })
})
