import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type {
  EdgeFacts,
  Observations,
  PresentedKey,
  PresentedSession,
} from '../../../src/observations/types.ts'
import { type CompiledPolicy, compilePolicy } from '../../../src/policy/compile.ts'
import { judge } from '../../../src/policy/judge.ts'
import { type Basis, type Fresh, JudgedBefore } from '../../../src/policy/judged-before.ts'
import { placeByList } from '../../../src/policy/moved-place.ts'
import type { Asked } from '../../../src/policy/resource.ts'
import type { MatchedResource, Policy, Rule } from '../../../src/policy/types.ts'
import type { ChangingFacts } from '../../../src/request/same-edge.ts'
import { registry } from '../../../src/signals/registry.ts'
import {
  AT,
  DAY,
  HOME_SESSION,
  NO_ANSWERS,
  observationsOf,
  POLICY,
  placeNamed,
  RESIDENTIAL,
  resourceOn,
  rule,
  type Sent,
  snapshotOf,
} from '../../support/evidence.ts'
import { HOME_ADDRESS, HOME_CF } from '../../support/gate.ts'
import { listed } from '../../support/network-tables.ts'

const policyOf = (changes: Partial<Policy> = {}) =>
  compilePolicy({ ...POLICY, ...changes }, '0123456789abcdef')
const PLAIN = policyOf({ rules: [rule()] })
const RESOURCE = resourceOn('controlled')
const NONE: PresentedSession = { status: 'none' }
const FACTS = { ...HOME_SESSION }
const VERIFIED: PresentedSession = { status: 'verified', facts: FACTS, carrier: 'header' }
const KEY: PresentedKey = {
  keyId: 'key-1',
  formerKeyId: 'key-0',
  acceptedAt: AT,
  account: { id: 'account-1', at: AT, facts: { created: AT, home: placeNamed('US-CA') } },
}
const sec = (seconds: number) => seconds as UnixSeconds

const CF = { ...HOME_CF, botManagement: { score: 90 } }
function basisOf(changes: Partial<Basis> = {}): Basis {
  return {
    address: HOME_ADDRESS,
    relayedBy: null,
    edge: structuredClone(CF),
    compiled: PLAIN,
    tables: 1,
    session: NONE,
    key: undefined,
    ...changes,
  }
}

interface Sending {
  readonly basis?: Basis
  readonly resource?: MatchedResource
  readonly now?: UnixSeconds
  readonly sent?: Sent
  readonly proof?: Observations['proof']
}

/** One gate's memory, asked as the gate asks it. */
function memory() {
  const before = new JudgedBefore()
  const observed = ({ basis = basisOf(), sent = {}, proof = { status: 'none' } }: Sending): Observations => {
    const { address, relayedBy, edge, session, key } = basis
    const headers = { ...sent.headers, ...(relayedBy === null ? {} : { 'CF-Worker': relayedBy }) }
    const cf = edge as Record<string, unknown>
    return observationsOf({ ...sent, address, headers, cf }, { session, key, proof })
  }
  const judged = (sending: Sending) => {
    const { basis = basisOf(), resource = RESOURCE, now = AT } = sending
    return judge(basis.compiled, observed(sending), resource, now)
  }
  const keep = (sending: Sending = {}) => {
    const { basis = basisOf(), resource = RESOURCE, now = AT } = sending
    return before.keep(basis, resource, judged(sending), now)
  }
  const recall = (sending: Sending = {}) => {
    const { basis = basisOf(), resource = RESOURCE, now = AT } = sending
    const { snapshot: asked, session, proof, binding, key } = observed(sending)
    return before.recall(basis, resource, { asked, session, proof, binding, key }, now)
  }
  return { before, judged, keep, recall }
}

