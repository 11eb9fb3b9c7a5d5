import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { gate as enforcementPoint } from '../../src/app.ts'
import type { Dependencies, Gate } from '../../src/deps.ts'
import { ok } from '../../src/lib/result.ts'
import type { CordonEnv } from '../../src/middleware/types.ts'
import { CLIENTS } from '../support/clients.ts'
import { testGate } from '../support/gate.ts'
import { events, onlyDecision } from '../support/records.ts'
import { cookieToken, DECISION_ID, refusalOf } from '../support/responses.ts'

/** Dependencies whose gate has some parts replaced. */
function withGate(change: (gate: Gate) => Partial<Gate>) {
  return (made: Dependencies): Partial<Dependencies> => ({
    async gate() {
      const result = await made.gate()
      return result.ok ? ok({ ...result.value, ...change(result.value) }) : result
    },
  })
}

function explode(): never {
  throw new Error('a bug')
}

/** Anything one asks of it throws. */
const broken = new Proxy({}, { get: explode }) as never

describe('a bug is a refusal, never a way to the origin', () => {
  test.each<[string, (gate: Gate) => Partial<Gate>]>([
    ['a network table', ({ sources }) => ({ sources: { ...sources, networks: broken } })],
    ['the operator list', ({ sources }) => ({ sources: { ...sources, operatorNetworks: explode } })],
    ['the policy', () => ({ policy: broken })],
    ['the resources', ({ policy }) => ({ policy: { ...policy, resource: explode } })],
    ['the configuration', () => ({ config: broken })],
    [
      'the signing of assertions',
      ({ signing }) => ({ signing: signing && { ...signing, mintAssertion: explode } }),
    ],
    [
      'the key store',
      ({ sources }) => ({ sources: { ...sources, hashKey: async () => 'k', acceptedKeys: broken } }),
    ],
    ['the admissions, before a refusal', () => ({ admissions: broken })],
  ])('that throws in %s', async (name, change) => {
    const gate = testGate({}, undefined, withGate(change))
    const refused = name.endsWith('refusal')
    const response = await gate.send('/', {
      headers: { Authorization: 'Bearer sk-secret', Accept: 'text/html' },
      cf: refused ? CLIENTS.cloud : CLIENTS.home,
    })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      decision: response.headers.get('Cordon-Decision'),
    })
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(response.headers.get('Cache-Control')).toContain('no-store')
    expect(gate.seen).toEqual([])
    expect(events(gate.records)).toMatchObject([{ event: 'error', message: 'a bug' }])
    expect(JSON.stringify(gate.records)).not.toContain('sk-secret')
  })

  test('that throws while the configuration is read', async () => {
    const gate = testGate({}, undefined, () => ({ gate: explode }))
    for (const path of ['/', '/.cordon/health', '/.cordon/jwks.json']) {
      expect((await gate.send(path)).status).toBe(500)
    }
    expect(gate.seen).toEqual([])
  })

  test('gives nobody a session', async () => {
    const change = ({ signing }: Gate) => ({ signing: signing && { ...signing, mintAssertion: explode } })
    const gate = testGate({ SESSION_ISSUE: 'all' }, undefined, withGate(change))
    expect(cookieToken(await gate.send('/'))).toBeUndefined()
  })

  test('that throws a token verifier counts as a bug, not as no token', async () => {
    const change = ({ sources }: Gate) => ({ sources: { ...sources, verifySession: explode } })
    const gate = testGate({}, undefined, withGate(change))
    expect((await gate.send('/', { headers: { 'Cordon-Session': 'x' } })).status).toBe(500)
    expect(gate.seen).toEqual([])
  })
})

describe("the gate in somebody's own Hono app", () => {
  /** The app of a customer of ours, and how often its handler ran. */
  function ownApp(vars: Record<string, unknown> = {}) {
    const gate = testGate(vars)
    const app = new Hono<CordonEnv>()
    let reached = 0
    app.use(...enforcementPoint)
    app.get('/hello', (c) => {
      reached++
      c.header('Cordon-Account', 'acct_1')
      return c.text(`hello from ${c.var.passage.decision.verdict}`)
    })
    const send = (path: string, cf: unknown = CLIENTS.home, headers: Record<string, string> = {}) => {
      const request = new Request(`https://gate.test${path}`, {
        headers: { 'CF-Connecting-IP': '73.162.10.1', ...headers },
      })
      Object.defineProperty(request, 'cf', { value: cf })
      return app.fetch(request, gate.dependencies)
    }
    return { gate, send, reached: () => reached }
  }

  test('decides, names the decision, and issues the cookie', async () => {
    const { send, gate, reached } = ownApp()
    const response = await send('/hello', CLIENTS.home, { Accept: 'text/html' })
    expect(await response.text()).toBe('hello from allow')
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
    expect(cookieToken(response)).toBeDefined()
    expect(response.headers.has('Cordon-Account')).toBe(false)
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'allow', subject: { account: 'acct_1' } })
    expect(reached()).toBe(1)
  })

  test.each([
    ['/hello', CLIENTS.northKorea, 451, 'place.restricted'],
    ['/hello', CLIENTS.cloud, 403, 'network.hosting'],
    ['//hello', CLIENTS.home, 400, 'request.path'],
  ])('refuses %s from %j with %i before its handlers run', async (path, cf, status, reason) => {
    const { send, reached } = ownApp()
    await refusalOf(await send(path, cf), status, reason)
    expect(reached()).toBe(0)
  })

  test.each([
    [{ MODE: 'x' }, 'service.misconfigured'],
    [{ SIGNING_KEYS: undefined }, 'service.no_key'],
  ])('refuses everything while %j', async (vars, reason) => {
    const { send, reached } = ownApp(vars)
    await refusalOf(await send('/hello'), 503, reason)
    expect(reached()).toBe(0)
  })

  test('leaves what has no handler to the app', async () => {
    const { send } = ownApp()
    const response = await send('/nothing')
    expect(response.status).toBe(404)
    expect(response.headers.get('Cordon-Decision')).toMatch(DECISION_ID)
  })
})
