import { describe, expect, test } from 'vitest'
import type { Dependencies } from '../../src/deps.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { CLIENTS } from '../support/clients.ts'
import { HOME_CF, later, testGate, VARS } from '../support/gate.ts'
import { onlyDecision } from '../support/records.ts'

const FROM_PHONES = { signal: 'network.asn', is: 7922 }
const announced = (changes: object = {}) => ({
  POLICY: {
    ...VARS.POLICY,
    rules: [
      { id: 'soon', effect: 'deny', when: FROM_PHONES, mode: 'notice', from: '2026-11-02', ...changes },
    ],
  },
})
const IN_KOREA = { ...HOME_CF, country: 'KP', regionCode: undefined }

describe('an announced rule', () => {
  test('tells whom it will refuse, in place of what the origin says, and leaves a record of it', async () => {
    const gate = testGate(
      { ...announced(), LOG_ALLOW_RATE: 0 },
      () => new Response('hello', { headers: { 'Cordon-Notice': 'x' } }),
    )
    const response = await gate.send('/')
    expect([response.status, response.headers.get('Cordon-Notice')]).toEqual([
      200,
      'policy.denied; from=2026-11-02',
    ])
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'allow', action: 'pass', notices: ['soon'] })
  })

  test('says nothing to others, and to nobody with a refusal', async () => {
    const gate = testGate(announced())
    expect((await gate.send('/', { cf: CLIENTS.cloud })).headers.has('Cordon-Notice')).toBe(false)
    const refused = await gate.send('/', { cf: { ...HOME_CF, country: 'CU', regionCode: undefined } })
    expect([refused.status, refused.headers.has('Cordon-Notice')]).toEqual([403, false])
  })

  test('refuses from its date on', async () => {
    const gate = testGate(announced())
    gate.at = later(86_399)
    expect((await gate.send('/')).status).toBe(200)
    gate.at = later(86_400)
    const refused = await gate.send('/')
    expect([refused.status, refused.headers.has('Cordon-Notice')]).toEqual([403, false])
  })
})

describe('MODE = "notice"', () => {
  const vars = { MODE: 'notice', NOTICE_FROM: '2026-11-01T12:00Z' }

  test('lets pass, tells why and from when on, and enforces from then on', async () => {
    const gate = testGate(vars)
    const passed = await gate.send('/', { cf: IN_KOREA })
    expect([passed.status, passed.headers.get('Cordon-Notice')]).toEqual([
      200,
      'place.restricted; from=2026-11-01T12:00:00Z',
    ])
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'deny', action: 'pass', mode: 'notice' })
    gate.at = later(43_200)
    expect((await gate.send('/', { cf: IN_KOREA })).status).toBe(451)
  })

  test('says nothing to those who may pass', async () => {
    expect((await testGate(vars).send('/')).headers.has('Cordon-Notice')).toBe(false)
  })
})

describe('a broken glass', () => {
  function broken(vars: Record<string, unknown> = {}, until = later(60) / 1000) {
    return testGate(vars, undefined, (made: Dependencies) => ({
      gate: async () => {
        const result = await made.gate()
        if (!result.ok) throw new Error(JSON.stringify(result.error))
        const { inForce } = result.value
        Object.defineProperty(inForce, 'breakGlassUntil', { value: until as UnixSeconds, configurable: true })
        return result
      },
    }))
  }

  test('lets pass what no law refuses, and says so in the record', async () => {
    const gate = broken()
    expect((await gate.send('/', { cf: { ...HOME_CF, country: 'CU', regionCode: undefined } })).status).toBe(
      200,
    )
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'deny', action: 'pass', mode: 'break_glass' })
  })

  test('refuses what a law does, and what is malformed', async () => {
    const gate = broken()
    expect((await gate.send('/', { cf: IN_KOREA })).status).toBe(451)
    expect((await gate.send('/a%2fb')).status).toBe(400)
  })

  test('refuses what a law does behind a refusal of another kind', async () => {
    const rules = [{ id: 'isp', effect: 'deny', when: FROM_PHONES }]
    const gate = broken({ POLICY: { ...VARS.POLICY, rules } })
    expect((await gate.send('/')).status).toBe(200)
    expect((await gate.send('/', { cf: { ...HOME_CF, country: 'UA', regionCode: undefined } })).status).toBe(
      403,
    )
  })

  test('gives out no session to whom it lets pass', async () => {
    const gate = broken({ SESSION_ISSUE: 'all' })
    const response = await gate.send('/', { cf: { ...HOME_CF, country: 'CU', regionCode: undefined } })
    expect([response.status, response.headers.has('Set-Cookie')]).toEqual([200, false])
  })

  test('is whole again at its time', async () => {
    const gate = broken()
    gate.at = later(60)
    expect((await gate.send('/', { cf: { ...HOME_CF, country: 'CU', regionCode: undefined } })).status).toBe(
      403,
    )
  })
})
