import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { AppliedMode } from '../../../src/enforcement/apply-mode.ts'
import { secondsFromMillis, type UnixMillis } from '../../../src/lib/time.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import { compilePolicy } from '../../../src/policy/compile.ts'
import { decide } from '../../../src/policy/decide.ts'
import type { ReasonCode } from '../../../src/policy/reasons.ts'
import type { MatchedResource } from '../../../src/policy/types.ts'
import type { Evidence } from '../../../src/signals/registry.ts'
import { SIGNAL_NAMES } from '../../../src/signals/registry.ts'
import { Admissions } from '../../../src/telemetry/admissions.ts'
import type { AdmissionRecord, DecisionRecord, LogRecord } from '../../../src/telemetry/records.ts'
import {
  type Decided,
  type Outcome,
  record,
  recordEarlyRefusal,
  timestamp,
} from '../../../src/telemetry/write.ts'
import { HOME_CF, NOW } from '../../support/gate.ts'
import { admissions, decisions, onlyDecision, readBack } from '../../support/records.ts'
import { CLAIMS, HEADER, signed } from '../session/fixture.ts'
import { type Asking, everything, recorder } from './fixture.ts'

const KEY = 'sk-live-0123456789abcdefghij'
const TOKEN = await signed()
const BOUND_TOKEN = await signed({ cnf: { jkt: HEADER.kid } })
/** Another provider of the same class. */
const OTHER_HOME_CF = { ...HOME_CF, asn: 701, asOrganization: 'Verizon Business' }
const HOSTING_CF = { ...HOME_CF, asn: 9009, asOrganization: 'M247 Europe SRL' }
const CUBA_CF = { country: 'CU', asn: 27725, asOrganization: 'ETECSA' }

const id = () => randomBytes(16).toString('base64url')
const only = <T>(list: readonly T[]): T => {
  if (list.length !== 1) throw new Error(`expected one, got ${JSON.stringify(list)}`)
  return list[0] as T
}

