import { createExecutionContext, evictDurableObject } from 'cloudflare:test'
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { signPolicy } from '../../src/config/policy-signature.ts'
import { type AdminAnswer, CordonAdmin } from '../../src/entrypoints/admin.ts'
import { CLIENTS } from '../support/clients.ts'
import { later, type TestGate, testGate, VARS } from '../support/gate.ts'
import { policySigner } from '../support/policy-signers.ts'
import { adminRecords, decisions, onlyDecision } from '../support/records.ts'
import { refusalOf } from '../support/responses.ts'
import { gateOf, ownState } from './isolates.ts'

const TOKEN = 'cordon_admin_operator'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const ADMIN_TOKEN_SHA256 = [{ name: 'olga', role: 'operator', sha256: sha256(TOKEN) }]
const WHY = 'because the test says so'
const FRANCE = { country: 'FR', regionCode: 'IDF', continent: 'EU' }
const CLOSED = '/.cordon/session'

const { POLICY, RESTRICTED_REGIONS, DENIED_NETWORKS } = VARS
/** The deployed policy as a document, with some of it otherwise. */
const documentWith = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({ POLICY, RESTRICTED_REGIONS, DENIED_NETWORKS, ...changes })
/** Refuses France, everywhere and on the open tier too. */
const NO_FRANCE = documentWith({
  RESTRICTED_REGIONS: [...RESTRICTED_REGIONS, { id: 'no-licence', regions: ['FR'], reason: 'No licence' }],
})
const NO_SPAIN = documentWith({
  RESTRICTED_REGIONS: [
    ...RESTRICTED_REGIONS,
    { id: 'no-licence', regions: ['FR', 'ES'], reason: 'No licence' },
  ],
})

type State = ReturnType<typeof ownState>
const isolate = (state: State, vars: Record<string, unknown> = {}) =>
  testGate({ ...state.vars, ADMIN_TOKEN_SHA256, ...vars }, undefined, undefined, { revealHealth: true })

