import { describe, expect, test } from 'vitest'
import { app } from '../../src/app.ts'
import { ok } from '../../src/lib/result.ts'
import { CLIENTS } from '../support/clients.ts'
import { testGate } from '../support/gate.ts'
import { admissions, decisions, events, onlyDecision } from '../support/records.ts'
import { cookieToken, refusalOf } from '../support/responses.ts'

const BROKEN = { RESTRICTED_REGIONS: ['CN', 'china'], MODE: 'sometimes' }
const ANYTHING = [
  ['an ordinary request', '/', {}],
  ['a malformed path', '/a//b', {}],
  ['an open path', '/pub/x', {}],
  ['a denied client', '/', { cf: CLIENTS.northKorea }],
  ['the keys', '/.cordon/jwks.json', {}],
  ['the reasons', '/.cordon/problems', {}],
  ['the session endpoint', '/.cordon/session', { method: 'POST' }],
  ['an unknown endpoint', '/.cordon/x', {}],
] as const

describe('a broken configuration', () => {
  test.each(ANYTHING)('refuses %s with 503, before anything else', async (_, path, init) => {
    const gate = testGate(BROKEN)
    await refusalOf(await gate.send(path, init), 503, 'service.misconfigured')
    expect(gate.seen).toEqual([])
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'deny', action: 'refuse', status: 503 })
  })

  test('is not softened by monitor mode', async () => {
    const gate = testGate({ MODE: 'monitor', DENIED_NETWORKS: undefined })
    await refusalOf(await gate.send('/'), 503, 'service.misconfigured')
    expect(gate.seen).toEqual([])
  })

  test('says why in the log, once, everything at once, and never in an answer', async () => {
    const gate = testGate(BROKEN)
    const answers = await Promise.all(['/', '/x', '/.cordon/health'].map((path) => gate.send(path)))
    for (const answer of answers) expect(await answer.text()).not.toMatch(/MODE|sometimes|china|REGIONS/)
    const [event, ...others] = events(gate.records)
    expect(others).toEqual([])
    expect(event).toMatchObject({ event: 'configuration' })
    expect(event?.details?.join('\n')).toMatch(/MODE: .*"sometimes"/)
    expect(event?.details?.join('\n')).toMatch(/RESTRICTED_REGIONS\[1\].*"china"/)
  })

  test('shows in health as broken, and no more than that', async () => {
    const response = await testGate(BROKEN).send('/.cordon/health')
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ status: 'broken' })
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test.each([
    ['not JSON', 'a secret that is no JSON'],
    ['no keys', '{"keys":[]}'],
    ['a public key', JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'k' }] })],
    ['halves of two keys', mismatched()],
    ['a symmetric key', JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'k', alg: 'HS256' }] })],
  ])('is also what SIGNING_KEYS with %s are; the log does not quote them', async (_, secret) => {
    const gate = testGate({ SIGNING_KEYS: secret })
    await refusalOf(await gate.send('/'), 503, 'service.misconfigured')
    expect(gate.seen).toEqual([])
    const logged = JSON.stringify(events(gate.records))
    expect(logged).toContain('SIGNING_KEYS')
    expect(logged).not.toMatch(/a secret that|c2VjcmV0|i-bIcKp1HBF4/)
  })
})

/** The private half of one key under the public half of another. */
function mismatched(): string {
  const x = 'KLV4c2vfM70rm1WipBm716msYyky29lqdTo7LoTzI68'
  const y = 'lP57KqQxME-dM_3NaDVLoQVk0EUvdvuc7Hi6F25wB5Y'
  const kid = 'W8nTzqVDp-9nhy1Z4Jo-H8V_byeuE7Ix5HHcpoj7RYE'
  return JSON.stringify({
    keys: [{ kty: 'EC', crv: 'P-256', x, y, d: `${'A'.repeat(42)}E`, kid, alg: 'ES256' }],
  })
}