describe('record()', () => {
  it('names the tables that were asked, in both records', async () => {
    const { decided } = await recorder()
    const written: LogRecord[] = []
    record(
      { ...(await decided()), tables: 'those.asked' },
      { action: 'pass', status: 200 },
      {
        log: (entry) => void written.push(entry),
        admissions: new Admissions(),
        mode: 'enforce',
        allowRate: 1,
        newId: () => 'AAAAAAAAAAAAAAAAAAAAAA',
      },
    )
    expect(written.map((entry) => 'tables' in entry && entry.tables)).toEqual(['those.asked', 'those.asked'])
  })

  it("asks for every rule's finding only where it writes an admission record: that is most of the work", async () => {
    const { decided } = await recorder()
    const once = await decided()
    let asked = 0
    const { findings } = once.decision
    const decision = Object.defineProperty({ ...once.decision }, 'findings', {
      get: () => {
        asked++
        return findings
      },
    })
    const admissions = new Admissions()
    const settings = { log: () => {}, admissions, mode: 'enforce', allowRate: 1, newId: id } as const
    for (let count = 0; count < 3; count++)
      record({ ...once, decision }, { action: 'pass', status: 200 }, settings)
    expect(asked).toBe(1)
  })

  it('writes the admission record before the decision that names it', async () => {
    const { ask } = await recorder()
    const [admission, decision, ...others] = (await ask({ id: 'AAAAAAAAAAAAAAAAAAAAAA' })).map(readBack)
    expect(others).toEqual([])
    expect(admission).toMatchObject({
      event: 'admission',
      verdict: 'allow',
      tier: 'controlled',
      acr: 'substantial',
    })
    expect(decision).toEqual({
      event: 'decision',
      time: '2026-11-01T00:00:00.000Z',
      decision: 'AAAAAAAAAAAAAAAAAAAAAA',
      admission: (admission as AdmissionRecord).admission,
      revision: (admission as AdmissionRecord).revision,
      tables: (admission as AdmissionRecord).tables,
      verdict: 'allow',
      action: 'pass',
      mode: 'enforce',
      status: 200,
      rules: ['default'],
      reasons: [],
      would: [],
      degraded: [],
      exemptions: [],
      method: 'GET',
      resource: 'default',
      tier: 'controlled',
      place: 'US-CA',
      network: 'residential',
      asn: 7922,
      acr: 'substantial',
      subject: { address: '73.162.10.0/24' },
    })
  })

  it.each([
    [
      'a place with a legal basis',
      { cf: { country: 'KP' } },
      { verdict: 'deny', status: 451, reasons: ['place.restricted'] },
    ],
    ['a place without one', { cf: CUBA_CF }, { verdict: 'deny', status: 403, place: 'CU' }],
    [
      'a hosting network',
      { cf: HOSTING_CF },
      { verdict: 'deny', reasons: ['network.hosting'], asn: 9009, network: 'hosting' },
    ],
    ['Tor', { cf: { country: 'T1' } }, { verdict: 'deny', network: 'tor' }],
    ['no cf at all', { cf: null }, { verdict: 'deny' }],
    ['malformed cf', { cf: { country: 7, asn: 'x', latitude: {}, botManagement: [] } }, { verdict: 'deny' }],
    ['no address', { address: null }, { verdict: 'allow' }],
    ['an address that is none', { address: 'hostile\u00ff' }, { verdict: 'allow' }],
    [
      'part of a country',
      { cf: { country: 'UA', asn: 15895 } },
      { verdict: 'challenge', reasons: ['place.ambiguous'] },
    ],
    [
      'a token and a key',
      { headers: { 'Cordon-Session': TOKEN, 'X-Api-Key': KEY } },
      { subject: { session: CLAIMS.sid, account: CLAIMS.sub } },
    ],
    ['a bad token', { headers: { 'Cordon-Session': `${TOKEN}x` } }, { token_fault: 'token.format' }],
    [
      'an expired token',
      { headers: { 'Cordon-Session': TOKEN }, after: 7200 },
      { token_fault: 'token.expired' },
    ],
    [
      'a token from elsewhere',
      { headers: { 'Cordon-Session': TOKEN }, cf: { ...HOME_CF, country: 'CA', regionCode: 'ON' } },
      { token_fault: 'session.place_changed' },
    ],
    [
      'a token through another network',
      { headers: { 'Cordon-Session': TOKEN }, cf: HOSTING_CF },
      { token_fault: 'session.network_changed' },
    ],
    [
      'a token over another network of the same kind',
      { headers: { 'Cordon-Session': TOKEN }, cf: OTHER_HOME_CF },
      { token_fault: 'session.binding.asn' },
    ],
    [
      'a bound token without its key',
      { headers: { 'Cordon-Session': BOUND_TOKEN } },
      { token_fault: 'proof.missing' },
    ],
    ['a copy of what is in force that is stale', { state: 'stale' as const }, { state: 'stale' }],
    ['no copy of what is in force', { state: 'never' as const }, { state: 'never' }],
  ])('writes what its schemas promise: %s', async (_, asking, expected) => {
    const { ask } = await recorder()
    const records = (await ask(asking)).map(readBack)
    expect(only(decisions(records))).toMatchObject(expected)
    expect(only(admissions(records))).toMatchObject({ verdict: only(decisions(records)).verdict })
  })

  it('has every signal in an admission record, and every finding', async () => {
    const { ask } = await recorder()
    const [admission] = admissions(await ask({ cf: CUBA_CF }))
    expect(Object.keys(admission?.evidence ?? {})).toEqual(SIGNAL_NAMES)
    expect(admission?.findings).toContainEqual({
      rule: 'restricted-regions',
      effect: 'deny',
      finding: 'matched',
      mode: 'enforce',
      reason: 'place.restricted',
    })
  })

  it.each([
    ['73.162.10.1', '73.162.10.0/24'],
    ['2601:646:8e00:1234:5678:9abc:def0:1', '2601:646:8e00::/48'],
    ['::ffff:73.162.10.1', '73.162.10.0/24'],
    // 6to4 carries a whole IPv4 address in its first 48 bits.
    ['2002:49a2:0a01::1', '2002:49a2:a00::/40'],
  ])('keeps of %s no more than %s', async (address, kept) => {
    const { ask } = await recorder()
    const records = await ask({ address })
    const [admission] = admissions(records)
    expect(onlyDecision(records).subject).toEqual({ address: kept })
    expect(admission?.evidence['client.address']).toEqual({ state: 'observed', value: kept, source: 'edge' })
    expect(JSON.stringify(records)).not.toContain(address.replace('::ffff:', ''))
  })

  it('records what the origin told, and what stood in the way, before the reasons of the decision', async () => {
    const { ask } = await recorder()
    const record = onlyDecision(
      await ask({
        outcome: {
          status: 504,
          faults: ['origin.timeout'],
          originFault: 'no answer within 5 s',
          sessionId: 'new-session',
          account: 'acct_9',
        },
      }),
    )
    expect(record).toMatchObject({
      verdict: 'allow',
      status: 504,
      reasons: ['origin.timeout'],
      origin_fault: 'no answer within 5 s',
      subject: { session: 'new-session', account: 'acct_9' },
    })
  })

  it('lists rules in monitor mode that would have had a say', async () => {
    const rule = { id: 'try', effect: 'deny', when: { signal: 'network.asn', is: 'AS7922' }, mode: 'monitor' }
    const { ask } = await recorder({ POLICY: { default: 'allow', rules: [rule] } })
    expect(onlyDecision((await ask()).map(readBack))).toMatchObject({
      verdict: 'allow',
      would: ['try'],
      rules: ['default'],
    })
  })
})

