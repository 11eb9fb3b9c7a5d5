import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { parseAsn } from '../../src/net/asn.ts'
import { parseCidr } from '../../src/net/cidr.ts'
import { observe, type PolicyTables, type Presented } from '../../src/observations/gather.ts'
import type {
  BodyReading,
  Observations,
  PresentedKey,
  PresentedSession,
} from '../../src/observations/types.ts'
import { type CompiledPolicy, compilePolicy } from '../../src/policy/compile.ts'
import { type Judged, judge } from '../../src/policy/judge.ts'
import { type Basis, JudgedBefore } from '../../src/policy/judged-before.ts'
import type { Asked } from '../../src/policy/resource.ts'
import type { MatchedResource, Policy, Resource } from '../../src/policy/types.ts'
import { appearance, takeSnapshot } from '../../src/request/snapshot.ts'
import { parseTarget } from '../../src/request/target.ts'
import { compileNetworkOverrides } from '../../src/tables/network-overrides.ts'
import { networkTables } from '../../src/tables/networks.ts'
import { compileOperatorNetworks } from '../../src/tables/operator-networks.ts'
import { AT, DAY, HOME_SESSION, placeNamed } from '../support/evidence.ts'
import { HOME_CF } from '../support/gate.ts'
import { policy as anyPolicy, around } from '../support/made-policies.ts'
import { prefixesOf } from '../support/prefix-lists.ts'

/**
 * What is recalled is exactly what deciding anew would give: the same requests go through one memory, as the gate asks
 * it, and each alone through everything that a verdict is made of, with nothing remembered.
 */

const TABLES = [
  networkTables(
    await prefixesOf(
      {
        class: 'mobile',
        movesPlace: true,
        prefixes: [
          ['73.1.0.0/16', 'UA-43'],
          ['2001:db8::/32', 'CU'],
        ],
      },
      { class: 'vpn', prefixes: ['75.0.0.0/24'] },
    ),
  ),
  networkTables(await prefixesOf({ class: 'hosting', prefixes: ['73.162.10.0/24', '73.1.0.0/16'] })),
] as const