describe('what a verdict is made of', () => {
  const READS: readonly (keyof ChangingFacts)[] = ['clientRttMillis', 'botScore']
  /** Whose edge notes when what changes is read; whatever else a request brings may not be read at all. */
  function watched(observations: Observations) {
    const reads = new Set<string>()
    const edge = new Proxy(observations.snapshot.edge, {
      get(target, name: keyof EdgeFacts) {
        if ((READS as readonly string[]).includes(name)) reads.add(name)
        return target[name]
      },
    })
    const never = () => {
      throw new Error('read something of the request')
    }
    const { address, relayedBy } = observations.snapshot
    const snapshot = { address, relayedBy, edge, header: never }
    for (const name of ['method', 'target']) Object.defineProperty(snapshot, name, { get: never })
    const result = { ...observations, snapshot }
    // Not enumerable: whoever copies observations reads no proof by that.
    Object.defineProperty(result, 'proof', { get: never, enumerable: false })
    return { observations: result as unknown as Observations, reads }
  }
  const lists = { ...NO_ANSWERS, prefixes: [listed('mobile', { movesPlace: true, place: placeNamed('DE') })] }
  const CASES: readonly (readonly [string, Observations])[] = [
    ['at home', observationsOf({ cf: CF })],
    ['nothing known', observationsOf({ cf: null, address: null }, { tables: NO_ANSWERS })],
    ['Tor', observationsOf({ cf: { country: 'T1' } })],
    ['a Worker', observationsOf({ headers: { 'CF-Worker': 'a.test' } })],
    ['a session', observationsOf({ cf: CF }, { session: VERIFIED })],
    ['a session from elsewhere', observationsOf({ cf: { country: 'CA' } }, { session: VERIFIED })],
    [
      'a session that is proved',
      observationsOf({}, { session: { ...VERIFIED, facts: { ...FACTS, assurance: 'high' } } }),
    ],
    ['an accepted key', observationsOf({}, { key: KEY })],
    ['a session and a key', observationsOf({}, { session: VERIFIED, key: KEY })],
    ['a list that knows the place', observationsOf({}, { tables: lists })],
    ['lists that could not be asked', observationsOf({}, { tables: { ...NO_ANSWERS, prefixes: undefined } })],
  ]

  it.each(CASES)(
    'is nothing that changes with each request but two signals, and nothing of the request: %s',
    (_, of) => {
      const readers: Record<string, string[]> = {}
      for (const { name, detect } of registry) {
        const { observations, reads } = watched(of)
        detect(observations)
        if (reads.size > 0) readers[name] = [...reads]
      }
      expect(readers).toEqual({ 'client.rtt_ms': ['clientRttMillis'], 'bot.score': ['botScore'] })
    },
  )

  it.each(CASES)('nor does the place follow from them: %s', (_, of) => {
    const { observations, reads } = watched(of)
    placeByList(observations)
    expect([...reads]).toEqual([])
  })
})

describe('recalling', () => {
  it('gives what judging anew gives, with what is of this request', () => {
    const { keep, judged, recall } = memory()
    const judgement = keep()
    const sending = {
      sent: { path: '/v1/other?x', method: 'POST', headers: { 'X-Of': 'this' } },
      basis: basisOf({ edge: { ...CF, clientTcpRtt: 99, botManagement: { score: 3 } } }),
      proof: { status: 'invalid', code: 'proof.format' } as const,
    }
    const recalled = recall(sending)
    const anew = judged(sending)
    expect(recalled?.judgement).toBe(judgement)
    expect(recalled?.evidence).toEqual(anew.evidence)
    expect(recalled?.decision).toEqual(anew.decision)
    expect(recalled?.observations.snapshot.header('X-Of')).toBe('this')
    const plain = ({ snapshot: { header: _, ...snapshot }, ...rest }: Observations) => ({ snapshot, ...rest })
    expect(plain(recalled?.observations as Observations)).toEqual(plain(anew.observations))
    expect(recalled?.evidence['client.rtt_ms']).toEqual({ state: 'observed', value: 99, source: 'edge' })
    expect(recalled?.evidence['bot.score']).toEqual({ state: 'observed', value: 3, source: 'edge' })
  })

  it('leaves what is kept as it was: what changed once is not what comes next', () => {
    const { keep, recall } = memory()
    keep()
    recall({ basis: basisOf({ edge: { ...CF, clientTcpRtt: 99 } }) })
    expect(recall()?.evidence['client.rtt_ms']).toEqual({ state: 'observed', value: 24, source: 'edge' })
    expect(recall()?.observations.snapshot.edge.clientRttMillis).toEqual({ given: true, value: 24 })
  })

  it('knows nobody who was not kept', () => {
    expect(memory().recall()).toBeUndefined()
  })
})

