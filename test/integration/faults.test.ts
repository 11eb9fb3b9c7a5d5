import { describe, expect, test } from 'vitest'
import type { Dependencies } from '../../src/deps.ts'
import type { Gate } from '../../src/gate.ts'
import { ok } from '../../src/lib/result.ts'
import { Policies, type ServedPolicy } from '../../src/served-policy.ts'
import { CLIENTS } from '../support/clients.ts'
import { testGate } from '../support/gate.ts'
import { decisions, events, onlyDecision } from '../support/records.ts'
import { cookieToken, DECISION_ID } from '../support/responses.ts'

/** Dependencies whose gate has some parts replaced. */
function withGate(change: (gate: Gate) => Partial<Gate>) {
  return (made: Dependencies): Partial<Dependencies> => ({
    async gate() {
      const result = await made.gate()
      return result.ok ? ok({ ...result.value, ...change(result.value) }) : result
    },
  })
}

/** The policy in force with some parts replaced. */
function serving({ deployed }: Policies, changes: Partial<ServedPolicy>): Partial<Gate> {
  return { policies: new Policies({ ...deployed, ...changes }) }
}

function explode(): never {
  throw new Error('a bug')
}

/** Anything one asks of it throws. */
const broken = new Proxy({}, { get: explode }) as never

describe('a bug is a refusal, never a way to the origin', () => {
  test.each<[string, (gate: Gate) => Partial<Gate>]>([
    ['a network table', ({ sources }) => ({ sources: { ...sources, networks: broken } })],
    ['the operator list', ({ policies }) => serving(policies, { operatorNetworks: explode })],
    ['the policy', () => ({ policies: broken })],
    [
      'the resources',
      ({ policies }) => serving(policies, { compiled: { ...policies.deployed.compiled, resource: broken } }),
    ],
    ['the configuration', () => ({ config: broken })],
    ['the keyring', () => ({ keyring: broken })],
    ['what is in force', () => ({ inForce: broken })],
    ['the signing of assertions', () => ({ mintAssertion: explode })],
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
    const gate = testGate(
      { SESSION_ISSUE: 'all' },
      undefined,
      withGate(() => ({ mintAssertion: explode })),
    )
    expect(cookieToken(await gate.send('/'))).toBeUndefined()
  })

  test('that throws a token verifier counts as a bug, not as no token', async () => {
    const change = ({ sources }: Gate) => ({ sources: { ...sources, verifySession: explode } })
    const gate = testGate({}, undefined, withGate(change))
    expect((await gate.send('/', { headers: { 'Cordon-Session': 'x' } })).status).toBe(500)
    expect(gate.seen).toEqual([])
  })
})

describe('a bug behind the gate', () => {
  const failing = {
    mint: () => ({ mintAssertion: explode }),
    issue: () => ({ lifetimes: broken }),
    learn: ({ sources }: Gate) => ({
      sources: {
        ...sources,
        acceptedKeys: { find: () => undefined, note: explode } as unknown as typeof sources.acceptedKeys,
      },
    }),
  }
  const keyed = { headers: { Authorization: 'Bearer sk-secret' } }

  test.each<[string, (gate: Gate) => Partial<Gate>, string, RequestInit, number]>([
    ['in the signing of assertions', failing.mint, '/', {}, 0],
    ['in the signing of cookies', failing.issue, '/', {}, 1],
    ['in the signing of tokens', failing.issue, '/.cordon/session', { method: 'POST' }, 0],
    ['in the store of accepted keys', failing.learn, '/', keyed, 1],
  ])(
    '%s is recorded as a refusal of its own, whatever LOG_ALLOW_RATE says',
    async (_, change, path, { cf: __, ...init }, asked) => {
      const gate = testGate({ SESSION_ISSUE: 'all', LOG_ALLOW_RATE: 0 }, undefined, withGate(change))
      const response = await gate.send(path, init)
      expect(response.status).toBe(500)
      expect(cookieToken(response)).toBeUndefined()
      expect(onlyDecision(gate.records)).toMatchObject({
        verdict: 'allow',
        action: 'refuse',
        status: 500,
        decision: response.headers.get('Cordon-Decision'),
      })
      expect(gate.seen).toHaveLength(asked)
    },
  )

  test.each([
    ['cookies', failing.issue, {}],
    ['accepted keys', failing.learn, keyed],
  ])("after the origin's answer leaves none of it in the 500 (%s)", async (_, change, init) => {
    const origin = () =>
      new Response('secret', {
        headers: {
          'Cache-Control': 'public, max-age=600',
          'Cordon-Account': 'acct_1',
          'Set-Cookie': 'login=1',
          ETag: '"e"',
        },
      })
    const gate = testGate({ SESSION_ISSUE: 'all' }, origin, withGate(change))
    const response = await gate.send('/', init)
    expect(response.status).toBe(500)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    for (const name of ['Cordon-Account', 'Set-Cookie', 'ETag'])
      expect(response.headers.has(name)).toBe(false)
    expect(await response.text()).not.toContain('secret')
    expect(decisions(gate.records)).toHaveLength(1)
  })
})
