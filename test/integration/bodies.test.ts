import { describe, expect, test } from 'vitest'
import { decisions as decisionApp } from '../../src/app.ts'
import { ok } from '../../src/lib/result.ts'
import { ADMISSION_HEADER, REASON_HEADER } from '../../src/routes/tell-decision.ts'
import { requireTier } from '../../src/verify/index.ts'
import { CLIENTS } from '../support/clients.ts'
import {
  HOME_ADDRESS,
  later,
  type OriginHandler,
  type SendInit,
  type TestGate,
  testGate,
} from '../support/gate.ts'
import { assertedTo } from '../support/origin-side.ts'
import { admissions, onlyDecision } from '../support/records.ts'
import { claimsOf, echoOf, refusalOf } from '../support/responses.ts'

const MIB = 1_048_576

/** An API whose models are sorted by name and by the operations of their training. */
const VARS = {
  CATALOGUES: [
    {
      id: 'models',
      owner: 'compliance',
      below: 'standard',
      entries: [
        { values: ['mini'], tier: 'open' },
        { values: ['medium'], training_operations: 1e25 },
        { values: ['large'], training_operations: 5e26 },
        { values: ['preview'], tier: 'open', from: '2026-11-02', to: '2026-11-03' },
      ],
      thresholds: [
        { training_operations: 1e26, tier: 'controlled', from: '2026-01-01', law: 'A law' },
        { training_operations: 1e25, tier: 'controlled', from: '2026-11-02', law: 'A later law' },
      ],
    },
  ],
  POLICY: {
    default: 'allow',
    resources: [
      {
        id: 'messages',
        tier: 'open',
        path: '/v1/messages',
        method: 'POST',
        body: { pointer: '/model', catalogue: 'models' },
      },
      { id: 'models', tier: 'open', path: '/v1/models', method: ['GET', 'POST'] },
      {
        id: 'realtime',
        tier: 'open',
        path: '/v1/realtime',
        body: { pointer: '/model', catalogue: 'models' },
      },
    ],
    // One client, three answers.
    rules: [
      { id: 'slowly', effect: 'limit', tier: 'standard', when: { signal: 'place', is: 'US' } },
      { id: 'not-there', effect: 'deny', tier: 'controlled', when: { signal: 'place', is: 'US' } },
    ],
  },
}

const CEILING = { BODY_UNKNOWN: { open: 'ceiling', standard: 'ceiling', controlled: 'ceiling' } }
/** A client that may use everything. */
const CANADA = { cf: CLIENTS.canada }

function post(gate: TestGate, body: BodyInit, init: SendInit = {}, path = '/v1/messages') {
  const headers = { 'Content-Type': 'application/json', ...(init.headers as Record<string, string>) }
  return gate.send(path, { method: 'POST', body, ...init, headers })
}

const model = (name: string, more = {}) => JSON.stringify({ model: name, ...more })
const gateWith = (vars = {}, origin?: OriginHandler) => testGate({ ...VARS, ...vars }, origin)

function onlySeen(gate: TestGate): Request {
  const [seen, ...others] = gate.seen
  if (seen === undefined || others.length > 0) throw new Error(`the origin got ${gate.seen.length} requests`)
  return seen
}