const expired: PresentedSession = { status: 'expired', code: 'token.expired' }
const account = (changes: object): PresentedKey => ({
  ...KEY,
  account: { id: 'account-1', at: AT, facts: { created: AT, home: placeNamed('US-CA') }, ...changes },
})

describe('anything else that a verdict rests on', () => {
  const OTHERS: readonly (readonly [string, Partial<Basis>, Partial<Basis>])[] = [
    ['another address', {}, { address: '73.162.10.2' }],
    ['another spelling of the address', { address: '2001:db8::1' }, { address: '2001:DB8::1' }],
    ['no address', {}, { address: null }],
    ['an address where none was', { address: null }, {}],
    ['no address in words', { address: null }, { address: 'null' }],
    ['an empty address', { address: null }, { address: '' }],
    ['a Worker', {}, { relayedBy: 'a.test' }],
    ['no Worker', { relayedBy: 'a.test' }, {}],
    ['another Worker', { relayedBy: 'a.test' }, { relayedBy: 'b.test' }],
    ['a Worker without a name', {}, { relayedBy: '' }],
    ['another place', {}, { edge: { ...CF, regionCode: 'NY' } }],
    ['no facts', {}, { edge: undefined }],
    ['another policy, word for word', {}, { compiled: policyOf({ rules: [rule()] }) }],
    ['other tables', {}, { tables: 2 }],
    ['a session', {}, { session: VERIFIED }],
    ['no session', { session: VERIFIED }, {}],
    [
      'the same session by other facts',
      { session: VERIFIED },
      { session: { ...VERIFIED, facts: { ...FACTS } } },
    ],
    [
      'the same session, its assurance gone',
      { session: VERIFIED },
      { session: { ...VERIFIED, facts: { ...FACTS, assuranceStands: false } } },
    ],
    ['the session as a cookie', { session: VERIFIED }, { session: { ...VERIFIED, carrier: 'cookie' } }],
    [
      'the session revoked',
      { session: VERIFIED },
      { session: { status: 'revoked', code: 'revoked.session' } },
    ],
    ['the session expired', { session: VERIFIED }, { session: expired }],
    ['the session good again', { session: expired }, { session: VERIFIED }],
    [
      'another fault of the session',
      { session: expired },
      { session: { ...expired, code: 'token.policy_date' } },
    ],
    [
      'another status with the same code',
      { session: expired },
      { session: { ...expired, status: 'invalid' } },
    ],
    ['no session instead of a bad one', { session: expired }, {}],
    ['a bad session instead of none', {}, { session: expired }],
    [
      'a session whose id is a status',
      { session: expired },
      { session: { ...VERIFIED, facts: { ...FACTS, tokenId: 'expired' } } },
    ],
    ['a key', {}, { key: KEY }],
    ['no key', { key: KEY }, {}],
    ['another key', { key: KEY }, { key: { ...KEY, keyId: 'key-2' } }],
    ['another former key', { key: KEY }, { key: { ...KEY, formerKeyId: 'key-3' } }],
    ['no former key', { key: KEY }, { key: { ...KEY, formerKeyId: undefined } }],
    ['the key not accepted', { key: KEY }, { key: { ...KEY, acceptedAt: undefined, account: undefined } }],
    ['the key accepted', { key: { ...KEY, acceptedAt: undefined, account: undefined } }, { key: KEY }],
    [
      'the key of nobody not accepted',
      { key: { ...KEY, account: undefined } },
      { key: { ...KEY, account: undefined, acceptedAt: undefined } },
    ],
    ['the key of nobody', { key: KEY }, { key: { ...KEY, account: undefined } }],
    ['the key of somebody', { key: { ...KEY, account: undefined } }, { key: KEY }],
    ['the key of somebody else', { key: KEY }, { key: account({ id: 'account-2' }) }],
    [
      'an account of another date',
      { key: KEY },
      { key: account({ facts: { created: sec(1), home: placeNamed('US-CA') } }) },
    ],
    ['an account of no date', { key: KEY }, { key: account({ facts: { home: placeNamed('US-CA') } }) }],
    [
      'an account of another region',
      { key: KEY },
      { key: account({ facts: { created: AT, home: placeNamed('US-NY') } }) },
    ],
    [
      'an account of no region',
      { key: KEY },
      { key: account({ facts: { created: AT, home: placeNamed('US') } }) },
    ],
    [
      'an account of another country',
      { key: KEY },
      { key: account({ facts: { created: AT, home: placeNamed('CA') } }) },
    ],
    ['an account of no country', { key: KEY }, { key: account({ facts: { created: AT } }) }],
    ['an account of which nothing is said', { key: KEY }, { key: account({ facts: undefined }) }],
  ]

  it.each(OTHERS)('%s is judged anew', (_, one, other) => {
    const { keep, recall } = memory()
    keep({ basis: basisOf(one) })
    expect(recall({ basis: basisOf(other) })).toBeUndefined()
    expect(recall({ basis: basisOf(one) })).toBeDefined()
  })

  it.each(OTHERS)(
    '%s never gets what belongs to the one before, nor that what belongs to it',
    (_, one, other) => {
      const { keep, recall, judged } = memory()
      for (const changes of [one, other, one, other]) {
        const sending = { basis: basisOf(changes) }
        const recalled = recall(sending)
        if (recalled === undefined) keep(sending)
        else expect(recalled.decision).toEqual(judged(sending).decision)
        // It is found then, where it can be compared at all.
        expect(recall(sending) !== undefined).toBe(changes.edge !== undefined || !('edge' in changes))
      }
    },
  )

  const SAME: readonly (readonly [string, Partial<Basis>, Partial<Basis>])[] = [
    ['the key accepted at another time', { key: KEY }, { key: { ...KEY, acceptedAt: sec(AT + 60) } }],
    ['the account named at another time', { key: KEY }, { key: account({ at: sec(AT + 60) }) }],
    ['the same facts in another object', {}, { edge: structuredClone(CF) }],
    ['a session seen anew as the same', { session: VERIFIED }, { session: { ...VERIFIED } }],
    ['the same fault again', { session: expired }, { session: { ...expired } }],
    ['other round trips', {}, { edge: { ...CF, clientTcpRtt: 1_000 } }],
    ['another bot score', {}, { edge: { ...CF, botManagement: { score: 1 } } }],
  ]
  it.each(SAME)('%s is recalled, and is of this request', (_, one, other) => {
    const { keep, recall, judged } = memory()
    keep({ basis: basisOf(one) })
    const sending = { basis: basisOf(other) }
    const recalled = recall(sending)
    expect(recalled?.evidence).toEqual(judged(sending).evidence)
    expect(recalled?.observations.key).toBe(sending.basis.key)
    expect(recalled?.observations.session).toBe(sending.basis.session)
  })

  it('another resource is judged anew, the same words or not', () => {
    const { keep, recall } = memory()
    keep()
    expect(recall({ resource: { ...RESOURCE } })).toBeUndefined()
    expect(recall({ resource: RESOURCE })).toBeDefined()
  })

  it('the policy before, once another has judged, is another one again', () => {
    const { keep, recall } = memory()
    const other = basisOf({ compiled: policyOf() })
    keep()
    keep({ basis: other })
    expect(recall()).toBeUndefined()
    expect(recall({ basis: other })).toBeDefined()
  })

  it('so are the tables before', () => {
    const { keep, recall } = memory()
    keep()
    keep({ basis: basisOf({ tables: 2 }) })
    expect(recall()).toBeUndefined()
  })
})

