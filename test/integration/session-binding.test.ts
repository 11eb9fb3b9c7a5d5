import { describe, expect, test } from 'vitest'
import { CLIENTS, inCookie, inHeader, tokenFor } from '../support/clients.ts'
import { HOME_CF, testGate } from '../support/gate.ts'
import { onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'

const MEMBERS = { id: 'members', tier: 'controlled', path: '/members/*', session: 'required' }
const boundBy = (SESSION_BINDING: Record<string, string> | undefined) => ({
  SESSION_BINDING,
  POLICY: { default: 'allow', resources: [MEMBERS] },
})
const CHARTER = { ...HOME_CF, asn: 20115, asOrganization: 'Charter Communications' }
const withJa4 = (ja4: string) => ({ ...HOME_CF, botManagement: { ja4 } })
const FIREFOX = 't13d1715h2_5b57614c22b0_3d5424432f57'
const CURL = 't13d3112h2_e8f1e7e78f70_b26ce05bbdd6'
const FIREFOX_QUIC = 'q13d0312h3_55b375c5d22e_06cda9e17597'

describe('the ASN', () => {
  test.each([
    ['off', undefined],
    ['notice', 'session.binding.asn'],
    [undefined, 'session.binding.asn'],
  ])('with asn = "%s" may change, and the record says: %s', async (asn, fault) => {
    const gate = testGate(boundBy(asn === undefined ? undefined : { asn }))
    const token = await tokenFor(gate)
    gate.records.length = 0
    expect((await gate.send('/members/x', { ...inHeader(token), cf: CHARTER })).status).toBe(200)
    expect(onlyDecision(gate.records).token_fault).toBe(fault)
    expect(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '').sid).toBe(claimsOf(token).sid)
  })

  test.each([inHeader, inCookie])(
    'with asn = "require" another one makes the token none (%#)',
    async (carried) => {
      const gate = testGate(boundBy({ asn: 'require' }))
      const token = await tokenFor(gate)
      gate.records.length = 0
      await refusalOf(
        await gate.send('/members/x', { ...carried(token), cf: CHARTER }),
        403,
        'session.binding',
      )
      expect(onlyDecision(gate.records)).toMatchObject({
        reasons: ['session.binding'],
        token_fault: 'session.binding',
      })
      expect(gate.seen).toEqual([])
      // Nothing but the session is lost.
      expect((await gate.send('/', { ...carried(token), cf: CHARTER })).status).toBe(200)
      expect(claimsOf(gate.seen[0]?.headers.get('Cordon-Assertion') ?? '')).not.toHaveProperty('sid')
      await refusalOf(
        await gate.send('/.cordon/session', { ...carried(token), cf: CHARTER }),
        403,
        'session.binding',
      )
      expect((await gate.send('/members/x', carried(token))).status).toBe(200)
    },
  )

  test('a notice is told by the next navigation with a cookie for the ASN of now', async () => {
    const gate = testGate({ ...boundBy({ asn: 'notice' }), SESSION_ISSUE: 'all' })
    const token = await tokenFor(gate)
    const response = await gate.send('/', { ...inCookie(token), cf: CHARTER })
    expect(claimsOf(cookieToken(response))).toMatchObject({
      sid: claimsOf(token).sid,
      net: { asn: 20115, class: 'residential' },
    })
  })
})

