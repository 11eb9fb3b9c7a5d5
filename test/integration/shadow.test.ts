import { describe, expect, test } from 'vitest'
import { loadPolicy } from '../../src/config/policy-document.ts'
import type { Dependencies } from '../../src/deps.ts'
import type { Gate } from '../../src/gate.ts'
import { decodeBase64url } from '../../src/lib/bytes.ts'
import { type ServedPolicy, servePolicy } from '../../src/served-policy.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_CF, later, type SendInit, type TestGate, testGate, VARS } from '../support/gate.ts'
import { decisions, onlyDecision, shadowRecords } from '../support/records.ts'

const { POLICY, RESTRICTED_REGIONS, DENIED_NETWORKS } = VARS
const DOCUMENT = { POLICY, RESTRICTED_REGIONS, DENIED_NETWORKS }

async function candidateWith(changes: object): Promise<ServedPolicy> {
  const loaded = loadPolicy({ ...DOCUMENT, ...changes })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
  return servePolicy(loaded.value)
}

const NO_ONE = { RESTRICTED_REGIONS: ['US', 'KP', 'CU', 'UA-43'] }

interface Trying extends TestGate {
  readonly made: () => Promise<Gate>
}

/** A gate that tries a candidate, whose ids are the same with every run. */
function trying(candidate: ServedPolicy | undefined, vars: Record<string, unknown> = {}): Trying {
  let drawn = 0
  let held: Promise<Gate> | undefined
  async function prepare(made: Dependencies): Promise<Gate> {
    const result = await made.gate()
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    result.value.policies.tryOut(candidate)
    return result.value
  }
  let made: () => Promise<Gate> = () => Promise.reject(new Error('not asked yet'))
  const gate = testGate(vars, undefined, (dependencies) => {
    made = () => {
      held ??= prepare(dependencies)
      return held
    }
    return {
      random: (bytes) => new Uint8Array(bytes).fill(drawn++),
      gate: async () => ({ ok: true, value: await made() }),
    }
  })
  return Object.assign(gate, { made: () => made() })
}