describe('without SIGNING_KEYS', () => {
  const vars = { SIGNING_KEYS: undefined }

  test.each([
    ['an admitted request', '/', {}],
    ['an open path', '/pub/x', {}],
    ['a session', '/.cordon/session', { method: 'POST' }],
  ])('%s gets 503, because nothing unsigned goes out', async (_, path, init) => {
    const gate = testGate(vars)
    await refusalOf(await gate.send(path, init), 503, 'service.no_key')
    expect(gate.seen).toEqual([])
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'allow', action: 'refuse', status: 503 })
    expect(onlyDecision(gate.records).reasons).toEqual(['service.no_key'])
  })

  test.each([
    [451, 'place.restricted', CLIENTS.northKorea],
    [403, 'network.hosting', CLIENTS.cloud],
  ])('a refusal is still %i %s', async (status, reason, cf) => {
    const gate = testGate(vars)
    await refusalOf(await gate.send('/', { cf }), status, reason)
    expect(gate.seen).toEqual([])
  })

  test('there are no keys to publish, and health is broken', async () => {
    const gate = testGate(vars)
    await refusalOf(await gate.send('/.cordon/jwks.json'), 503, 'service.no_key')
    const health = await gate.send('/.cordon/health')
    expect(health.status).toBe(503)
    expect(await health.json()).toEqual({ status: 'broken' })
  })

  test('monitor mode does not soften it', async () => {
    const gate = testGate({ ...vars, MODE: 'monitor' })
    await refusalOf(await gate.send('/', { cf: CLIENTS.northKorea }), 503, 'service.no_key')
    expect(gate.seen).toEqual([])
  })
})

describe('health', () => {
  test('is ok when all is as meant', async () => {
    const response = await testGate().send('/.cordon/health')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'ok' })
  })

  test('is degraded, and still 200, where something is missing that the gate can do without', async () => {
    const response = await testGate({ CREDENTIAL_SECRET: undefined }).send('/.cordon/health')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ status: 'degraded' })
  })

  const group = (basis: object) => ({
    RESTRICTED_REGIONS: [
      { id: 'embargo', regions: ['KP'], reason: 'Embargo', basis: { law: 'A law', owner: 'c', ...basis } },
    ],
  })
  const exemption = (to: string) => ({
    POLICY: {
      default: 'allow',
      exemptions: [
        {
          id: 'partner',
          exempts: ['restricted-regions'],
          when: { signal: 'network.asn', is: 27725 },
          owner: 'c',
          reason: 'x',
          to,
        },
      ],
    },
  })
  test.each([
    ['a basis that has ended', group({ from: '2020-01-01', to: '2026-01-01' }), 'restricted:embargo'],
    ['a basis that has yet to begin', group({ from: '2027-01-01' }), 'restricted:embargo'],
    ['an exemption that has ended', exemption('2026-01-01'), 'partner'],
  ])('is degraded with %s, and tells only the developer why', async (_, vars, named) => {
    expect(await (await testGate(vars).send('/.cordon/health')).json()).toEqual({ status: 'degraded' })
    const revealing = testGate(vars, undefined, () => ({ revealHealth: true }))
    const response = await revealing.send('/.cordon/health')
    expect(response.status).toBe(200)
    const { status, details } = await response.json<{ status: string; details: string[] }>()
    expect([status, details]).toEqual(['degraded', [expect.stringContaining(named)]])
  })

  test.each([
    ['a basis', group({ from: '2020-01-01', to: '2027-01-01' })],
    ['an exemption', exemption('2027-01-01')],
  ])('is ok with %s in force', async (_, vars) => {
    const gate = testGate(vars, undefined, () => ({ revealHealth: true }))
    expect(await (await gate.send('/.cordon/health')).json()).toMatchObject({ status: 'ok', details: [] })
  })

  test('answers denied clients, under any host, and never asks the origin', async () => {
    const gate = testGate()
    const response = await gate.send('https://other.test/.cordon/health', { cf: CLIENTS.northKorea })
    expect(response.status).toBe(200)
    expect(gate.seen).toEqual([])
  })
})