describe('record(): which decisions are written', () => {
  it.each([
    ['deny', { cf: CUBA_CF }],
    ['challenge', { cf: { country: 'UA', asn: 15895 } }],
    ['limit', { cf: { ...HOME_CF, country: 'FR' } }],
  ])('every %s, at a rate of 0', async (verdict, asking) => {
    const rule = { id: 'lim', effect: 'limit', when: { signal: 'place', is: 'FR' } }
    const { ask } = await recorder({ POLICY: { default: 'allow', rules: [rule] } }, { allowRate: 0 })
    for (let i = 0; i < 20; i++)
      expect(onlyDecision(await ask({ ...asking, id: id() })).verdict).toBe(verdict)
  })

  it('no allow at a rate of 0, each at 1; the admission record in either case', async () => {
    for (const [allowRate, expected] of [
      [0, 0],
      [1, 20],
    ] as const) {
      const { ask } = await recorder({}, { allowRate })
      const records: LogRecord[] = []
      for (let i = 0; i < 20; i++) records.push(...(await ask({ id: id() })))
      expect(decisions(records)).toHaveLength(expected)
      expect(admissions(records)).toHaveLength(1)
    }
  })

  it('every allow that failed, at a rate of 0', async () => {
    const { ask } = await recorder({}, { allowRate: 0 })
    expect(
      onlyDecision(await ask({ id: id(), outcome: { status: 502, faults: ['origin.unreachable'] } })),
    ).toBeDefined()
  })

  it.each([
    ['is none', { headers: { 'Cordon-Session': 'x' } }, 'token.format'],
    ['is broken', { headers: { 'Cordon-Session': `${TOKEN}x` } }, 'token.format'],
    ['is bound to a key that was not shown', { headers: { 'Cordon-Session': BOUND_TOKEN } }, 'proof.missing'],
    [
      'came over another network of the same kind',
      { headers: { 'Cordon-Session': TOKEN }, cf: OTHER_HOME_CF },
      'session.binding.asn',
    ],
    ['has expired', { headers: { 'Cordon-Session': TOKEN }, after: 7200 }, 'token.expired'],
    [
      'is from elsewhere',
      { headers: { 'Cordon-Session': TOKEN }, cf: { ...HOME_CF, country: 'CA', regionCode: 'ON' } },
      'session.place_changed',
    ],
  ])('every allow of a request whose token %s, at a rate of 0', async (_, asking, fault) => {
    const { ask } = await recorder({}, { allowRate: 0 })
    for (let i = 0; i < 20; i++) {
      expect(onlyDecision(await ask({ ...asking, id: id() }))).toMatchObject({
        verdict: 'allow',
        action: 'pass',
        token_fault: fault,
      })
    }
  })

  it.each(['expired', 'never'] as const)(
    'every allow while what is in force is not known (%s), at a rate of 0',
    async (state) => {
      const { ask } = await recorder({}, { allowRate: 0 })
      expect(onlyDecision(await ask({ state }))).toMatchObject({ verdict: 'allow', state })
    },
  )

  it('nothing of what is in force where that is current', async () => {
    const { ask } = await recorder()
    expect(Object.keys(onlyDecision(await ask()))).not.toContain('state')
  })

  it.each(['current', 'stale'] as const)(
    'no allow for the copy of what is in force being %s, at a rate of 0',
    async (state) => {
      const { ask } = await recorder({}, { allowRate: 0 })
      expect(decisions(await ask({ state }))).toEqual([])
    },
  )

  it('no binding that the configuration does not look at', async () => {
    const { ask } = await recorder({ SESSION_BINDING: { asn: 'off' } })
    const asking = { headers: { 'Cordon-Session': TOKEN }, cf: OTHER_HOME_CF }
    expect(Object.keys(onlyDecision(await ask(asking)))).not.toContain('token_fault')
  })

  it('no allow of a request whose token is good, at a rate of 0', async () => {
    const { ask } = await recorder({}, { allowRate: 0 })
    for (let i = 0; i < 20; i++)
      expect(decisions(await ask({ headers: { 'Cordon-Session': TOKEN }, id: id() }))).toEqual([])
  })

  it('every allow that was refused in the end, at a rate of 0', async () => {
    const { ask } = await recorder({}, { allowRate: 0 })
    for (let i = 0; i < 20; i++) {
      const records = await ask({ id: id(), outcome: { action: 'refuse', status: 401 } })
      expect(onlyDecision(records)).toMatchObject({ verdict: 'allow', action: 'refuse', status: 401 })
    }
  })

  it.each([0.01, 0.25])('a share of %d of allows, by their random ids', async (allowRate) => {
    const { ask } = await recorder({}, { allowRate })
    const total = 6000
    let written = 0
    for (let i = 0; i < total; i++) written += decisions(await ask({ id: id() })).length
    // Six standard deviations: wrong once in 500 million runs.
    const deviation = Math.sqrt(total * allowRate * (1 - allowRate))
    expect(Math.abs(written - total * allowRate)).toBeLessThan(6 * deviation)
  })

  it('the same decision each time it is asked about: the id is the draw', async () => {
    const { ask } = await recorder({}, { allowRate: 0.5 })
    const [low, high] = ['AAAAAAAAAAAAAAAAAAAAAA', '_____________________A']
    expect(decisions(await ask({ id: low }))).toHaveLength(1)
    expect(decisions(await ask({ id: high }))).toHaveLength(0)
    // f is the 32nd of 64 characters, g the 33rd.
    expect(decisions(await ask({ id: `f____${'A'.repeat(17)}` }))).toHaveLength(1)
    expect(decisions(await ask({ id: `gAAAA${'A'.repeat(17)}` }))).toHaveLength(0)
  })
})