describe('the model of a request', () => {
  test.each([
    ['mini', 'open', 'allow', 200],
    ['medium', 'standard', 'limit', 200],
    ['large', 'controlled', 'deny', 403],
    ['unheard-of', 'controlled', 'deny', 403],
  ])('%s is %s: the same client gets %s', async (name, tier, verdict, status) => {
    const gate = gateWith()
    const response = await post(gate, model(name))
    expect(response.status).toBe(status)
    expect(onlyDecision(gate.records)).toMatchObject({ tier, verdict })
    expect(gate.seen).toHaveLength(status === 200 ? 1 : 0)
  })

  test('is on another tier from the day on that the catalogue says', async () => {
    const gate = gateWith()
    expect((await post(gate, model('medium'))).status).toBe(200)
    expect((await post(gate, model('preview'))).status).toBe(403)
    gate.at = later(86_400)
    expect((await post(gate, model('medium'))).status).toBe(403)
    expect((await post(gate, model('preview'))).status).toBe(200)
    gate.at = later(2 * 86_400)
    expect((await post(gate, model('preview'))).status).toBe(403)
  })

  test('is in the assertion, with the highest tier of this client', async () => {
    const gate = gateWith()
    await post(gate, model('medium'))
    const claims = await assertedTo(gate, onlySeen(gate))
    expect(claims).toMatchObject({ res: 'medium', verdict: 'limit', tier_max: 'standard' })
    expect(requireTier(claims, 'standard').ok).toBe(true)
    expect(requireTier(claims, 'controlled')).toEqual({ ok: false, reason: 'assertion.tier' })
  })

  test('makes another assertion than the next one', async () => {
    const gate = gateWith()
    for (const name of ['mini', 'medium', 'mini']) await post(gate, model(name), CANADA)
    const stated = await Promise.all(gate.seen.map((request) => assertedTo(gate, request)))
    expect(stated.map(({ res }) => res)).toEqual(['mini', 'medium', 'mini'])
    expect(stated[0]?.jti).toBe(stated[2]?.jti)
  })

  test('is in no assertion where nobody names it', async () => {
    const gate = gateWith()
    await post(gate, model('unheard-of'), CANADA)
    expect(await assertedTo(gate, onlySeen(gate))).not.toHaveProperty('res')
  })

  test('is recorded, and with an admission of its own', async () => {
    const gate = gateWith()
    await post(gate, model('mini'), CANADA)
    await post(gate, model('medium'), CANADA)
    await post(gate, model('mini'), CANADA)
    expect(admissions(gate.records).map(({ value, tier }) => [value, tier])).toEqual([
      ['mini', 'open'],
      ['medium', 'standard'],
    ])
  })

  test('that nobody names is told in the decision alone: anybody can make up more', async () => {
    const gate = gateWith()
    for (const name of ['new-1', 'new-2', `sk-${'x'.repeat(200)}`]) await post(gate, model(name), CANADA)
    expect(admissions(gate.records)).toHaveLength(1)
    expect(
      gate.records
        .filter(({ event }) => event === 'decision')
        .map((record) => ('unnamed' in record ? record.unnamed : undefined)),
    ).toEqual(['new-1', 'new-2', undefined])
  })
})

const REPEATED = '{"model":"mini","model":"large"}'

/** Bodies that an origin could take for a request for another model than a filter does. */
const SMUGGLED: readonly (readonly [string, string, string?])[] = [
  ['a repeated member', '{"model":"mini","model":"large"}'],
  ['a repeated member, the other way round', '{"model":"large","model":"mini"}'],
  ['a repeated member, escaped', '{"model":"mini","mod\\u0065l":"large"}'],
  ['a repeated member in what is said to be something else', '{"model":"mini","model":"large"}', 'image/png'],
  ['a second document', '{"model":"mini"}{"model":"large"}'],
  ['a byte order mark', '\ufeff{"model":"mini"}'],
  ['no JSON', 'model=large'],
  ['no JSON in a text', '{"model":"mini",}', 'text/plain'],
  ['NaN', '{"model":"mini","t":NaN}'],
  ['a huge number', '{"model":"mini","t":1e999}'],
  ['a lone surrogate', '{"model":"mini\\ud800"}'],
  ['UTF-16 by its name', '{"model":"mini"}', 'application/json; charset=utf-16'],
]