describe('a malformed request', () => {
  test.each([
    ['/a//b', {}, 'request.path'],
    ['/a;b', {}, 'request.path'],
    ['/a%2fb', {}, 'request.path'],
    ['/a%00', {}, 'request.path'],
    ['/a%', {}, 'request.path'],
    ['/a%c0%ae', {}, 'request.path'],
    ['/a.', {}, 'request.path'],
    ['/\uff41', {}, 'request.path'],
    ['https://other.test/', {}, 'request.host'],
    ['https://gate.test.other.test/', {}, 'request.host'],
    ['https://gate.test./', {}, 'request.host'],
    ['/', { headers: { Host: 'other.test' } }, 'request.host'],
    ['/', { headers: { Host: 'gate.test, gate.test' } }, 'request.host'],
    ['/', { headers: { 'Content-Length': '5' } }, 'request.body'],
    ['/', { headers: { 'Transfer-Encoding': 'chunked' } }, 'request.body'],
    ['/', { method: 'PROPFIND' }, 'request.method'],
  ])('%s %j is 400 %s, also from a denied client and in monitor mode', async (path, init, reason) => {
    const gate = testGate({ MODE: 'monitor' })
    await refusalOf(await gate.send(path, { ...init, cf: CLIENTS.northKorea }), 400, reason)
    expect(gate.seen).toEqual([])
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'deny', action: 'refuse', reasons: [reason] })
  })

  /** A Request cannot be made with these methods, so it says that it was. */
  const sendAs = (gate: ReturnType<typeof testGate>, method: string) => {
    const request = new Request('https://gate.test/')
    Object.defineProperty(request, 'method', { value: method })
    return app.fetch(request, gate.dependencies)
  }

  test.each(['TRACE', 'TRACK', 'CONNECT'])(
    'METHODS that name %s are a broken configuration',
    async (method) => {
      const gate = testGate({ METHODS: ['GET', method] })
      for (const sent of [method, 'GET'])
        await refusalOf(await sendAs(gate, sent), 503, 'service.misconfigured')
      expect(gate.seen).toEqual([])
    },
  )

  test.each(['TRACE', 'TRACK', 'CONNECT'])(
    '%s never travels, even where the methods hold it',
    async (method) => {
      const gate = testGate({}, undefined, (made) => ({
        async gate() {
          const result = await made.gate()
          return result.ok ? ok({ ...result.value, methods: new Set(['GET', method]) }) : result
        },
      }))
      await refusalOf(await sendAs(gate, method), 400, 'request.method')
      expect(gate.seen).toEqual([])
    },
  )

  test('a path that PATH_ADMIT admits passes, under the strictest of its readings', async () => {
    const gate = testGate({
      PATH_ADMIT: ['//'],
      POLICY: { default: 'allow', resources: [{ id: 'pub', tier: 'open', path: '/pub/*' }], rules: [] },
    })
    expect((await gate.send('/pub//x')).status).toBe(200)
    expect((await gate.send('/x//pub')).status).toBe(200)
    expect(decisions(gate.records).map(({ tier }) => tier)).toEqual(['open', 'controlled'])
  })
})

describe('monitor mode', () => {
  test.each([
    ['deny', CLIENTS.northKorea, ['place.restricted']],
    ['deny', CLIENTS.cloud, ['network.hosting']],
    ['challenge', CLIENTS.ukraine, ['place.ambiguous']],
  ])(
    'passes what would be a %s, without a session, and records the verdict',
    async (verdict, cf, reasons) => {
      const gate = testGate({ MODE: 'monitor', SESSION_ISSUE: 'all' })
      const response = await gate.send('/', { cf })
      expect(response.status).toBe(200)
      expect(cookieToken(response)).toBeUndefined()
      expect(gate.seen).toHaveLength(1)
      expect(onlyDecision(gate.records)).toMatchObject({
        verdict,
        action: 'pass',
        mode: 'monitor',
        status: 200,
        reasons,
      })
      expect(admissions(gate.records)).toHaveLength(1)
    },
  )

  test('gives those the policy admits a session as ever', async () => {
    const gate = testGate({ MODE: 'monitor', SESSION_ISSUE: 'all' })
    expect(cookieToken(await gate.send('/'))).toBeDefined()
  })

  test('of a single rule lets pass and names the rule under `would`', async () => {
    const rule = { id: 'try', effect: 'deny', when: { signal: 'place', is: 'US' }, mode: 'monitor' }
    const gate = testGate({ POLICY: { default: 'allow', rules: [rule] } })
    expect((await gate.send('/')).status).toBe(200)
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'allow', would: ['try'], rules: ['default'] })
  })
})