const cidr = (text: string) => {
  const parsed = parseCidr(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const asn = (text: string) => {
  const parsed = parseAsn(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

const resources: readonly Resource[] = [
  { id: 'a', tier: 'standard', path: '/a/*' },
  { id: 'b', tier: 'open', path: '/b/*', method: ['GET', 'HEAD'] },
  { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' },
  { id: 'other', tier: 'open', host: 'other.test' },
]
const byHeader: Resource = {
  id: 'said',
  tier: 'open',
  path: '/a/*',
  header: { name: 'X-Said', value: 'yes' },
}
const byBody: Resource = {
  id: 'model',
  tier: 'open',
  path: '/a/*',
  body: { pointer: '/model', values: ['small'] },
}
const override = fc.record(
  {
    network: fc.constantFrom({ prefix: cidr('73.162.0.0/16') }, { asn: asn('AS64500') }),
    class: fc.constantFrom('residential' as const, 'vpn' as const, 'satellite' as const),
    place: fc.constantFrom('CU', 'US', 'UA-43').map(placeNamed),
    owner: fc.constant('o'),
    reason: fc.constant('r'),
    expires: around,
  },
  { requiredKeys: ['network', 'owner', 'reason', 'expires'] },
)
const policy = fc
  .record({
    made: anyPolicy,
    resources: fc.constantFrom(resources, resources, [...resources, byHeader], [...resources, byBody], []),
    networkOverrides: fc.array(override, { maxLength: 2 }),
    allowedNetworks: fc.subarray([{ prefix: cidr('75.0.0.1/32') }, { asn: asn('AS64501') }]),
  })
  .map(({ made, ...more }): Policy => ({ ...made, ...more }))

/** Everything that a request may differ in. */
interface Sending {
  readonly place: string | undefined
  readonly edge: Readonly<Record<string, unknown>>
  readonly rtt: unknown
  readonly score: unknown
  readonly bot: unknown
  readonly address: string | null
  readonly worker: string | null
  readonly session: PresentedSession
  readonly key: PresentedKey | undefined
  readonly proof: Observations['proof']
  readonly url: string
  readonly method: string
  readonly said: string | undefined
  readonly body: BodyReading
  readonly at: number
  readonly policy: 0 | 1
  readonly tables: 0 | 1
}

const FACTS = { ...HOME_SESSION, place: placeNamed('US-CA') }
const session = (facts: object, carrier: 'cookie' | 'header' = 'header'): PresentedSession => ({
  status: 'verified',
  facts: { ...FACTS, ...facts },
  carrier,
})
const HOME = { at: AT, facts: { created: AT, home: placeNamed('US') } }
const SESSIONS: readonly PresentedSession[] = [
  { status: 'none' },
  session({}),
  session({}, 'cookie'),
  session({ assurance: 'high' }),
  session({ assurance: 'high', assuranceStands: false }),
  session({ identity: 'key', subject: 'k1' }),
  session({ identity: 'none', tokenId: 'jti-2', account: { home: placeNamed('CU') } }),
  session({ networkClass: 'hosting', place: placeNamed('CU'), tokenId: 'jti-3' }),
  { status: 'expired', code: 'token.expired' },
  { status: 'expired', code: 'token.policy_date' },
  { status: 'invalid', code: 'token.format' },
  { status: 'revoked', code: 'revoked.session' },
  { status: 'unproved', code: 'proof.missing' },
]
const key = (changes: Partial<PresentedKey>): PresentedKey => ({
  keyId: 'k1',
  formerKeyId: undefined,
  acceptedAt: AT,
  account: undefined,
  ...changes,
})
const KEYS: readonly (PresentedKey | undefined)[] = [
  undefined,
  key({ acceptedAt: undefined }),
  key({ keyId: 'k2', acceptedAt: undefined }),
  key({}),
  key({ acceptedAt: (AT + 1) as UnixSeconds }),
  key({ formerKeyId: 'k0' }),
  key({ account: { id: 'account-1', ...HOME } }),
  key({ account: { id: 'account-1', ...HOME, facts: { home: placeNamed('US-CA') } } }),
  key({ account: { id: 'account-2', at: AT } }),
]

const FIRST: Sending = {
  place: 'US-CA',
  edge: {},
  rtt: 24,
  score: 50,
  bot: {},
  address: '73.162.10.1',
  worker: null,
  session: { status: 'none' },
  key: undefined,
  proof: { status: 'none' },
  url: 'https://gate.test/a/x',
  method: 'GET',
  said: undefined,
  body: { state: 'none' },
  at: 0,
  policy: 0,
  tables: 0,
}
const VALUES: { readonly [N in keyof Sending]: readonly Sending[N][] } = {
  place: ['US-CA', 'US', 'UA', 'UA-43', 'UA-30', 'CU', 'T1', 'XX', undefined],
  edge: [
    {},
    { asn: 64_500 },
    { asn: 64_501 },
    { city: 'Lviv' },
    { colo: 'LHR' },
    { latitude: null },
    { city: [] },
  ],
  rtt: [24, 500, 0, undefined, 'slow'],
  score: [1, 50, 99, undefined, 'x'],
  bot: [{}, { ja4: 't1' }, { verifiedBot: true }, null],
  address: ['73.162.10.1', '73.1.1.1', '75.0.0.1', '2001:db8::1', '::1', 'none', null],
  worker: [null, null, 'a.test'],
  session: SESSIONS,
  key: KEYS,
  proof: [{ status: 'none' }, { status: 'invalid', code: 'proof.format' }],
  url: [
    'https://gate.test/a/x',
    'https://gate.test/a/y?z',
    'https://gate.test/b',
    'https://gate.test/members/me',
    'https://gate.test/',
    'https://gate.test/%62/x',
    'http://other.test:8080/a/x',
  ],
  method: ['GET', 'HEAD', 'POST'],
  said: [undefined, 'yes'],
  body: [
    { state: 'none' },
    { state: 'none' },
    { state: 'read', value: { model: 'small' } },
    { state: 'unread', why: 'encoded' },
  ],
  at: [-DAY, -1, 0, 1, DAY - 1, DAY],
  policy: [0, 1],
  tables: [0, 1],
}
const NAMES = Object.keys(VALUES) as (keyof Sending)[]
/** Those that most often leave a verdict as it is, more often. */
const change = fc
  .constantFrom(...NAMES, 'rtt', 'score', 'url', 'method', 'at')
  .chain((name: keyof Sending) =>
    fc
      .constantFrom(...(VALUES[name] as readonly Sending[keyof Sending][]))
      .map((value) => ({ [name]: value })),
  )
/** Nothing, or one thing, is another than before, or everything is as at first. */
const sequence = fc
  .array(fc.oneof({ weight: 5, arbitrary: change }, fc.constant({}), fc.constant(FIRST)), {
    minLength: 5,
    maxLength: 30,
  })
  .map((changes) => {
    let now = FIRST
    return changes.map((next) => {
      now = { ...now, ...next }
      return now
    })
  })

/** A request as the gate gets it: all its objects new, but for what an isolate holds. */
function requestOf({ place, edge, rtt, score, bot, address, worker, method, said, url }: Sending) {
  const [country, regionCode] = (place ?? '').split('-')
  const cf = {
    ...HOME_CF,
    country: place === undefined ? undefined : country,
    regionCode,
    clientTcpRtt: rtt,
    ...edge,
    botManagement: bot === null ? null : { ...(bot as object), score },
  }
  const headers = new Headers(said === undefined ? {} : { 'X-Said': said })
  if (address !== null) headers.set('CF-Connecting-IP', address)
  if (worker !== null) headers.set('CF-Worker', worker)
  const target = parseTarget(url, undefined)
  if (!target.ok) throw new Error(url)
  const request = { method, headers, cf } as unknown as Request
  const asked: Asked = { method, target: target.value, header: (name) => headers.get(name) ?? undefined }
  return { request, asked }
}

interface Ready extends PolicyTables {
  readonly policy: Policy
  readonly compiled: CompiledPolicy
}
const ready = (policy: Policy): Ready => ({
  policy,
  compiled: compilePolicy(policy, '0123456789abcdef'),
  operatorNetworks: compileOperatorNetworks(policy.allowedNetworks),
  overrides: compileNetworkOverrides(policy.networkOverrides),
})

interface Answer {
  readonly judged: Judged
  readonly resource: MatchedResource
}

function anew(sending: Sending, { policy }: Ready): Answer {
  const fresh = ready(policy)
  const { request, asked } = requestOf(sending)
  const now = (AT + sending.at) as UnixSeconds
  const resource = fresh.compiled.resource.match(asked, sending.body, now)
  const { session, key, proof } = sending
  const presented: Presented = { session, key, proof, binding: BINDING }
  const snapshot = takeSnapshot(request, asked.target)
  const observations = observe(snapshot, presented, { networks: TABLES[sending.tables] }, fresh, now)
  return { judged: judge(fresh.compiled, observations, resource, now), resource }
}

const BINDING = { asn: 'notice', tls: 'require' } as const

/** As `middleware/geofence` asks. */
function recalledOrAnew(before: JudgedBefore, sending: Sending, policy: Ready) {
  const { request, asked } = requestOf(sending)
  const { compiled } = policy
  const now = (AT + sending.at) as UnixSeconds
  const { session, key, proof } = sending
  const presented: Presented = { session, key, proof, binding: BINDING }
  const networks = TABLES[sending.tables]
  const resource = compiled.resource.match(asked, sending.body, now)
  const basis: Basis = { ...appearance(request), compiled, tables: sending.tables, session, key }
  const recalled = before.recall(basis, resource, { asked, ...presented }, now)
  if (recalled !== undefined)
    return { judged: recalled, resource, judgement: recalled.judgement, asked, isRecalled: true }
  const snapshot = takeSnapshot(request, asked.target)
  const judged = judge(compiled, observe(snapshot, presented, { networks }, policy, now), resource, now)
  const judgement = before.keep(basis, resource, judged, now)
  return { judged, resource, judgement, asked, isRecalled: false }
}

/** All that was judged, without the function that reads the request's headers. */
function all({ judged: { observations, evidence, decision }, resource }: Answer) {
  const { snapshot, ...rest } = observations
  const { header: _, ...said } = snapshot
  return { observations: rest, snapshot: said, evidence, decision: { ...decision }, resource }
}

function agree(one: Answer, other: Answer): void {
  const [a, b] = [all(one), all(other)]
  // Much faster than the matcher, which says what differs.
  if (!isDeepStrictEqual(a, b)) {
    expect(a).toEqual(b)
    throw new Error('they differ in what the matcher does not see')
  }
}

describe('a verdict that is recalled', () => {
  it('is the one that judging the request alone gives, in every part', () => {
    const count = { all: 0, recalled: 0, changed: 0, otherwise: 0 }
    fc.assert(
      fc.property(fc.tuple(policy, policy), sequence, (policies, sendings) => {
        const [first, second] = policies.map(ready) as [Ready, Ready]
        const before = new JudgedBefore()
        for (const sending of sendings) {
          const served = sending.policy === 0 ? first : second
          const answer = recalledOrAnew(before, sending, served)
          const alone = anew(sending, served)
          agree(answer, alone)
          count.all++
          if (answer.isRecalled) {
            count.recalled++
            const { evidence } = answer.judgement ?? { evidence: undefined }
            if (evidence !== answer.judged.evidence) count.changed++
            if (alone.judged.decision.verdict !== 'allow') count.otherwise++
            if (answer.judged.observations.snapshot.header !== answer.asked.header)
              throw new Error('the headers of another request')
          }
        }
      }),
      { numRuns: 300 },
    )
    // The law must have been put to the test.
    expect(count.recalled / count.all).toBeGreaterThan(0.2)
    expect(count.changed).toBeGreaterThan(50)
    expect(count.otherwise).toBeGreaterThan(50)
  })
})

describe('a resource that is remembered', () => {
  const asking = fc.record({
    url: fc.constantFrom(
      ...VALUES.url,
      'https://gate.test/A/x',
      'https://gate.test/a',
      `https://gate.test/a/${'x'.repeat(600)}`,
    ),
    method: fc.constantFrom(...VALUES.method),
    said: fc.constantFrom(...VALUES.said),
    body: fc.constantFrom(...VALUES.body),
  })
  it('is the one that matching the request alone gives, and nobody changes it', () => {
    fc.assert(
      fc.property(policy, fc.array(asking, { maxLength: 30 }), (made, list) => {
        const { resource } = ready(made).compiled
        const given: [MatchedResource, MatchedResource][] = []
        for (const { body, ...asked } of list) {
          const request = requestOf({ ...FIRST, ...asked }).asked
          const alone = ready(made).compiled.resource.match(request, body, AT)
          given.push([resource.match(request, body, AT), alone])
        }
        for (const [remembered, alone] of given) expect(isDeepStrictEqual(remembered, alone)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