describe('a body that two parsers could read differently', () => {
  test.each(SMUGGLED.map(([name, body, type = 'application/json']) => [name, body, type] as const))(
    'is refused: %s',
    async (_, body, type) => {
      const gate = gateWith()
      const response = await post(gate, body, { ...CANADA, headers: { 'Content-Type': type } })
      await refusalOf(response, 400, 'resource.ambiguous')
      expect(gate.seen).toEqual([])
      expect(onlyDecision(gate.records)).toMatchObject({
        status: 400,
        reasons: ['resource.ambiguous'],
        action: 'refuse',
      })
    },
  )

  test('is refused in every mode', async () => {
    for (const MODE of ['monitor', 'enforce']) {
      const gate = gateWith({ MODE })
      await refusalOf(await post(gate, REPEATED), 400, 'resource.ambiguous')
      expect(gate.seen).toEqual([])
    }
  })

  test.each<[string, BodyInit]>([
    ['UTF-16', new Uint8Array([0x7b, 0, 0x7d, 0])],
    ['no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('is refused in bytes: %s', async (_, body) => {
    await refusalOf(await post(gateWith(), body, CANADA), 400, 'resource.ambiguous')
  })

  test.each<[string, string]>([
    ['another case', '{"MODEL":"mini"}'],
    ['two cases', '{"model":"mini","Model":"large"}'],
    ['a prototype', '{"__proto__":{"model":"mini"}}'],
    ['a list of one', '{"model":["mini"]}'],
    ['a level further in', '{"data":{"model":"mini"}}'],
    ['a name as an escape', '{"model":"min\\u0131"}'],
  ])('or that hides the member is controlled: %s', async (_, body) => {
    const gate = gateWith()
    expect((await post(gate, body)).status).toBe(403)
    expect(onlyDecision(gate.records)).toMatchObject({ tier: 'controlled' })
  })

  test('is looked for only where a resource asks for it', async () => {
    const gate = gateWith()
    const body = '{"model":"mini","model":"large"}'
    expect((await echoOf(await post(gate, body, {}, '/v1/models'))).body).toBe(body)
  })

  test("is nobody's where the endpoint is our own", async () => {
    const resources = [{ id: 'all', tier: 'open', body: { pointer: '/model', values: ['mini'] } }]
    const gate = gateWith({ POLICY: { default: 'allow', resources } })
    const response = await gate.send('/.cordon/session', { method: 'POST', body: '{"a":1,"a":2}' })
    expect(response.status).toBe(200)
  })
})

/** In parts, without a length. */
function chunked(bytes: Uint8Array, size = 65_536): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}

function padded(length: number): Uint8Array<ArrayBuffer> {
  const text = model('mini', { pad: '' })
  return new TextEncoder().encode(
    text.replace('"pad":""', `"pad":"${'x'.repeat(length - text.length)}"`),
  ) as Uint8Array<ArrayBuffer>
}

const bytewise: OriginHandler = async (request) =>
  new Response(request.body, {
    headers: { 'X-Length': request.headers.get('Content-Length') ?? 'none' },
  })

describe('what the origin gets', () => {
  test.each(['{ "model" :\t"mini" }\r\n', '{"model":"m\\u0069ni","x":"é"}', model('mini', { a: [1, 2] })])(
    'is the very bytes that were read, with their length: %j',
    async (body) => {
      for (const sent of [body, chunked(new TextEncoder().encode(body), 3)]) {
        const gate = gateWith({}, bytewise)
        const response = await post(gate, sent)
        expect(await response.text()).toBe(body)
        expect(response.headers.get('X-Length')).toBe(String(new TextEncoder().encode(body).length))
      }
    },
  )

  test('is a whole MiB where the limit is one', async () => {
    for (const sent of [padded(MIB), chunked(padded(MIB))]) {
      const gate = gateWith({}, bytewise)
      const response = await post(gate, sent)
      expect(response.headers.get('X-Length')).toBe(String(MIB))
      expect(await response.bytes()).toEqual(padded(MIB))
      expect(onlyDecision(gate.records)).toMatchObject({ tier: 'open', value: 'mini' })
    }
  })

  test.each<[string, (bytes: Uint8Array<ArrayBuffer>) => BodyInit, number]>([
    ['a byte more, with its length', (bytes) => bytes, MIB + 1],
    ['a byte more, in parts', chunked, MIB + 1],
    ['5 MB, in parts', chunked, 5_000_000],
    ['5 MB, in large parts', (bytes) => chunked(bytes, 2_000_000), 5_000_000],
  ])('is every byte of what was too large to read: %s', async (_, sent, length) => {
    const gate = gateWith(CEILING, bytewise)
    const bytes = padded(length)
    const response = await post(gate, sent(bytes))
    expect(response.status).toBe(200)
    const received = await response.bytes()
    expect(received.length).toBe(length)
    expect(received).toEqual(bytes)
    expect(onlyDecision(gate.records)).toMatchObject({ unread: 'too_large', tier: 'open', verdict: 'allow' })
  })

  test('is nothing of a client that hangs up, who is answered 400', async () => {
    const gate = gateWith()
    const hungUp = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"model":')),
      pull: (controller) => controller.error(new Error('connection lost')),
    })
    await refusalOf(await post(gate, hungUp, CANADA), 400, 'request.body')
    expect(gate.seen).toEqual([])
    expect(onlyDecision(gate.records)).toMatchObject({ reasons: ['request.body'], status: 400 })
  })

  test('is nothing at all where nothing was sent', async () => {
    const gate = gateWith()
    const response = await gate.send('/v1/messages', { method: 'POST', ...CANADA })
    expect((await echoOf(response)).body).toBe('')
    expect(onlyDecision(gate.records)).toMatchObject({ tier: 'controlled', resource: 'default' })
  })
})