const REQUESTS: readonly (readonly [string, string, SendInit])[] = [
  ['a home', '/', {}],
  ['a browser', '/', { headers: { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' } }],
  ['an upload', '/api/x', { method: 'POST', body: '{"model":"m-1"}' }],
  ['a cloud', '/', { cf: CLIENTS.cloud }],
  ['a restricted place', '/', { cf: { ...HOME_CF, country: 'KP', regionCode: undefined } }],
  ['no place', '/', { cf: null }],
  ['one that wants a session', '/.cordon/session', { method: 'POST' }],
  ['an open resource', '/pub/x', { cf: { ...HOME_CF, country: 'KP', regionCode: undefined } }],
]

/** Of tokens what they say: their ids and signatures are never the same twice. */
function withoutChance(text: string): string {
  return text.replace(/eyJ[\w-]+\.([\w-]+)\.[\w-]+/g, (_, payload: string) => {
    const { jti: __, ...claims } = JSON.parse(new TextDecoder().decode(decodeBase64url(payload)))
    return JSON.stringify(claims)
  })
}

async function answersOf(gate: TestGate): Promise<string[]> {
  const answers: string[] = []
  for (const [name, path, init] of REQUESTS) {
    const response = await gate.send(path, init)
    const text = JSON.stringify([name, response.status, [...response.headers], await response.text()])
    answers.push(withoutChance(text))
  }
  return answers
}

describe('a candidate', () => {
  test.each<readonly [string, () => Promise<ServedPolicy>]>([
    ['that says the same', () => candidateWith({})],
    ['that refuses everybody', () => candidateWith(NO_ONE)],
    [
      'that refuses nobody',
      () => candidateWith({ MODE: 'monitor', RESTRICTED_REGIONS: [], DENIED_NETWORKS: [] }),
    ],
    ['that cannot be evaluated', broken],
    [
      'that looks into bodies',
      () =>
        candidateWith({
          POLICY: {
            ...POLICY,
            resources: [{ id: 'm', tier: 'open', body: { pointer: '/model', values: ['m-1'] } }],
          },
        }),
    ],
  ])('%s changes no answer', async (_, candidate) => {
    const without = await answersOf(trying(undefined))
    expect(await answersOf(trying(await candidate()))).toEqual(without)
    expect(new Set(without.map((answer) => /,(\d{3}),/.exec(answer)?.[1])).size).toBeGreaterThan(2)
  })

  test('that would refuse is in the record, with what it would say', async () => {
    const candidate = await candidateWith({
      RESTRICTED_REGIONS: [{ id: 'usa', regions: ['US'], reason: 'Trial' }],
    })
    const gate = trying(candidate)
    expect((await gate.send('/')).status).toBe(200)
    expect(onlyDecision(gate.records)).toMatchObject({
      verdict: 'allow',
      action: 'pass',
      shadow: {
        revision: candidate.revision,
        verdict: 'deny',
        action: 'refuse',
        reasons: ['place.restricted'],
        rules: ['restricted:usa'],
        differs: ['verdict', 'action', 'reasons', 'rules', 'tier_max'],
      },
    })
  })

  test('that would let pass is in the record of a refusal, too', async () => {
    const gate = trying(await candidateWith({ DENIED_NETWORKS: [] }))
    expect((await gate.send('/', { cf: CLIENTS.cloud })).status).toBe(403)
    expect(onlyDecision(gate.records)).toMatchObject({
      verdict: 'deny',
      action: 'refuse',
      shadow: { verdict: 'allow', action: 'pass', reasons: [], rules: ['default'], tier_max: 'controlled' },
    })
  })

  test('that says the same is in no record', async () => {
    const gate = trying(await candidateWith({}))
    await gate.send('/')
    await gate.send('/', { cf: CLIENTS.cloud })
    expect(decisions(gate.records)).toHaveLength(2)
    expect(decisions(gate.records).filter(({ shadow }) => shadow !== undefined)).toEqual([])
  })

  test('that differs has the request recorded, whatever LOG_ALLOW_RATE says', async () => {
    const candidate = await candidateWith({
      POLICY: { ...POLICY, resources: [{ id: 'p', tier: 'open', path: '/pub/*' }] },
    })
    const gate = trying(await candidateWith(NO_ONE), { LOG_ALLOW_RATE: 0 })
    await gate.send('/')
    expect(onlyDecision(gate.records).shadow?.verdict).toBe('deny')
    const same = trying(candidate, { LOG_ALLOW_RATE: 0 })
    await same.send('/')
    expect(decisions(same.records)).toEqual([])
  })

  test('is evaluated in its own mode', async () => {
    const gate = trying(await candidateWith({ MODE: 'monitor' }))
    await gate.send('/', { cf: CLIENTS.cloud })
    expect(onlyDecision(gate.records).shadow).toMatchObject({
      verdict: 'deny',
      action: 'pass',
      differs: ['action'],
    })
    const monitoring = trying(await candidateWith({}), { MODE: 'monitor' })
    expect((await monitoring.send('/', { cf: CLIENTS.cloud })).status).toBe(200)
    expect(onlyDecision(monitoring.records).shadow).toMatchObject({ verdict: 'deny', action: 'refuse' })
  })

  test('is evaluated with its own words on networks, and not with those of the policy in force', async () => {
    const asn = `AS${CLIENTS.cloud.asn}`
    const allowing = trying(await candidateWith({ ALLOWED_NETWORKS: [asn] }))
    await allowing.send('/', { cf: CLIENTS.cloud })
    expect(onlyDecision(allowing.records).shadow?.verdict).toBe('allow')
    const withdrawing = trying(await candidateWith({}), { ALLOWED_NETWORKS: [asn] })
    expect((await withdrawing.send('/', { cf: CLIENTS.cloud })).status).toBe(200)
    expect(onlyDecision(withdrawing.records).shadow).toMatchObject({
      verdict: 'deny',
      reasons: ['network.hosting'],
    })
  })

  test('with an override of its own finds the client elsewhere', async () => {
    const override = { network: 'AS7922', place: 'CU', owner: 'o', reason: 'r', expires: '2027-01-01' }
    const gate = trying(await candidateWith({ NETWORK_OVERRIDES: [override] }))
    await gate.send('/')
    expect(onlyDecision(gate.records).shadow).toMatchObject({
      verdict: 'deny',
      reasons: ['place.restricted'],
    })
  })

  test('asks nobody for a session where sessions are given out', async () => {
    const resources = [{ id: 'all', tier: 'controlled', path: '/*', session: 'required' }]
    const gate = trying(await candidateWith({ POLICY: { ...POLICY, resources } }))
    await gate.send('/.cordon/session', { method: 'POST' })
    expect(onlyDecision(gate.records).shadow).toBeUndefined()
    await gate.send('/')
    expect(decisions(gate.records)[1]?.shadow).toMatchObject({ verdict: 'deny', rules: ['session-required'] })
  })
})

describe('a candidate that looks into bodies', () => {
  const body = { pointer: '/model', values: ['m-1'] }
  const looking = (tier: string) => ({
    POLICY: { ...POLICY, resources: [{ id: 'models', tier, path: '/api/*', body }], rules: [RULE] },
  })
  const RULE = {
    id: 'no-models',
    effect: 'deny',
    when: { signal: 'network.class', is: 'residential' },
    resources: ['models'],
  }
  const post = { method: 'POST', body: '{"model":"m-1"}' }

  test('has the one that was read for the policy in force', async () => {
    const { POLICY: live } = looking('open')
    const gate = trying(await candidateWith(looking('open')), { POLICY: { ...live, rules: [] } })
    const response = await gate.send('/api/x', post)
    expect(response.status).toBe(200)
    expect(onlyDecision(gate.records).shadow).toMatchObject({ verdict: 'deny', rules: ['no-models'] })
    expect(await response.json()).toMatchObject({ body: post.body })
  })

  test('has none read for it: what is not known is counted, not guessed', async () => {
    const gate = trying(await candidateWith(looking('open')))
    expect((await gate.send('/api/x', post)).status).toBe(200)
    expect(onlyDecision(gate.records).shadow).toBeUndefined()
    await gate.send('/api/x')
    gate.at = later(60)
    await gate.send('/')
    expect(shadowRecords(gate.records)).toMatchObject([{ compared: 2, unread: 1 }])
  })
})

describe('the counter', () => {
  test('says once a minute how many would differ, by verdict and by rule', async () => {
    const candidate = await candidateWith({ RESTRICTED_REGIONS: ['US', 'KP', 'CU', 'UA-43'] })
    const gate = trying(candidate)
    for (let index = 0; index < 3; index++) await gate.send('/')
    await gate.send('/', { cf: { ...HOME_CF, country: 'DE', regionCode: 'BE' } })
    expect(shadowRecords(gate.records)).toEqual([])
    gate.at = later(60)
    await gate.send('/')
    const { deployed } = (await gate.made()).policies
    expect(shadowRecords(gate.records)).toEqual([
      {
        event: 'shadow',
        time: '2026-11-01T00:01:00.000Z',
        since: '2026-11-01T00:00:00.000Z',
        revision: candidate.revision,
        live: deployed.revision,
        compared: 5,
        differing: 4,
        unread: 0,
        failed: 0,
        verdicts: { 'allow→deny': 4 },
        actions: { 'pass→refuse': 4 },
        rules: { default: 4, 'restricted-regions': 4 },
      },
    ])
  })

  test('says the rest when the candidate is taken away, and then nothing', async () => {
    const gate = trying(await candidateWith(NO_ONE))
    await gate.send('/')
    const { policies } = await gate.made()
    policies.tryOut(undefined)
    await gate.send('/')
    expect(shadowRecords(gate.records)).toMatchObject([{ compared: 1, differing: 1 }])
    gate.at = later(3_600)
    await gate.send('/')
    expect(shadowRecords(gate.records)).toHaveLength(1)
  })

  test('says nothing where there never was one', async () => {
    const gate = trying(undefined)
    await gate.send('/')
    gate.at = later(3_600)
    await gate.send('/')
    expect(shadowRecords(gate.records)).toEqual([])
  })

  test('counts a candidate that cannot be evaluated, which costs nobody an answer or a record', async () => {
    const gate = trying(await broken())
    expect((await gate.send('/')).status).toBe(200)
    expect((await gate.send('/', { cf: CLIENTS.cloud })).status).toBe(403)
    gate.at = later(60)
    await gate.send('/')
    expect(decisions(gate.records).map(({ verdict, shadow }) => [verdict, shadow])).toEqual([
      ['allow', undefined],
      ['deny', undefined],
      ['allow', undefined],
    ])
    expect(shadowRecords(gate.records)).toMatchObject([{ compared: 0, failed: 3, cause: 'Error: a bug' }])
  })
})

/** Whatever is asked of it throws; only its revision is known. */
async function broken(): Promise<ServedPolicy> {
  const { revision } = await candidateWith({})
  const explode = () => {
    throw new Error('a bug')
  }
  return new Proxy({ revision } as ServedPolicy, {
    // Whoever awaits it asks whether it is a promise.
    get: (target, name) => (name === 'then' ? undefined : name === 'revision' ? target.revision : explode()),
  })
}