describe('an honest client keeps its session though everything is required', () => {
  const strict = boundBy({ asn: 'require', tls: 'require' })

  test('behind CGNAT, where every request has another address', async () => {
    const gate = testGate(strict)
    const token = await tokenFor(gate)
    for (const address of ['73.162.10.2', '100.64.0.7', '24.5.200.9', '73.0.0.1']) {
      expect((await gate.send('/members/x', { ...inHeader(token), address })).status).toBe(200)
    }
  })

  test('with IPv4 by one network and IPv6 by another', async () => {
    const gate = testGate(strict)
    const token = await tokenFor(gate)
    const six = { ...inHeader(token), address: '2600:6c00::1', cf: CHARTER }
    expect((await gate.send('/members/x', six)).status).toBe(200)
    expect((await gate.send('/members/x', inHeader(token))).status).toBe(200)
    // Only like is compared with like: by IPv4 another network is another one.
    await refusalOf(
      await gate.send('/members/x', { ...inHeader(token), cf: CHARTER }),
      403,
      'session.binding',
    )
  })

  test('behind a privacy relay, whose carriers change by the minute', async () => {
    const override = (network: string) => ({
      network,
      class: 'privacy_relay',
      owner: 'o',
      reason: 'r',
      expires: '2030-01-01',
    })
    const gate = testGate({ ...strict, NETWORK_OVERRIDES: ['AS36183', 'AS13335', 'AS54113'].map(override) })
    const relayed = (asn: number, asOrganization: string) => ({ ...HOME_CF, asn, asOrganization })
    const token = await tokenFor(gate, relayed(36183, 'Akamai Technologies, Inc.'))
    expect(claimsOf(token)).toMatchObject({ net: { class: 'privacy_relay' } })
    for (const [asn, name, address] of [
      [13335, 'Cloudflare, Inc.', '104.28.0.1'],
      [54113, 'Fastly, Inc.', '140.248.0.1'],
      [36183, 'Akamai Technologies, Inc.', '2a02:26f7::1'],
    ] as const) {
      const response = await gate.send('/members/x', { ...inHeader(token), cf: relayed(asn, name), address })
      expect(response.status).toBe(200)
    }
    await refusalOf(await gate.send('/members/x', inHeader(token)), 403, 'session.network_changed')
  })

  test('that moves within its country', async () => {
    const gate = testGate(strict)
    const token = await tokenFor(gate)
    const cf = { ...HOME_CF, regionCode: 'NV', city: 'Reno', colo: 'RNO' }
    expect((await gate.send('/members/x', { ...inHeader(token), cf })).status).toBe(200)
  })
})

describe('the TLS identity', () => {
  test('is in no token while nobody asks for it', async () => {
    const gate = testGate(boundBy({ tls: 'off' }))
    const token = await tokenFor(gate, withJa4(FIREFOX))
    expect(claimsOf(token).bind).toEqual({ fam: 4 })
    expect((await gate.send('/members/x', { ...inHeader(token), cf: withJa4(CURL) })).status).toBe(200)
  })

  test('with tls = "notice" may change, and the record says so', async () => {
    const gate = testGate(boundBy({ asn: 'notice', tls: 'notice' }))
    const token = await tokenFor(gate, withJa4(FIREFOX))
    expect(claimsOf(token).bind).toEqual({ fam: 4, ja4: FIREFOX })
    for (const [cf, fault] of [
      [withJa4(CURL), 'session.binding.tls'],
      [{ ...CHARTER, botManagement: { ja4: CURL } }, 'session.binding.asn_and_tls'],
    ] as const) {
      gate.records.length = 0
      expect((await gate.send('/members/x', { ...inHeader(token), cf })).status).toBe(200)
      expect(onlyDecision(gate.records).token_fault).toBe(fault)
    }
  })

  test.each([
    ['the same', withJa4(FIREFOX), 200],
    ['another', withJa4(CURL), 403],
    ['that of the same browser by HTTP/3', withJa4(FIREFOX_QUIC), 200],
    ['none', CLIENTS.home, 200],
  ])('with tls = "require" %s: %i', async (_, cf, status) => {
    const gate = testGate(boundBy({ tls: 'require' }))
    const token = await tokenFor(gate, withJa4(FIREFOX))
    gate.records.length = 0
    const response = await gate.send('/members/x', { ...inHeader(token), cf })
    expect(response.status).toBe(status)
    expect(onlyDecision(gate.records).token_fault).toBe(status === 403 ? 'session.binding' : undefined)
  })

  test('that was not known when the token was made is not asked for later', async () => {
    const gate = testGate(boundBy({ tls: 'require' }))
    const token = await tokenFor(gate)
    expect((await gate.send('/members/x', { ...inHeader(token), cf: withJa4(CURL) })).status).toBe(200)
  })
})