describe('a policy that reads what changes', () => {
  const slow: Rule = rule({ id: 'slow', when: { signal: 'client.rtt_ms', gt: 200 } })
  const robot: Rule = rule({ id: 'robot', when: { not: [{ any: [{ signal: 'bot.score', gt: 30 }] }] } })
  const monitored: Rule = { ...slow, mode: 'monitor' }
  const later: Rule = { ...robot, from: sec(AT + DAY) }
  const exempt = {
    rules: [rule({ when: { signal: 'place', in: ['US'] } })],
    exemptions: [
      {
        id: 'x',
        exempts: ['rule'],
        owner: 'o',
        reason: 'r',
        to: sec(AT + DAY),
        when: { signal: 'bot.score', gt: 50 },
      },
    ],
  } as const
  it.each<[string, CompiledPolicy]>([
    ['in a rule', policyOf({ rules: [slow] })],
    ['deep in a rule', policyOf({ rules: [rule(), robot] })],
    ['in a rule that is only tried', policyOf({ rules: [monitored] })],
    ['in a rule that begins later', policyOf({ rules: [later] })],
    ['in an exemption', policyOf(exempt)],
  ])('%s judges anew where it has changed, and only there', (_, compiled) => {
    const { keep, recall, judged } = memory()
    keep({ basis: basisOf({ compiled }) })
    expect(recall({ basis: basisOf({ compiled }) })).toBeDefined()
    for (const edge of [
      { ...CF, clientTcpRtt: 500 },
      { ...CF, botManagement: { score: 1 } },
      { ...CF, clientTcpRtt: 0, clientQuicRtt: 500 },
    ]) {
      const sending = { basis: basisOf({ compiled, edge }) }
      expect(recall(sending)).toBeUndefined()
      keep(sending)
      expect(recall(sending)?.decision).toEqual(judged(sending).decision)
    }
  })

  it('is forgotten with that policy', () => {
    const { keep, recall } = memory()
    keep({ basis: basisOf({ compiled: policyOf({ rules: [slow] }) }) })
    keep()
    expect(recall({ basis: basisOf({ edge: { ...CF, clientTcpRtt: 500 } }) })).toBeDefined()
  })
})