async function ask(gate: TestGate, method: string, path: string, json?: object, headers: object = {}) {
  const response = await gate.send(`/.cordon/admin${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json<Record<string, unknown>>(),
  }
}
async function publish(gate: TestGate, document: string, more: object = {}): Promise<string> {
  const { status, body } = await ask(gate, 'PUT', '/policy', { document, why: WHY, ...more })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return String(body.revision)
}
const french = (gate: TestGate, path = '/') => gate.send(path, { cf: { ...CLIENTS.home, ...FRANCE } })
const health = async (gate: TestGate) => {
  const response = await gate.send('/.cordon/health')
  const body = await response.json<{
    status: string
    details: string[]
    policy: Record<string, unknown>
    revision: string
  }>()
  return { code: response.status, ...body }
}
const settled = (millis = 30) => new Promise((resolve) => setTimeout(resolve, millis))

/** Lets an isolate hear, and bring into force behind a request what it has heard. */
async function heard(gate: TestGate): Promise<void> {
  await gate.send('/pub/x')
  await settled()
  await gate.send('/pub/x')
  await settled()
  gate.records.length = 0
}

/** Control with a live policy, and an isolate that has it. */
async function published(document = NO_FRANCE, vars: Record<string, unknown> = {}) {
  const state = ownState()
  const here = isolate(state, vars)
  const revision = await publish(here, document)
  return { state, here, revision }
}

describe('a live policy', () => {
  test('is in force here at once, and elsewhere within a minute, where nobody waits for it', async () => {
    const state = ownState()
    const [here, there] = [isolate(state), isolate(state)]
    for (const gate of [here, there]) expect((await french(gate)).status).toBe(200)
    const revision = await publish(here, NO_FRANCE)
    here.records.length = 0
    await refusalOf(await french(here), 403, 'place.restricted')
    expect(onlyDecision(here.records)).toMatchObject({ action: 'refuse', revision })
    there.at = later(21)
    state.manner.documents = 'never'
    const began = Date.now()
    await heard(there)
    expect(Date.now() - began).toBeLessThan(1_500)
    state.manner.documents = { afterMillis: 0 }
    there.at = later(40)
    await heard(there)
    there.at = later(59)
    expect((await french(there)).status).toBe(403)
    expect((await there.send('/')).status).toBe(200)
    expect(decisions(there.records).map((decision) => decision.revision)).toEqual([revision, revision])
  })

  test('that elsewhere nobody asked for in the meantime is in force by the sixtieth second', async () => {
    const { state, here } = await published(documentWith())
    const there = isolate(state)
    expect((await french(there)).status).toBe(200)
    await publish(here, NO_FRANCE)
    there.at = later(55)
    await heard(there)
    there.at = later(60)
    expect((await french(there)).status).toBe(403)
  })

  test('is in force in an isolate that starts, before its first request is decided', async () => {
    const { state, revision } = await published()
    const fresh = isolate(state)
    expect((await french(fresh)).status).toBe(403)
    expect(onlyDecision(fresh.records)).toMatchObject({ revision, action: 'refuse' })
    expect(state.seen.documents).toBeGreaterThan(0)
  })

  test('survives the eviction of the object', async () => {
    const { state } = await published()
    await evictDurableObject(state.object() as never)
    expect((await french(isolate(state))).status).toBe(403)
  })

  test('is gone back from, and forward again', async () => {
    const { state, here } = await published()
    const there = isolate(state)
    await heard(there)
    const back = await ask(here, 'POST', '/policy/rollback', { why: WHY })
    expect([back.status, back.body.sha256]).toEqual([200, null])
    expect((await french(here)).status).toBe(200)
    there.at = later(59)
    await heard(there)
    expect((await french(there)).status).toBe(200)
    const forward = await ask(here, 'POST', '/policy/rollback', { to: sha256(NO_FRANCE), why: WHY })
    expect(forward.status).toBe(200)
    expect((await french(here)).status).toBe(403)
  })

  test('is not replaced by whoever expected another one', async () => {
    const { state, here, revision } = await published()
    const there = isolate(state)
    const [first, second] = [NO_SPAIN, documentWith()].map((document) => ({
      document,
      expected: revision,
      why: WHY,
    }))
    expect((await ask(there, 'PUT', '/policy', first)).status).toBe(200)
    const late = await ask(here, 'PUT', '/policy', second)
    expect([late.status, late.body.reason]).toEqual([409, 'control.moved'])
    expect((await french(there)).status).toBe(403)
  })

  test.each<readonly [string, string, string]>([
    ['no JSON', 'MODE = "enforce"', 'document: expected JSON'],
    ['an unknown key', documentWith({ RESTRICTED_REGION: ['CU'] }), 'did you mean RESTRICTED_REGIONS?'],
    ['a loosened embargo', documentWith({ RESTRICTED_REGIONS: ['CU'] }), 'POLICY.overrides_basis'],
    [
      'an example that fails',
      documentWith({ EXAMPLES: [{ id: 'home', expect: { verdict: 'deny' } }] }),
      'EXAMPLES: home',
    ],
  ])('is not activated with %s, says why, and the one before stays', async (_, document, detail) => {
    const { here, revision } = await published()
    const { status, body } = await ask(here, 'PUT', '/policy', { document, why: WHY })
    expect([status, body.reason]).toEqual([422, 'admin.policy'])
    expect(String(body.errors)).toContain(detail)
    expect((await health(here)).revision).toBe(revision)
    expect((await french(here)).status).toBe(403)
    expect(adminRecords(here.records).at(-1)).toMatchObject({
      operation: 'publishPolicy',
      outcome: 'admin.policy',
    })
  })

  test('of 30 MB is not read, nor a body of 17 KiB where no document belongs', async () => {
    const here = isolate(ownState())
    const huge = await ask(here, 'PUT', '/policy', { document: 'x'.repeat(30_000_000), why: WHY })
    expect([huge.status, huge.body.reason]).toEqual([413, 'admin.too_large'])
    const long = await ask(here, 'POST', '/policy/rollback', { to: null, why: 'x'.repeat(17_000) })
    expect(long.status).toBe(413)
  })

  test('of nearly a MiB is, and is in force within a minute', async () => {
    const note = 'n'.repeat(480)
    const rules = Array.from({ length: 1_700 }, (_, index) => ({
      id: `r${index}`,
      effect: 'deny',
      when: { signal: 'network.asn', is: `AS${64_512 + index}` },
      note,
    }))
    const large = documentWith({ POLICY: { ...POLICY, rules } })
    expect(large.length).toBeGreaterThan(900_000)
    const { state, revision } = await published(large)
    const there = isolate(state)
    await there.send('/pub/x')
    expect((await health(there)).revision).toBe(revision)
  })

  test('is done once by the same key, and the log of changes has no text of it', async () => {
    const state = ownState()
    const here = isolate(state)
    const order = { document: NO_FRANCE, why: WHY }
    const key = { 'Idempotency-Key': 'key-00000001' }
    const first = await ask(here, 'PUT', '/policy', order, key)
    const again = await ask(here, 'PUT', '/policy', order, key)
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true'])
    expect(again.body).toEqual(first.body)
    const other = await ask(here, 'PUT', '/policy', { ...order, document: documentWith() }, key)
    expect([other.status, other.body.reason]).toEqual([422, 'control.key_reused'])
    const { body } = await ask(here, 'GET', '/changes')
    expect(body.changes).toHaveLength(1)
    expect(JSON.stringify(body)).not.toContain('No licence')
    expect(JSON.stringify(here.records)).not.toContain('No licence')
  })
})

describe('a live policy that cannot be had', () => {
  const HOUR = 3_600
  const MANNERS = [
    ['is gone', (state: State) => void state.manner.damaged.set(sha256(NO_SPAIN), null)],
    [
      'is damaged',
      (state: State) =>
        void state.manner.damaged.set(sha256(NO_SPAIN), { text: `${NO_SPAIN} `, signatures: [] }),
    ],
    ['cannot be reached', (state: State) => void Object.assign(state.manner, { documents: 'throws' })],
  ] as const

  test.each(MANNERS)('because it %s leaves the one before, and after its age nothing', async (_, spoil) => {
    const { state, here, revision } = await published(NO_FRANCE, { STATE_MAX_AGE_SECONDS: HOUR })
    const there = isolate(state, { STATE_MAX_AGE_SECONDS: HOUR })
    await heard(there)
    await publish(here, NO_SPAIN)
    spoil(state)
    there.at = later(59)
    await heard(there)
    expect((await french(there)).status).toBe(403)
    expect(onlyDecision(there.records)).toMatchObject({ revision })
    const told = await health(there)
    expect([told.code, told.status, told.policy.standing]).toEqual([200, 'degraded', 'stale'])
    expect(told.details.join('\n')).toMatch(/the live policy .*; the policy before it is in force/)
    // Control itself goes on being read, so that only the policy is old.
    for (let seconds = 90; seconds <= HOUR; seconds += 30) {
      there.at = later(seconds)
      await there.send('/pub/x')
      await settled(0)
    }
    there.at = later(59 + HOUR + 1)
    await heard(there)
    for (const path of ['/', '/api/x', '/pub/x', CLOSED])
      await refusalOf(await there.send(path), 503, 'service.stale')
    expect(await health(there)).toMatchObject({ code: 503, status: 'broken' })
    expect(there.records.every((record) => record.event !== 'decision' || record.action === 'refuse')).toBe(
      true,
    )
    state.manner.damaged.clear()
    state.manner.documents = { afterMillis: 0 }
    there.at = later(59 + HOUR + 10)
    await heard(there)
    expect((await there.send('/')).status).toBe(200)
    expect(
      (await there.send('/pub/x', { cf: { ...CLIENTS.home, country: 'ES', regionCode: 'MD' } })).status,
    ).toBe(403)
  })

  test.each(MANNERS)('because it %s: an isolate that has never had one lets nobody in', async (_, spoil) => {
    const { state } = await published(NO_SPAIN)
    spoil(state)
    const fresh = isolate(state)
    for (const path of ['/', '/api/x', '/pub/x', CLOSED])
      for (const cf of [CLIENTS.home, CLIENTS.northKorea])
        await refusalOf(await fresh.send(path, { cf }), 503, 'service.stale')
    expect(fresh.seen).toEqual([])
    expect(new Set(decisions(fresh.records).map(({ action, status }) => `${action} ${status}`))).toEqual(
      new Set(['refuse 503']),
    )
    for (const path of ['/.cordon/jwks.json', '/.cordon/problems'])
      expect((await fresh.send(path)).status).toBe(200)
    const { code, details } = await health(fresh)
    expect(code).toBe(503)
    expect(details.join('\n')).toContain('no policy was in force here before it')
    // And the door is open, for whoever mends it.
    state.manner.documents = { afterMillis: 0 }
    await publish(fresh, NO_FRANCE)
    expect((await fresh.send('/')).status).toBe(200)
    expect((await french(fresh)).status).toBe(403)
  })

  test('lets nobody in in any mode of the deployed policy', async () => {
    const { state } = await published()
    state.manner.documents = 'throws'
    const fresh = isolate(state, { MODE: 'monitor' })
    await refusalOf(await fresh.send('/'), 503, 'service.stale')
    await refusalOf(await fresh.send('/pub/x'), 503, 'service.stale')
  })

  test('makes the first requests of an isolate wait for two seconds, and no longer', async () => {
    const { state } = await published()
    state.manner.documents = 'never'
    const fresh = isolate(state)
    const began = Date.now()
    const answers = await Promise.all([fresh.send('/'), fresh.send('/pub/x')])
    expect(answers.map(({ status }) => status)).toEqual([503, 503])
    expect(Date.now() - began).toBeLessThan(4_000)
  })
})

describe('an isolate that has never heard from Control', () => {
  test('lets in to what is open whom the deployed policy lets in, and nobody else in any mode', async () => {
    const { state } = await published()
    state.manner.control = 'throws'
    for (const vars of [{}, { MODE: 'monitor' }]) {
      const fresh = isolate(state, vars)
      expect((await fresh.send('/pub/x')).status).toBe(200)
      const refused = await fresh.send('/pub/x', { cf: CLIENTS.northKorea })
      expect(refused.status).toBe('MODE' in vars ? 503 : 451)
      expect(fresh.seen).toHaveLength(1)
    }
  })
})

describe('a candidate', () => {
  test('is there beside the policy in force, everywhere, and changes no answer', async () => {
    const state = ownState()
    const [here, there] = [isolate(state), isolate(state)]
    await heard(there)
    const { status, body } = await ask(here, 'PUT', '/policy/candidate', { document: NO_FRANCE, why: WHY })
    expect(status).toBe(200)
    there.at = later(59)
    await heard(there)
    for (const gate of [here, there]) {
      expect((await gateOf(gate)).policies.candidate?.revision).toBe(body.revision)
      expect((await french(gate)).status).toBe(200)
    }
    const { body: policy } = await ask(here, 'GET', '/policy')
    expect(policy).toMatchObject({
      live: null,
      candidate: { sha256: sha256(NO_FRANCE), revision: body.revision },
    })
    await ask(here, 'PUT', '/policy/candidate', { document: null, why: WHY })
    expect((await gateOf(here)).policies.candidate).toBeUndefined()
  })

  test('that cannot be had harms nobody, and health says so', async () => {
    const state = ownState()
    const here = isolate(state)
    await ask(here, 'PUT', '/policy/candidate', { document: NO_FRANCE, why: WHY })
    state.manner.documents = 'throws'
    const there = isolate(state)
    expect((await there.send('/')).status).toBe(200)
    await settled()
    const { status, details } = await health(there)
    expect(status).toBe('degraded')
    expect(details.join('\n')).toContain('the candidate policy')
  })
})

describe('the broken glass', () => {
  test('is known everywhere within a minute, is shown by health and by the door, and ends by itself', async () => {
    const state = ownState()
    const [here, there] = [isolate(state), isolate(state)]
    await heard(there)
    expect((await ask(here, 'POST', '/break-glass', { minutes: 10, why: WHY })).status).toBe(200)
    const until = later(600) / 1000
    there.at = later(59)
    await heard(there)
    expect((await gateOf(there)).inForce.breakGlassUntil).toBe(until)
    expect((await ask(here, 'GET', '/policy')).body.break_glass_until).toBe(until)
    const { details, policy } = await health(there)
    expect(policy.break_glass_until).toBe(until)
    expect(details.join('\n')).toContain('the glass is broken until 2026-11-01T00:10:00.000Z')
    here.at = later(601)
    expect((await health(here)).details.join('\n')).not.toContain('glass')
    expect(adminRecords(here.records).at(-1)).toMatchObject({
      operation: 'breakGlass',
      actor: 'token:olga',
      change: { action: 'break_glass' },
    })
  })

  test('is ended at once by whoever ends it', async () => {
    const here = isolate(ownState())
    await ask(here, 'POST', '/break-glass', { minutes: 10, why: WHY })
    expect((await ask(here, 'DELETE', '/break-glass', { why: WHY })).status).toBe(200)
    expect((await gateOf(here)).inForce.breakGlassUntil).toBeUndefined()
  })
})

describe('signed policies', () => {
  test('are published by those who may sign, and unsigned ones that lie in Control are in force nowhere', async () => {
    const ada = await policySigner('ada')
    const state = ownState()
    const vars = { POLICY_SIGNERS: [ada.signer] }
    const here = isolate(state, vars)
    const unsigned = await ask(here, 'PUT', '/policy', { document: NO_FRANCE, why: WHY })
    expect([unsigned.status, unsigned.body.reason]).toEqual([422, 'admin.policy'])
    const signatures = [await signPolicy(sha256(NO_FRANCE), ada.jwk)]
    await publish(here, NO_FRANCE, { signatures })
    expect((await french(isolate(state, vars))).status).toBe(403)
    // By a gate whose configuration names no signers, as one that was broken into would be.
    await publish(isolate(state), documentWith())
    await refusalOf(await isolate(state, vars).send('/'), 503, 'service.stale')
  })

  test('from before an embargo do not take it back; two for that very change do, and serve everywhere', async () => {
    const [ada, bea] = [await policySigner('ada'), await policySigner('bea', 'EdDSA')]
    const state = ownState()
    const vars = { POLICY_SIGNERS: [ada.signer, bea.signer] }
    const [here, there] = [isolate(state, vars), isolate(state, vars)]
    const signed = (document: string, replaces?: string) =>
      Promise.all([ada, bea].map(({ jwk }) => signPolicy(sha256(document), jwk, replaces)))
    const basis = { law: 'A law', owner: 'compliance', from: '2020-01-01' }
    const embargo = { id: 'france', regions: ['FR'], reason: 'Embargo', basis }
    const strict = documentWith({ RESTRICTED_REGIONS: [...RESTRICTED_REGIONS, embargo] })
    const mild = documentWith({ POLICY: { ...POLICY, overrides_basis: ['restricted:france'] } })
    await publish(here, mild, { signatures: await signed(mild) })
    await publish(here, strict, { signatures: (await signed(strict)).slice(0, 1) })
    // One operator, with what anybody who may read policies has.
    const { body: held } = await ask(there, 'GET', `/policy/document?sha256=${sha256(mild)}`)
    const replayed = { signatures: held.signatures, why: WHY }
    expect(held.signatures).toHaveLength(2)
    const attacks = [
      await ask(there, 'PUT', '/policy', { ...replayed, document: mild }),
      await ask(there, 'POST', '/policy/rollback', { why: WHY, overrides_basis: ['restricted:france'] }),
      await ask(there, 'POST', '/policy/rollback', { ...replayed, overrides_basis: ['restricted:france'] }),
    ]
    for (const { status, body } of attacks) {
      expect([status, body.reason]).toEqual([422, 'admin.policy'])
      expect(String(body.errors)).toContain(`{"sha256":"${sha256(mild)}","replaces":"${sha256(strict)}"}`)
    }
    expect((await french(here)).status).toBe(451)
    const consent = { signatures: await signed(mild, sha256(strict)), why: WHY }
    const back = { ...consent, overrides_basis: ['restricted:france'] }
    expect((await ask(here, 'POST', '/policy/rollback', back)).status).toBe(200)
    expect((await french(isolate(state, vars))).status).toBe(200)
    // And that consent is used up by the next embargo.
    const stricter = documentWith({
      RESTRICTED_REGIONS: [...RESTRICTED_REGIONS, { ...embargo, regions: ['FR', 'ES'] }],
    })
    await publish(here, stricter, { signatures: (await signed(stricter)).slice(0, 1) })
    const again = await ask(here, 'POST', '/policy/rollback', back)
    expect([again.status, again.body.reason]).toEqual([422, 'admin.policy'])
    expect((await french(here)).status).toBe(451)
  })

  test('are enough in the form for loosening, to isolates that only serve the document', async () => {
    const ada = await policySigner('ada')
    const state = ownState()
    const vars = { POLICY_SIGNERS: [ada.signer] }
    const here = isolate(state, vars)
    const { deployed } = (await ask(here, 'GET', '/policy')).body
    const signatures = [await signPolicy(sha256(NO_FRANCE), ada.jwk, `deployed:${deployed}`)]
    await publish(here, NO_FRANCE, { signatures })
    expect((await french(isolate(state, vars))).status).toBe(403)
  })
})

describe('the same over RPC', () => {
  const written = vi.spyOn(console, 'log').mockImplementation(() => {})
  afterAll(() => written.mockRestore())

  test('publishes, reads and goes back', async () => {
    const state = ownState()
    const props = { name: 'billing', role: 'compliance' }
    const ctx = Object.assign(Object.create(createExecutionContext()), { props })
    const admin = new CordonAdmin(ctx, { ...VARS, ...state.vars, ORIGIN_URL: 'https://origin.test' } as never)
    const value = (answer: AdminAnswer) => {
      if (!answer.ok) throw new Error(`${answer.reason} ${answer.details}`)
      return answer.value
    }
    value(await admin.publishPolicy({ document: NO_FRANCE, why: WHY }))
    expect(value(await admin.policy())).toMatchObject({
      live: { sha256: sha256(NO_FRANCE) },
      standing: 'current',
    })
    expect(value(await admin.policyDocument())).toMatchObject({ source: 'live', document: NO_FRANCE })
    expect(value(await admin.rollbackPolicy({ why: WHY }))).toMatchObject({ sha256: null })
    expect(value(await admin.policyHistory())).toMatchObject({ live: null, before: sha256(NO_FRANCE) })
    value(await admin.tryPolicy({ document: null, why: WHY }))
    value(await admin.breakGlass({ minutes: 1, why: WHY }))
    value(await admin.endBreakGlass({ why: WHY }))
    expect(await admin.publishPolicy({ document: '{}', why: WHY })).toMatchObject({
      ok: false,
      reason: 'admin.policy',
    })
  })
})
