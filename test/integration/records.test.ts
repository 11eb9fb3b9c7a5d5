import { describe, expect, test } from 'vitest'
import { SIGNAL_NAMES } from '../../src/signals/registry.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_ADDRESS, NOW, testGate } from '../support/gate.ts'
import { admissions, decisions, onlyDecision } from '../support/records.ts'
import { cookieToken } from '../support/responses.ts'
import { TEST_KEY } from '../support/tokens.ts'

const KEY = 'sk-live-0123456789abcdef'

describe('records', () => {
  test('hold no token, no key and no whole address, whatever happened', async () => {
    const tokens: string[] = []
    const gate = testGate({ SESSION_ISSUE: 'all', KEY_ACCEPTED_STATUS: ['2xx'] }, ({ url }) => {
      if (url.endsWith('/down')) throw new Error('connection lost')
      return new Response('', { headers: { 'Cordon-Account': 'acct_42' } })
    })
    const keyed = { Authorization: `Bearer ${KEY}` }
    const first = cookieToken(await gate.send('/', { headers: keyed })) ?? ''
    tokens.push(first)
    const presented = { ...keyed, 'Cordon-Session': first, Cookie: `__Host-cordon=${first}` }
    const addresses = [HOME_ADDRESS, '2601:640:8000::1234', '2601:0640:8000:0:a:b:c:d']
    for (const address of addresses) {
      for (const cf of Object.values(CLIENTS)) {
        for (const path of ['/', '/down', '/a//b', '/pub/x', `/q?key=${KEY}`, '/.cordon/session']) {
          const response = await gate.send(path, { cf, address, headers: presented })
          const cookie = cookieToken(response)
          if (cookie !== undefined) tokens.push(cookie)
        }
        const post = await gate.send('/.cordon/session', { method: 'POST', cf, address, headers: presented })
        if (post.status === 200) tokens.push(((await post.json()) as { token: string }).token)
      }
    }
    for (const { headers } of gate.seen) tokens.push(headers.get('Cordon-Assertion') ?? '')

    const written = JSON.stringify(gate.records)
    expect(gate.records.length).toBeGreaterThan(200)
    expect(tokens.length).toBeGreaterThan(50)
    for (const token of tokens) expect(written.includes(token.slice(0, -30))).toBe(false)
    // How every token of ours begins, and longer than an id, in which chance may write `eyJ` too.
    expect(written).not.toContain(first.slice(0, 12))
    expect(written).not.toMatch(/eyJ[\w-]{20,}/)
    expect(written).not.toContain(KEY)
    expect(written).not.toContain('a secret of thirty-two')
    expect(written).not.toContain(TEST_KEY.d)
    for (const part of [HOME_ADDRESS, '::1234', 'a:b:c:d']) expect(written).not.toContain(part)
    expect(written).toContain('73.162.10.0/24')
    expect(written).toContain('2601:640:8000::/48')
  })

  test('a decision names its admission, which holds all that decided it', async () => {
    const gate = testGate()
    await gate.send('/', { cf: CLIENTS.cloud })
    const [admission, ...others] = admissions(gate.records)
    expect(others).toEqual([])
    expect(onlyDecision(gate.records).admission).toBe(admission?.admission)
    expect(gate.records.map(({ event }) => event)).toEqual(['admission', 'decision'])
    expect(Object.keys(admission?.evidence ?? {})).toEqual(SIGNAL_NAMES)
    expect(admission).toMatchObject({
      time: new Date(NOW).toISOString(),
      verdict: 'deny',
      row: 'deny_matched',
      tier: 'controlled',
      rules: ['denied-networks'],
      reasons: ['network.hosting'],
    })
    expect(admission?.findings.map(({ rule, finding }) => [rule, finding])).toEqual([
      ['restricted:embargo', 'unmatched'],
      ['restricted-regions', 'unmatched'],
      ['denied-networks', 'matched'],
    ])
  })

  test('like requests share an admission for an hour; another place, tier or hour has its own', async () => {
    const gate = testGate()
    const idOf = async (path: string, init = {}) => {
      await gate.send(path, init)
      return decisions(gate.records).at(-1)?.admission
    }
    const first = await idOf('/')
    expect(await idOf('/other')).toBe(first)
    gate.at = (NOW + 3_599_000) as typeof gate.at
    expect(await idOf('/', { cf: { ...CLIENTS.home, clientTcpRtt: 80 } })).toBe(first)
    // Anybody can make up a key: until it is accepted it makes no situation of its own.
    const keyed = { headers: { Authorization: `Bearer ${KEY}` } }
    expect(await idOf('/', keyed)).toBe(first)
    const changed = [
      await idOf('/api/x'),
      await idOf('/', { cf: CLIENTS.canada }),
      await idOf('/', { cf: CLIENTS.starlink }),
      await idOf('/', keyed),
    ]
    gate.at = (NOW + 3_600_000) as typeof gate.at
    changed.push(await idOf('/'))
    expect(new Set([first, ...changed]).size).toBe(6)
    expect(admissions(gate.records)).toHaveLength(6)
  })

  test('a made-up key with every request does not make an admission each', async () => {
    const gate = testGate({}, () => new Response('', { status: 401 }))
    const keys = new Set<string | undefined>()
    for (let index = 0; index < 50; index++) {
      await gate.send('/', { headers: { Authorization: `Bearer ${crypto.randomUUID()}` } })
      keys.add(decisions(gate.records).at(-1)?.subject?.key)
    }
    expect(keys.size).toBe(50)
    const [admission, ...others] = admissions(gate.records)
    expect(others).toEqual([])
    expect(admission?.subject).not.toHaveProperty('key')
  })

  test.each([
    [0, 0],
    [1, 200],
  ])('with LOG_ALLOW_RATE = %d, %i of 200 allows are recorded', async (rate, count) => {
    const gate = testGate({ LOG_ALLOW_RATE: rate })
    for (let index = 0; index < 200; index++) await gate.send('/')
    expect(decisions(gate.records)).toHaveLength(count)
    expect(admissions(gate.records)).toHaveLength(1)
  })

  test('with LOG_ALLOW_RATE = 0.25, about a quarter of the allows are recorded', async () => {
    const gate = testGate({ LOG_ALLOW_RATE: 0.25 })
    for (let index = 0; index < 400; index++) await gate.send('/')
    expect(decisions(gate.records).length).toBeGreaterThan(50)
    expect(decisions(gate.records).length).toBeLessThan(150)
  })

  test('refusals, challenges and limits are recorded whatever LOG_ALLOW_RATE says', async () => {
    const limit = { id: 'slow', effect: 'limit', when: { signal: 'network.class', is: 'satellite' } }
    const gate = testGate({ LOG_ALLOW_RATE: 0, POLICY: { default: 'allow', rules: [limit] } })
    for (const cf of [CLIENTS.cloud, CLIENTS.ukraine, CLIENTS.starlink, CLIENTS.home])
      await gate.send('/', { cf })
    expect(decisions(gate.records).map(({ verdict }) => verdict)).toEqual(['deny', 'challenge', 'limit'])
  })

  test('a policy that changed has another revision; a variable that decides nothing leaves it', async () => {
    const revisionOf = async (vars: Record<string, unknown>) => {
      const gate = testGate(vars)
      await gate.send('/')
      return onlyDecision(gate.records).revision
    }
    const base = await revisionOf({})
    expect(await revisionOf({ SESSION_ISSUE: 'all', SUPPORT_URI: 'https://gate.test/other' })).toBe(base)
    expect(await revisionOf({ DENIED_NETWORKS: ['hosting'] })).not.toBe(base)
    expect(await revisionOf({ RESTRICTED_REGIONS: ['CU'] })).not.toBe(base)
    expect(await revisionOf({ UNKNOWN_PLACE: 'challenge' })).not.toBe(base)
  })
})