describe('dates', () => {
  const at = (seconds: number) => ({ now: sec(AT + seconds) })
  it('nothing is recalled before it was judged, nor from the next date of the policy on', () => {
    const compiled = policyOf({ rules: [rule({ from: sec(AT + 10), to: sec(AT + 20) })] })
    const basis = basisOf({ compiled })
    const { keep, recall } = memory()
    expect(keep({ basis })).toMatchObject({ from: AT, until: AT + 10 })
    const holds = () => [-1, 0, 9, 10, 11].map((seconds) => recall({ basis, ...at(seconds) }) !== undefined)
    expect(holds()).toEqual([false, true, true, false, false])
    expect(keep({ basis, ...at(10) })).toMatchObject({ from: AT + 10, until: AT + 20 })
    expect(holds()).toEqual([false, false, false, true, true])
    expect(recall({ basis, ...at(20) })).toBeUndefined()
  })

  it('what was judged at the very date holds from there on, without an end where there is none', () => {
    const compiled = policyOf({ rules: [rule({ from: AT })] })
    const basis = basisOf({ compiled })
    const { keep, recall } = memory()
    expect(keep({ basis })).toMatchObject({ from: AT, until: undefined })
    expect(recall({ basis, ...at(1_000 * DAY) })).toBeDefined()
  })

  it('each resource has its own', () => {
    const { keep, recall } = memory()
    const other = resourceOn('open')
    keep(at(100))
    keep({ resource: other, ...at(0) })
    expect(recall(at(50))).toBeUndefined()
    expect(recall({ resource: other, ...at(50) })).toBeDefined()
    expect(recall(at(100))).toBeDefined()
  })
})

describe('bounds', () => {
  it('3,000 verdicts, of which those go first that were not asked for for longest', () => {
    const { before, judged } = memory()
    const one = judged({})
    const resources = [RESOURCE, resourceOn('open')]
    const at = (index: number) => ({
      basis: basisOf({ address: `10.0.${index >> 9}.${(index >> 1) & 255}` }),
      resource: resources[index & 1] ?? RESOURCE,
    })
    const { snapshot: asked, session, proof, binding, key } = one.observations
    const fresh: Fresh = { asked, session, proof, binding, key }
    const keep = (index: number) => before.keep(at(index).basis, at(index).resource, one, AT)
    const recall = (index: number) => before.recall(at(index).basis, at(index).resource, fresh, AT)
    for (let index = 0; index < 3_000; index++) keep(index)
    expect(recall(0)).toBeDefined()
    keep(3_000)
    expect([recall(0) !== undefined, recall(1), recall(2) !== undefined]).toEqual([true, undefined, true])
    expect(recall(3_000)).toBeDefined()
  })

  it('each resource of a client is compared with what its own verdict was based on', () => {
    const { keep, recall, judged } = memory()
    const other = resourceOn('open')
    const slower = basisOf({ edge: { ...CF, clientTcpRtt: 99 } })
    keep()
    keep({ resource: other, basis: slower })
    for (const sending of [{}, { resource: other, basis: basisOf() }, { basis: slower }])
      expect(recall(sending)?.evidence).toEqual(judged(sending).evidence)
  })

  it('nothing is kept of an edge that cannot be compared', () => {
    const { keep, recall } = memory()
    for (const edge of [undefined, null, 'text', [], { ...CF, botManagement: null }, { ...CF, city: {} }]) {
      const basis = basisOf({ edge })
      expect(keep({ basis, sent: { cf: null } })).toBeUndefined()
      expect(recall({ basis, sent: { cf: null } })).toBeUndefined()
    }
  })
})