describe('record(): when evidence is written', () => {
  const admissionsOf = async (vars: Record<string, unknown>, first: object, second: object) => {
    const { ask } = await recorder(vars)
    const [a, b] = [await ask(first), await ask(second)]
    return {
      first: onlyDecision(a).admission,
      second: onlyDecision(b).admission,
      again: admissions(b).length,
    }
  }

  it('once an hour, and not after the clock went back', async () => {
    const { ask } = await recorder()
    const written = async (after: number) => admissions(await ask({ after })).length
    expect([await written(0), await written(1), await written(3599), await written(3600)]).toEqual([
      1, 0, 0, 1,
    ])
    expect([await written(7199), await written(3599)]).toEqual([0, 1])
  })

  it.each<[string, object]>([
    ['round trip', { cf: { ...HOME_CF, clientTcpRtt: 55 } }],
    ['data centre', { cf: { ...HOME_CF, colo: 'LAX' } }],
    ['TLS extensions', { cf: { ...HOME_CF, tlsClientExtensionsSha1: 'x' } }],
    ['address within its /24', { address: '73.162.10.77' }],
    ['method and path', { method: 'POST', path: '/other?x' }],
    ['key that nobody accepted', { headers: { 'X-Api-Key': KEY } }],
  ])('not again for another %s', async (_, change) => {
    const result = await admissionsOf({}, {}, change)
    expect(result.again).toBe(0)
    expect(result.second).toBe(result.first)
  })

  it.each<[string, object]>([
    ['country', { cf: { ...HOME_CF, country: 'CA', regionCode: 'ON' } }],
    ['region', { cf: { ...HOME_CF, regionCode: 'NY' } }],
    ['network', { cf: { ...HOME_CF, asn: 7018 } }],
    ['/24', { address: '73.162.11.1' }],
    ['tier', { path: '/api/x' }],
    ['session', { headers: { 'Cordon-Session': TOKEN } }],
    ['session, learned from the origin', { outcome: { sessionId: 'new' } }],
    ['account, learned from the origin', { outcome: { account: 'acct_9' } }],
  ])('again for another %s', async (_, change) => {
    const result = await admissionsOf({}, {}, change)
    expect(result.again).toBe(1)
    expect(result.second).not.toBe(result.first)
  })

  it('not for each key that somebody makes up, nor under its name; the decision still names it', async () => {
    const { ask } = await recorder()
    const written: LogRecord[] = []
    for (let i = 0; i < 10; i++) written.push(...(await ask({ headers: { 'X-Api-Key': `${KEY}${i}` } })))
    expect(admissions(written)).toHaveLength(1)
    expect(only(admissions(written)).subject).toEqual({ address: '73.162.10.0/24' })
    expect(new Set(decisions(written).map(({ subject }) => subject?.key)).size).toBe(10)
  })

  it('again for another key that was accepted, under its name', async () => {
    const { ask, sources, decided } = await recorder()
    for (const key of [KEY, `${KEY}2`]) {
      const headers = { 'X-Api-Key': key }
      const { observations, at } = await decided({ headers })
      const keyId = observations.key?.keyId ?? ''
      sources.acceptedKeys.note(keyId, undefined, secondsFromMillis(at))
      expect(only(admissions(await ask({ headers }))).subject).toEqual({
        address: '73.162.10.0/24',
        key: keyId,
      })
      expect(admissions(await ask({ headers }))).toEqual([])
    }
  })

  it('again under another revision', async () => {
    const shared = (await import('../../../src/telemetry/admissions.ts')).Admissions
    const kept = new shared()
    const before = await recorder({}, { admissions: kept })
    const after = await recorder({ CHALLENGED_NETWORKS: ['satellite'] }, { admissions: kept })
    expect(admissions(await before.ask())).toHaveLength(1)
    expect(admissions(await after.ask())).toHaveLength(1)
    expect(admissions(await before.ask())).toHaveLength(0)
  })

  it.each<[string, object, object, object]>([
    [
      'another resource of the same tier is refused',
      {
        resources: [{ id: 'admin', tier: 'controlled', path: '/admin/*' }],
        rules: [
          { id: 'no-admin', effect: 'deny', resources: ['admin'], when: { signal: 'place', is: 'US' } },
        ],
      },
      { path: '/admin/x' },
      { path: '/x' },
    ],
    [
      'a rule reads the round trip',
      { rules: [{ id: 'too-near', effect: 'deny', when: { signal: 'client.rtt_ms', lt: 5 } }] },
      { cf: { ...HOME_CF, clientTcpRtt: 2 } },
      { cf: HOME_CF },
    ],
    [
      'a rule reads the address',
      {
        rules: [
          { id: 'these', effect: 'deny', when: { signal: 'client.address', prefix: ['73.162.10.0/28'] } },
        ],
      },
      { address: '73.162.10.1' },
      { address: '73.162.10.200' },
    ],
    [
      'an exemption ends meanwhile',
      {
        rules: [{ id: 'no-us', effect: 'deny', when: { signal: 'place', is: 'US' } }],
        exemptions: [
          {
            id: 'until',
            exempts: ['no-us'],
            when: { signal: 'place', is: 'US' },
            owner: 'me',
            reason: 'why',
            to: '2026-11-01T00:10:00Z',
          },
        ],
      },
      { after: 599 },
      { after: 600 },
    ],
  ])('again where the outcome differs although the facts do not: %s', async (_, policy, first, second) => {
    const { ask } = await recorder({ POLICY: { default: 'allow', ...policy } })
    for (const asking of [first, second, first, second]) {
      const records = await ask(asking)
      const decision = onlyDecision(records)
      const explaining = admissions(everything).findLast(({ admission }) => admission === decision.admission)
      expect(explaining).toMatchObject({ verdict: decision.verdict, rules: decision.rules })
    }
    const verdicts = [onlyDecision(await ask(first)).verdict, onlyDecision(await ask(second)).verdict]
    expect(new Set(verdicts).size).toBe(2)
  })
})

