import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../support/clients.ts'
import { HOME_CF, testGate } from '../support/gate.ts'
import { decisions, onlyDecision } from '../support/records.ts'
import { claimsOf, cookieToken, refusalOf } from '../support/responses.ts'

const { country: _, ...PLACELESS } = HOME_CF

describe('request.cf that is not what it should be is an unknown place, and the worker lives on', () => {
  test.each([
    ['missing', null],
    ['a number', 5],
    ['text', 'US'],
    ['an array', ['US']],
    ['true', true],
    ['empty', {}],
    ['without a country', PLACELESS],
    ['with a country of null', { ...HOME_CF, country: null }],
    ['with a country in lower case', { ...HOME_CF, country: 'us' }],
    ['with a country of three letters', { ...HOME_CF, country: 'USA' }],
    ['with a country nobody has', { ...HOME_CF, country: 'ZZ' }],
    ['with a country as a number', { ...HOME_CF, country: 840 }],
    ['with a country as an object', { ...HOME_CF, country: { code: 'US' } }],
    ['with a country only by inheritance', Object.create(HOME_CF)],
    ['with a country and a line break', { ...HOME_CF, country: 'US\r\n' }],
  ])('%s', async (_, cf) => {
    const gate = testGate({ SESSION_ISSUE: 'all' })
    await refusalOf(await gate.send('/', { cf }), 403, 'place.unknown')
    expect(gate.seen).toEqual([])
    expect(onlyDecision(gate.records)).toMatchObject({ verdict: 'deny', acr: 'none' })
    expect(onlyDecision(gate.records)).not.toHaveProperty('place')
    expect((await gate.send('/')).status).toBe(200)
  })

  test('and UNKNOWN_PLACE says what is done about it', async () => {
    const gate = testGate({ UNKNOWN_PLACE: 'allow', SESSION_ISSUE: 'all', DENIED_NETWORKS: [] })
    const response = await gate.send('/', { cf: null, address: null })
    expect(response.status).toBe(200)
    expect(claimsOf(cookieToken(response))).toMatchObject({ geo: {}, net: { class: 'unknown' }, acr: 'none' })
  })
})

describe('a single fact that is not what it should be is none, and leaves the others', () => {
  const HUGE = 'x'.repeat(100_000)
  test.each([
    ['coordinates as words', { latitude: 'north', longitude: 'west' }],
    ['coordinates that are no number', { latitude: Number.NaN, longitude: 'NaN' }],
    ['coordinates off the globe', { latitude: '91', longitude: '181' }],
    ['one coordinate only', { longitude: undefined }],
    ['an ASN as text', { asn: '7922' }],
    ['an ASN beyond 32 bits', { asn: 2 ** 32 }],
    ['a negative ASN', { asn: -1 }],
    ['an ASN with a fraction', { asn: 7922.5 }],
    ['an ASN that is infinite', { asn: Number.POSITIVE_INFINITY }],
    ['an organisation of 100 KB', { asOrganization: HUGE }],
    ['an organisation with line breaks', { asOrganization: 'Comcast\r\n{"event":"decision"}' }],
    ['a region of another kind', { regionCode: 5 }],
    ['a region with a line break', { regionCode: 'CA\n' }],
    ['a time zone that is a path', { timezone: '../../etc/passwd' }],
    ['a round-trip time as text', { clientTcpRtt: '24' }],
    ['a round-trip time of 0', { clientTcpRtt: 0 }],
    ['a bot score of 0', { botManagement: { score: 0, verifiedBot: 'yes' } }],
    ['bot management as text', { botManagement: 'x' }],
    ['a certificate as text', { tlsClientAuth: 'x' }],
    ['a TLS version of 100 KB', { tlsVersion: HUGE }],
  ])('%s', async (_, change) => {
    const gate = testGate({ SESSION_ISSUE: 'all' })
    const response = await gate.send('/', { cf: { ...HOME_CF, ...change } })
    expect(response.status).toBe(200)
    expect(claimsOf(cookieToken(response))).toMatchObject({ geo: { country: 'US' } })
    expect(JSON.stringify(gate.records)).not.toMatch(/passwd|x{300}/)
    expect(JSON.stringify(gate.records)).not.toContain('\\r\\n')
  })

  test('without any network a rule on networks cannot be told, and a controlled resource is refused', async () => {
    const gate = testGate()
    const { asn: _, asOrganization: __, ...cf } = HOME_CF
    await refusalOf(await gate.send('/', { cf, address: null }), 403, 'network.unknown')
    await refusalOf(await gate.send('/', { cf: { ...cf, asn: 'x' }, address: null }), 403, 'network.unknown')
    expect(gate.seen).toEqual([])
    expect((await gate.send('/pub/x', { cf, address: null })).status).toBe(200)
  })

  test.each([
    ['text', '7922'],
    ['more than 32 bits', 2 ** 32],
    ['a fraction', 7922.5],
  ])(
    'an ASN of %s leaves the network open: what a rule would have said of it is not known',
    async (_, asn) => {
      const { asOrganization: __, ...nameless } = HOME_CF
      const cf = { ...nameless, asn }
      const gate = testGate()
      await refusalOf(await gate.send('/', { cf }), 403, 'network.unknown')
      await refusalOf(await gate.send('/api/x', { cf }), 403, 'network.unknown')
      expect(gate.seen).toEqual([])
      expect((await gate.send('/pub/x', { cf })).status).toBe(200)
      expect(
        decisions(gate.records).map(({ tier, verdict, action, degraded }) => [
          tier,
          verdict,
          action,
          degraded,
        ]),
      ).toEqual([
        ['controlled', 'deny', 'refuse', []],
        ['standard', 'challenge', 'refuse', []],
        ['open', 'allow', 'pass', ['denied-networks']],
      ])
    },
  )

  test('an ASN that is missing, with an address, is a network nobody lists', async () => {
    const { asn: _, asOrganization: __, ...cf } = HOME_CF
    const gate = testGate()
    for (const path of ['/', '/api/x', '/pub/x']) expect((await gate.send(path, { cf })).status).toBe(200)
    expect(new Set(decisions(gate.records).map(({ network }) => network))).toEqual(new Set(['unknown']))
  })

  test.each(['999.1.1.1', '1.2.3', 'localhost', '1.2.3.4, 5.6.7.8', '::1%eth0', 'x'.repeat(10_000)])(
    'the address %.20s is none',
    async (address) => {
      const gate = testGate()
      expect((await gate.send('/', { address })).status).toBe(200)
      expect(onlyDecision(gate.records).subject).not.toHaveProperty('address')
    },
  )
})