describe('what is kept', () => {
  /** Every function in it, by the way there. */
  function functionsIn(value: unknown, way = '', seen = new Set<unknown>()): string[] {
    if (typeof value === 'function') return [way]
    if (typeof value !== 'object' || value === null || seen.has(value)) return []
    seen.add(value)
    const inner =
      value instanceof Map || value instanceof Set ? [...value].map((one) => ['*', one] as const) : []
    const own = Reflect.ownKeys(value).flatMap((name) => {
      const { get, value: held } = Object.getOwnPropertyDescriptor(value, name) as PropertyDescriptor
      return get === undefined
        ? functionsIn(held, `${way}.${String(name)}`, seen)
        : [`${way}.${String(name)} (getter)`]
    })
    return [...own, ...inner.flatMap(([name, one]) => functionsIn(one, `${way}.${name}`, seen))]
  }

  it('has no function in it but the getter of the findings', () => {
    const { keep } = memory()
    for (const basis of [basisOf(), basisOf({ session: VERIFIED, key: KEY, relayedBy: 'a.test' })])
      expect(functionsIn(keep({ basis }))).toEqual(['.decision.findings (getter)'])
  })

  it('names nothing of the request', () => {
    const { keep } = memory()
    const sent = { path: '/v1/said?by=request', method: 'PATCH', headers: { 'X-Said': 'by-request' } }
    const judgement = keep({ sent })
    expect(JSON.stringify(judgement)).toContain('Fairfield')
    expect(JSON.stringify(judgement)).not.toMatch(/by-request|said|PATCH|by=request/)
  })

  it('keeps no request alive, whether it was judged or recalled', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const before = new JudgedBefore()
    const watch: WeakRef<object>[] = []
    const held: unknown[] = []
    /** In a function of its own, so that nothing of it is left on the stack. */
    function pass(clientTcpRtt: number) {
      const cf = { ...CF, clientTcpRtt }
      const sent = { cf, headers: { 'X-Said': 'by-request' } }
      const snapshot = snapshotOf(sent)
      const asked: Asked = { method: 'GET', target: snapshot.target, header: (name) => snapshot.header(name) }
      const basis = basisOf({ edge: cf })
      const observations = observationsOf(sent)
      const { session, proof, binding, key } = observations
      const fresh: Fresh = { asked, session, proof, binding, key }
      const recalled = before.recall(basis, RESOURCE, fresh, AT)
      held.push(
        recalled?.judgement ??
          before.keep(
            basis,
            RESOURCE,
            judge(PLAIN, { ...observations, snapshot: { ...snapshot, header: asked.header } }, RESOURCE, AT),
            AT,
          ),
      )
      for (const one of [
        cf,
        snapshot,
        snapshot.header,
        snapshot.target,
        asked,
        asked.header,
        basis,
        observations,
      ])
        watch.push(new WeakRef(one))
    }
    pass(24)
    pass(24)
    pass(99)
    await new Promise((resolve) => setTimeout(resolve))
    collect()
    await new Promise((resolve) => setTimeout(resolve))
    collect()
    expect(new Set(held).size).toBe(1)
    expect(watch.map((one) => one.deref())).toEqual(watch.map(() => undefined))
    expect(held[0]).toMatchObject({ tables: { asn: RESIDENTIAL } })
  })
})