describe('record(): two refusals of one client', () => {
  it('are explained by two records where other rules refused', async () => {
    const when = { signal: 'place', is: 'US' }
    const resources = ['a', 'b'].map((id) => ({ id, tier: 'controlled', path: `/${id}/*` }))
    const rules = ['a', 'b'].map((id) => ({ id: `no-${id}`, effect: 'deny', resources: [id], when }))
    const { ask } = await recorder({ POLICY: { default: 'allow', resources, rules } })
    expect(only(admissions(await ask({ path: '/a/x' }))).rules).toEqual(['no-a'])
    expect(only(admissions(await ask({ path: '/b/x' }))).rules).toEqual(['no-b'])
    expect(admissions(await ask({ path: '/a/y' }))).toEqual([])
  })
})

const ROUND_TRIPS = [24, 55] as const
const OFTEN: readonly Asking[] = [
  {},
  { address: '73.162.10.2' },
  { cf: HOSTING_CF },
  { cf: CUBA_CF },
  { cf: { country: 'UA', asn: 15895 } },
  { cf: null, address: null },
  { headers: { 'Cordon-Session': TOKEN } },
  { headers: { 'Cordon-Session': `${TOKEN}x` } },
  { headers: { 'Cordon-Session': TOKEN }, cf: OTHER_HOME_CF },
  { headers: { 'X-Api-Key': KEY } },
  { headers: { 'X-Api-Key': `${KEY}2` } },
  { headers: { 'X-Api-Key': KEY, 'Cordon-Session': TOKEN } },
]
const PATHS = ['/', '/other', '/api/x', '/pub/x'] as const
const METHODS = ['GET', 'POST'] as const