const UNREAD: readonly (readonly [string, Record<string, string>, string, string])[] = [
  ['gzip', { 'Content-Encoding': 'gzip' }, model('mini'), 'encoded'],
  ['multipart', { 'Content-Type': 'multipart/form-data; boundary=b' }, '--b\r\n\r\nx\r\n--b--', 'not_json'],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'model=large', 'not_json'],
  ['a list', {}, `[${model('mini')}]`, 'batch'],
  ['lines', { 'Content-Type': 'application/x-ndjson' }, `${model('mini')}\n${model('large')}\n`, 'batch'],
]

describe('a body that nobody can read', () => {
  test.each(UNREAD)('goes on with a ceiling, where that is said: %s', async (_, headers, body, why) => {
    const gate = gateWith(CEILING)
    const response = await post(gate, body, { headers })
    expect((await echoOf(response)).body).toBe(body)
    expect(onlyDecision(gate.records)).toMatchObject({ unread: why, tier: 'open', verdict: 'allow' })
    expect(admissions(gate.records)).toMatchObject([{ unread: why }])
    const claims = await assertedTo(gate, onlySeen(gate))
    expect(claims).toMatchObject({ verdict: 'allow', tier_max: 'standard' })
    expect(claims).not.toHaveProperty('res')
    // What the origin reads in it decides.
    expect(requireTier(claims, 'standard').ok).toBe(true)
    expect(requireTier(claims, 'controlled').ok).toBe(false)
  })

  test.each(UNREAD)(
    'is refused as shipped to who may not use all it could ask for: %s',
    async (_, headers, body, why) => {
      const gate = gateWith()
      expect((await post(gate, body, { headers })).status).toBe(403)
      expect(onlyDecision(gate.records)).toMatchObject({
        unread: why,
        tier: 'controlled',
        rules: ['not-there'],
      })
      const allowed = gateWith()
      expect((await post(allowed, body, { headers, ...CANADA })).status).toBe(200)
      expect(await assertedTo(allowed, onlySeen(allowed))).toMatchObject({ tier_max: 'controlled' })
    },
  )

  test('is refused per tier', async () => {
    const headers = { 'Content-Encoding': 'br' }
    const answers = async (BODY_UNKNOWN: object) => {
      const gate = gateWith({ BODY_UNKNOWN })
      await post(gate, 'x', { headers })
      const { tier, verdict } = onlyDecision(gate.records)
      return [tier, verdict]
    }
    expect(await answers({ open: 'refuse', standard: 'ceiling', controlled: 'ceiling' })).toEqual([
      'open',
      'allow',
    ])
    expect(await answers({ open: 'ceiling', standard: 'refuse', controlled: 'ceiling' })).toEqual([
      'standard',
      'limit',
    ])
    expect(await answers({ open: 'refuse', standard: 'refuse', controlled: 'refuse' })).toEqual([
      'controlled',
      'deny',
    ])
  })

  test('is what a WebSocket will carry', async () => {
    const upgrade = { headers: { Upgrade: 'websocket', Connection: 'Upgrade' } }
    const refused = gateWith()
    expect((await refused.send('/v1/realtime', upgrade)).status).toBe(403)
    expect(onlyDecision(refused.records)).toMatchObject({ unread: 'websocket', tier: 'controlled' })
    const gate = gateWith(
      CEILING,
      () => new Response(null, { status: 101, webSocket: new WebSocketPair()[0] }),
    )
    expect((await gate.send('/v1/realtime', upgrade)).status).toBe(101)
    expect((await assertedTo(gate, onlySeen(gate))).tier_max).toBe('standard')
  })

  test('does not wait for ever for a client that trickles', async () => {
    const { takeContent } = await import('../../src/middleware/take-content.ts')
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    void writer.write(new TextEncoder().encode('ab'))
    const taken = await takeContent(readable, 1_000, 0.02)
    if (taken.state !== 'part') throw new Error(taken.state)
    const length = new FixedLengthStream(4)
    const text = new Response(taken.stream.pipeThrough(length)).text()
    void writer.write(new TextEncoder().encode('cd'))
    void writer.close()
    expect([taken.why, await text]).toEqual(['too_slow', 'abcd'])
  })
})