describe('targets beyond measure', () => {
  test.each([
    ['a path of 8,192 characters', `/${'a'.repeat(8191)}`],
    ['a query of 20 KB', `/search?q=${'a'.repeat(20_000)}`],
  ])('%s passes as it was sent', async (_, target) => {
    const gate = testGate()
    expect((await gate.send(target)).status).toBe(200)
    expect(gate.seen[0]?.url).toBe(`https://gate.test${target}`)
  })

  test.each([8193, 9000])('a path of %i characters is 400', async (length) => {
    const gate = testGate()
    await refusalOf(await gate.send(`/${'a'.repeat(length - 1)}?q=1`), 400, 'request.path')
    expect(gate.seen).toEqual([])
  })
})

describe('headers beyond measure', () => {
  test('a cookie of 100 KB counts as no token, and reaches the origin unharmed', async () => {
    const cookie = `a=${'x'.repeat(100_000)}`
    const gate = testGate()
    expect((await gate.send('/', { headers: { Cookie: cookie } })).status).toBe(200)
    expect(gate.seen[0]?.headers.get('Cookie')).toBe(cookie)
  })

  test('a session cookie of 100 KB counts as no token', async () => {
    const gate = testGate()
    expect(
      (await gate.send('/', { headers: { Cookie: `__Host-cordon=${'x'.repeat(100_000)}` } })).status,
    ).toBe(200)
    expect(onlyDecision(gate.records).token_fault).toBe('token.size')
    expect(JSON.stringify(gate.records).length).toBeLessThan(10_000)
    expect(gate.seen[0]?.headers.has('Cookie')).toBe(false)
  })

  test('100,000 separators in a cookie cost no more than their length', async () => {
    for (const piece of [';', ' ', '__Host-cordon ', '=;', ', ']) {
      const gate = testGate()
      const before = performance.now()
      const cookie = `a=1; ${piece.repeat(100_000 / piece.length)}__Host-cordon=x`
      expect((await gate.send('/', { headers: { Cookie: cookie } })).status).toBe(200)
      expect(performance.now() - before).toBeLessThan(1000)
    }
  })

  test('ten Cordon-Session headers count as none', async () => {
    const good = cookieToken(await testGate({ SESSION_ISSUE: 'all' }).send('/')) ?? ''
    const headers = new Headers()
    for (let index = 0; index < 10; index++) headers.append('Cordon-Session', good)
    const gate = testGate()
    expect((await gate.send('/', { headers })).status).toBe(200)
    expect(onlyDecision(gate.records).token_fault).toBe('token.repeated')
    expect(gate.seen[0]?.headers.has('Cordon-Session')).toBe(false)
    expect((await gate.send('/', { headers, cf: CLIENTS.northKorea })).status).toBe(451)
  })

  test.each(['Accept', 'Authorization', 'Upgrade', 'Sec-Fetch-Mode', 'CDN-Loop', 'Connection'])(
    '%s of 100 KB does no harm',
    async (name) => {
      const gate = testGate()
      const value = Array.from({ length: 20_000 }, () => 'a;b,').join('')
      expect((await gate.send('/', { headers: { [name]: value } })).status).toBe(200)
      expect((await gate.send('/', { headers: { [name]: value }, cf: CLIENTS.cloud })).status).toBe(403)
      expect(gate.seen).toHaveLength(1)
    },
  )
})