/** What several clients ask for, and with each the verdict's own object: one for a client and a kind of resource. */
async function askedFor(): Promise<Decided[]> {
  const { decided, sources } = await recorder()
  const accepted = await decided({ headers: { 'X-Api-Key': KEY } })
  const { keyId = '' } = accepted.observations.key ?? {}
  sources.acceptedKeys.note(keyId, undefined, secondsFromMillis(accepted.at))
  const all: Decided[] = []
  for (const client of OFTEN) {
    const judgements = new Map<MatchedResource, object>()
    for (const path of PATHS)
      for (const method of METHODS)
        for (const clientTcpRtt of ROUND_TRIPS) {
          const cf = client.cf === null ? null : { ...(client.cf ?? HOME_CF), clientTcpRtt }
          const one = await decided({ ...client, path, method, cf })
          const judgement = judgements.get(one.resource) ?? {}
          judgements.set(one.resource, judgement)
          all.push({ ...one, judgement })
        }
  }
  return all
}
const ASKED = await askedFor()

describe('record() of a verdict that was recalled', () => {
  const outcome = fc.record(
    {
      action: fc.constantFrom('pass' as const, 'refuse' as const),
      status: fc.constantFrom(200, 204, 403, 451),
      route: fc.constantFrom('eu', 'us'),
      faults: fc.constantFrom<ReasonCode[]>([], ['origin.timeout'], ['session.proof']),
      originFault: fc.constant('no answer within 5 s'),
      fault: fc.constant('proof.replayed'),
      sessionId: fc.constantFrom('s1', 's2'),
      account: fc.constantFrom('acct_8', 'acct_9'),
    },
    { requiredKeys: ['action', 'status'] },
  )
  const usual = fc.constantFrom<Outcome>({ action: 'pass', status: 200 }, { action: 'refuse', status: 403 })
  /** As a rule what it is as a rule: or nothing would ever be written a second time. */
  const mostly = <T>(value: T, ...others: readonly T[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, fc.constantFrom(...others))
  const request = fc.record({
    which: fc.nat(ASKED.length - 1),
    id: fc.nat(9).map((digit) => `${digit}`.padEnd(22, 'A')),
    later: mostly(1, 0, 20, 1_800, 3_600),
    outcome: fc.oneof({ weight: 3, arbitrary: usual }, outcome),
    mode: mostly<AppliedMode>('enforce', 'monitor', 'break_glass'),
    state: mostly<Decided['state']>('current', 'stale', 'expired', 'never'),
    tables: mostly('one', 'two'),
  })

  it('is word for word what would be written anew, whatever became of it and of others before', () => {
    const same = (recalling: boolean) => {
      const written: LogRecord[] = []
      const admissions = new Admissions()
      let ids = 0
      const newId = () => `admission-${ids++}`
      const write = (decided: Decided, became: Outcome, mode: AppliedMode) => {
        const settings = {
          log: (entry: LogRecord) => void written.push(entry),
          admissions,
          mode,
          allowRate: 1,
          newId,
        }
        record(recalling ? decided : { ...decided, judgement: undefined }, became, settings)
      }
      return { written, write }
    }
    const clients = fc.array(request, { maxLength: 60 })
    // Few of them at a time, so that each comes again.
    const few = fc.tuple(clients, fc.uniqueArray(fc.nat(ASKED.length - 1), { minLength: 1, maxLength: 4 }))
    fc.assert(
      fc.property(few, (drawn) => {
        const [requests, which] = drawn
        // Judgements of this run only: what was written of them before is not known.
        const own = new Map<object, object>()
        const [recalled, anew] = [same(true), same(false)]
        let seconds = 0
        for (const one of requests) {
          seconds += one.later
          const base = ASKED[which[one.which % which.length] as number] as Decided
          const key = base.judgement as object
          own.set(key, own.get(key) ?? {})
          const { id, state, tables } = one
          const at = (NOW + seconds * 1000) as UnixMillis
          const decided: Decided = { ...base, id, state, tables, at, judgement: own.get(key) }
          for (const { write } of [recalled, anew]) write(decided, one.outcome, one.mode)
        }
        expect(recalled.written).toEqual(anew.written)
        expect(JSON.stringify(recalled.written)).toBe(JSON.stringify(anew.written))
      }),
      { numRuns: 400 },
    )
  })
})

describe('recordEarlyRefusal()', () => {
  it('records that, and nothing of the client', () => {
    const records: LogRecord[] = []
    recordEarlyRefusal(
      'AAAAAAAAAAAAAAAAAAAAAA',
      NOW,
      { method: 'TRACE' },
      { reason: 'request.method', status: 400 },
      (entry) => records.push(entry),
    )
    expect(readBack(only(records))).toEqual({
      event: 'decision',
      time: '2026-11-01T00:00:00.000Z',
      decision: 'AAAAAAAAAAAAAAAAAAAAAA',
      verdict: 'deny',
      action: 'refuse',
      status: 400,
      rules: [],
      reasons: ['request.method'],
      would: [],
      degraded: [],
      exemptions: [],
      method: 'TRACE',
    })
  })
})

describe('timestamp()', () => {
  it('is RFC 3339 in UTC, to the millisecond', () => {
    expect(timestamp(1_793_491_200_007 as UnixMillis)).toBe('2026-11-01T00:00:00.007Z')
  })
})

describe('an admission record', () => {
  const POLICY = {
    default: 'allow',
    resources: [
      { id: 'pub', tier: 'open', path: '/pub/*' },
      { id: 'api', tier: 'standard', path: '/api/*' },
      { id: 'mine', tier: 'controlled', path: '/mine/*', session: 'required' },
    ],
    rules: [
      { id: 'far', effect: 'limit', when: { signal: 'client.rtt_ms', gt: 300 } },
      { id: 'old-tls', effect: 'challenge', when: { signal: 'tls.version', is: 'TLSv1' } },
      {
        id: 'block',
        effect: 'deny',
        when: { signal: 'client.address', prefix: ['198.51.100.0/24', '2001:db8:1::/48'] },
      },
      { id: 'api-eu', effect: 'limit', resources: ['api'], when: { signal: 'place.eu', is: true } },
      { id: 'tried', effect: 'deny', mode: 'monitor', when: { signal: 'place', is: 'US' } },
    ],
    exemptions: [
      {
        id: 'partner',
        exempts: ['denied-networks'],
        when: { signal: 'network.asn', is: 'AS9009' },
        owner: 'me',
        reason: 'why',
        to: '2027-01-01',
      },
    ],
  }

  /** What a reader of the log does months later: the evidence back from JSON, the address as its prefix. */
  function evidenceOf(record: AdmissionRecord): Evidence {
    const { 'client.address': address, ...others } = record.evidence
    if (address.state !== 'observed') return record.evidence as Evidence
    const block = parseCidr(String(address.value))
    if (!block.ok) throw new Error(block.error)
    return { ...others, 'client.address': { ...address, value: block.value.base } } as Evidence
  }

  it('gives the same decision again under the same policy', async () => {
    const { ask, policy } = await recorder({ POLICY })
    const again = compilePolicy(policy.policy, policy.revision)
    const asking = fc.record(
      {
        cf: fc.record(
          {
            country: fc.constantFrom('US', 'CU', 'KP', 'UA', 'DE', 'T1', 'XX', 'zz', 7),
            regionCode: fc.constantFrom('CA', '43', 'BY', '', 'lower'),
            isEUCountry: fc.constantFrom('1', false),
            asn: fc.constantFrom(7922, 9009, 16509, 13335, 0, 4_200_000_000),
            asOrganization: fc.constantFrom('Acme Hosting Ltd', 'Comcast', '', 'a\nb'),
            clientTcpRtt: fc.constantFrom(0, 3, 24, 500),
            tlsVersion: fc.constantFrom('TLSv1', 'TLSv1.3'),
            latitude: fc.constantFrom('38.2', 'x'),
            longitude: fc.constantFrom('-122.0', '500'),
            botManagement: fc.constantFrom({ score: 3, verifiedBot: true }, { score: 99 }, null),
          },
          { requiredKeys: [] },
        ),
        address: fc.constantFrom(
          '73.162.10.1',
          '198.51.100.77',
          '2001:db8:1:2::3',
          '2001:db8:2::1',
          '10.0.0.1',
          'none',
          null,
        ),
        path: fc.constantFrom('/', '/pub/x', '/api/x', '/mine/x'),
        headers: fc.constantFrom(
          {},
          { 'Cordon-Session': TOKEN },
          { 'X-Api-Key': KEY },
          { 'CF-Worker': 'x.test' },
        ),
        after: fc.constantFrom(0, 1900, 4000),
      },
      { requiredKeys: ['after'] },
    )
    const FAR = {
      cf: { country: 'US', regionCode: 'CA', asn: 7922, clientTcpRtt: 500, tlsVersion: 'TLSv1.3' },
      address: '73.162.10.1',
      path: '/api/x',
      after: 0,
    }
    const verdicts = new Set<string>()
    await fc.assert(
      // The rarest verdict is in every run, whatever the seed.
      fc.asyncProperty(fc.oneof({ arbitrary: asking, weight: 9 }, fc.constant(FAR)), async (given) => {
        for (const written of admissions(await ask(given))) {
          const record = readBack(JSON.parse(JSON.stringify(written)) as LogRecord) as AdmissionRecord
          const resource: MatchedResource = {
            tier: record.tier,
            id: record.resource,
            anyReading: new Set(record.resources.any),
            everyReading: new Set(record.resources.every),
            sessionRequired: POLICY.resources.some(
              (candidate) => 'session' in candidate && record.resources.any.includes(candidate.id),
            ),
            singleUse: false,
            keysChecked: record.tier !== 'open',
          }
          const now = (Date.parse(record.time) / 1000) as Parameters<typeof decide>[3]
          const decision = decide(again, evidenceOf(record), resource, now)
          verdicts.add(decision.verdict)
          expect({
            revision: decision.revision,
            verdict: decision.verdict,
            row: decision.row,
            acr: decision.assurance,
            rules: decision.determining,
            reasons: decision.reasons,
            exemptions: decision.exemptions,
            degraded: decision.degraded,
            findings: decision.findings,
          }).toEqual({
            revision: record.revision,
            verdict: record.verdict,
            row: record.row,
            acr: record.acr,
            rules: record.rules,
            reasons: record.reasons,
            exemptions: record.exemptions,
            degraded: record.degraded,
            findings: record.findings,
          })
        }
      }),
      { numRuns: 600 },
    )
    expect([...verdicts].sort()).toEqual(['allow', 'challenge', 'deny', 'limit'])
  })
})

afterAll(() => {
  // In all that was recorded above: no token, no key, no whole address.
  const text = JSON.stringify(everything)
  const parts = [TOKEN, ...TOKEN.split('.'), KEY, KEY.slice(3)]
  const addresses = [
    '73.162.10.1"',
    '73.162.10.77',
    '73.162.11.1"',
    '198.51.100.77',
    '1234:5678',
    '2001:db8:1:2',
    '2002:49a2:a01',
    '10.0.0.1"',
  ]
  expect(everything.length).toBeGreaterThan(500)
  expect([...parts, ...addresses].filter((secret) => text.includes(secret))).toEqual([])
  // The search would find them.
  expect(text).toContain('73.162.10.0/24')
  expect((everything.find(({ event }) => event === 'decision') as DecisionRecord).subject).toBeDefined()
})