describe('a request that is decided for another Worker', () => {
  const decide = async (gate: TestGate, init: RequestInit) => {
    const request = new Request('https://gate.test/v1/messages', { method: 'POST', ...init })
    request.headers.set('CF-Connecting-IP', HOME_ADDRESS)
    Object.defineProperty(request, 'cf', { value: CLIENTS.home })
    return decisionApp.fetch(request, gate.dependencies)
  }

  test('is unread where its body stayed behind', async () => {
    const refused = gateWith()
    expect((await decide(refused, {})).headers.get(REASON_HEADER)).toBe('place.restricted')
    expect(onlyDecision(refused.records)).toMatchObject({ unread: 'not_recorded', tier: 'controlled' })
    const gate = gateWith(CEILING)
    const admission = JSON.parse((await decide(gate, {})).headers.get(ADMISSION_HEADER) ?? '{}')
    expect(admission).toMatchObject({ admitted: true, verdict: 'allow', tier_max: 'standard' })
  })

  test('is decided on its body where that came with it', async () => {
    const gate = gateWith()
    const answer = await decide(gate, { body: model('medium') })
    const { assertion } = JSON.parse(answer.headers.get(ADMISSION_HEADER) ?? '{}')
    expect(claimsOf(assertion)).toMatchObject({ res: 'medium', verdict: 'limit' })
    const other = await decide(gateWith(), { body: REPEATED })
    expect([other.status, other.headers.get(REASON_HEADER)]).toEqual([400, 'resource.ambiguous'])
  })
})

describe('a body that took its time', () => {
  test.each([
    [true, 2],
    [false, 1],
  ])('is decided on by what was revoked meanwhile: waiting %s', async (isOld, expected) => {
    let caughtUp = 0
    const gate = testGate(VARS, undefined, (made) => ({
      gate: async () => {
        const gate = await made.gate()
        if (!gate.ok) return gate
        const inForce = new Proxy(gate.value.inForce, {
          get(target, name) {
            if (name === 'mustWait') return () => caughtUp === 0 || isOld
            if (name === 'catchUp') return async () => void caughtUp++
            const value = Reflect.get(target, name, target)
            return typeof value === 'function' ? value.bind(target) : value
          },
        })
        return ok({ ...gate.value, inForce })
      },
    }))
    expect((await post(gate, model('mini'))).status).toBe(200)
    expect(caughtUp).toBe(expected)
  })
})

describe('what is no body', () => {
  test('needs no reading: GET is the resources of its head', async () => {
    const gate = gateWith()
    expect((await gate.send('/v1/models')).status).toBe(200)
    expect(onlyDecision(gate.records)).not.toHaveProperty('unread')
  })
})
