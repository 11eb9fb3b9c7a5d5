import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../support/clients.ts'
import { HOME_CF, testGate } from '../support/gate.ts'
import { type MadeUpList, tableOf } from '../support/prefix-lists.ts'
import { admissions, onlyDecision } from '../support/records.ts'
import { claimsOf, refusalOf } from '../support/responses.ts'

const gateWith = (lists: readonly MadeUpList[], vars: Record<string, unknown> = {}) =>
  testGate(vars, undefined, undefined, { prefixTable: tableOf(...lists) })

/** What the origin is told, in the assertion. */
async function told(response: Response): Promise<Record<string, unknown>> {
  expect(response.status).toBe(200)
  const { headers } = await response.json<{ headers: [string, string][] }>()
  return claimsOf(headers.find(([name]) => name === 'cordon-assertion')?.[1])
}
/** Only what has no legal basis of its own, so that refusals are 403. */
const LOOSE = { RESTRICTED_REGIONS: ['CU', 'UA-43'] }

const EGRESS = '172.224.226.1'
const RELAY: MadeUpList = {
  class: 'privacy_relay',
  id: 'icloud',
  movesPlace: true,
  prefixes: [['172.224.226.0/27', 'GB-ENG']],
}
const CLOUDFLARE = { ...HOME_CF, asn: 13335, asOrganization: 'Cloudflare, Inc.' }

describe('privacy relay', () => {
  test('is told by its published prefix, whatever the carrier', async () => {
    for (const cf of [CLOUDFLARE, CLIENTS.privateRelay, CLIENTS.usCloud]) {
      const gate = gateWith([RELAY])
      expect(await told(await gate.send('/', { cf, address: EGRESS }))).toMatchObject({
        acr: 'low',
        net: { class: 'privacy_relay' },
      })
    }
  })

  test.each([13335, 20940, 36183, 54113])(
    'is never told by AS%i: outside the list it is unknown, with low assurance',
    async (asn) => {
      const cf = { ...CLOUDFLARE, asn, asOrganization: 'A Hosting VPN Relay, Inc.' }
      const claims = await told(await gateWith([RELAY]).send('/', { cf, address: '172.224.226.32' }))
      expect(claims).toMatchObject({ acr: 'low', net: { class: 'unknown' } })
    },
  )

  test('is refused where the operator says so, by its prefix', async () => {
    const gate = gateWith([RELAY], { DENIED_NETWORKS: ['privacy_relay'] })
    await refusalOf(await gate.send('/', { address: EGRESS }), 403, 'network.privacy_relay')
  })
})

test('a security gateway keeps its country, with low assurance', async () => {
  const gateway: MadeUpList = { class: 'corporate_gateway', prefixes: [['165.225.0.0/17', 'DE']] }
  const claims = await told(await gateWith([gateway]).send('/', { address: '165.225.1.1' }))
  expect(claims).toMatchObject({ acr: 'low', geo: { country: 'US' }, net: { class: 'corporate_gateway' } })
})

test('a crawler is told by its prefix, in the network of a cloud, and by no User-Agent', async () => {
  const crawler: MadeUpList = { class: 'crawler', prefixes: ['66.249.64.0/19'] }
  const gate = gateWith([crawler])
  expect(await told(await gate.send('/', { cf: CLIENTS.usCloud, address: '66.249.66.1' }))).toMatchObject({
    net: { class: 'crawler' },
  })
  const headers = { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }
  const sent = { cf: CLIENTS.usCloud, address: '66.249.96.1', headers }
  await refusalOf(await gate.send('/', sent), 403, 'network.hosting')
})

test('an edge that relays and servers share is unknown, though it lies in a cloud', async () => {
  const lists: MadeUpList[] = [
    { class: 'hosting', prefixes: ['104.16.0.0/12'] },
    { class: 'unknown', id: 'cdn', prefixes: ['104.28.0.0/16'] },
  ]
  const gate = gateWith(lists)
  expect(await told(await gate.send('/', { address: '104.28.1.1' }))).toMatchObject({
    acr: 'low',
    net: { class: 'unknown' },
  })
  await refusalOf(await gate.send('/', { address: '104.16.1.1' }), 403, 'network.hosting')
})

test('a name that speaks of servers refuses nobody, and the record says what was suspected', async () => {
  const gate = testGate()
  const cf = { ...HOME_CF, asn: 64500, asOrganization: 'Acme Hosting, Inc.' }
  expect(await told(await gate.send('/', { cf }))).toMatchObject({ acr: 'low', net: { class: 'unknown' } })
  expect(admissions(gate.records)[0]?.evidence).toMatchObject({
    'network.suspected': { value: 'hosting' },
    'network.signs': { value: expect.stringContaining('name:') },
  })
})

describe('a list that moves a country', () => {
  const SAT: MadeUpList = {
    class: 'satellite',
    movesPlace: true,
    prefixes: [
      ['98.97.0.0/24', 'GB-ENG'],
      ['98.97.1.0/24', 'CU'],
      ['98.97.2.0/24', 'US-NY'],
      ['98.97.3.0/24', 'UA-43'],
      ['98.97.4.0/24', 'UA-30'],
    ],
  }
  const OVERRIDE = {
    network: '98.97.9.0/24',
    class: 'satellite',
    place: 'GB',
    owner: 'netops',
    reason: 'A cabin',
    expires: '2099-01-01',
  }
  const T1 = { ...CLIENTS.starlink, country: 'T1', regionCode: undefined }
  const send = (vars: Record<string, unknown>, address: string, cf: object = CLIENTS.starlink) => {
    const gate = gateWith([SAT], { ...LOOSE, ...vars })
    return { gate, response: gate.send('/', { address, cf: { ...CLIENTS.starlink, ...cf } }) }
  }

  test('moves it, and the record keeps what the edge said', async () => {
    const { gate, response } = send({}, '98.97.0.1')
    expect(await told(await response)).toMatchObject({ geo: { country: 'GB' }, net: { class: 'satellite' } })
    expect(admissions(gate.records)[0]?.evidence).toMatchObject({
      place: { source: 'feed', value: { country: 'GB', region: 'GB-ENG' } },
      'place.edge': { source: 'edge', value: { country: 'US', region: 'US-CA' } },
      'place.continent': { value: 'EU' },
      'place.eu': { value: false },
      'place.state': { value: 'known' },
    })
  })

  test('moves it into a restricted place', async () => {
    for (const address of ['98.97.1.1', '98.97.3.1'])
      await refusalOf(await send({}, address).response, 403, 'place.restricted')
  })

  test('moves within a country too, with a low assurance', async () => {
    const { gate, response } = send({}, '98.97.2.1')
    expect(await told(await response)).toMatchObject({ acr: 'low', geo: { country: 'US' } })
    expect(admissions(gate.records)[0]?.evidence).toMatchObject({
      place: { source: 'feed', value: { region: 'US-NY' } },
      'place.edge': { value: { region: 'US-CA' } },
      'network.signs': { value: expect.stringMatching(/ place:satellite=US-NY$/) },
    })
  })

  test('leaves sessions good: they are bound to the place that the edge names', async () => {
    for (const [gate, address, cf] of [
      [gateWith([SAT], LOOSE), '98.97.0.1', CLIENTS.starlink],
      [gateWith([SAT], { ...LOOSE, NETWORK_OVERRIDES: [OVERRIDE] }), '98.97.9.1', CLIENTS.starlink],
      [gateWith([SAT], { ...LOOSE, DENIED_NETWORKS: [], NETWORK_OVERRIDES: [OVERRIDE] }), '98.97.9.1', T1],
    ] as const) {
      const made = await gate.send('/.cordon/session', { method: 'POST', address, cf })
      const { token } = await made.json<{ token: string }>()
      const again = { headers: { 'Cordon-Session': token }, address, cf }
      expect((await gate.send('/.cordon/session', again)).status).toBe(200)
    }
  })

  test('moves within a country into its restricted part, and not out of the doubt about it', async () => {
    const ukraine = { country: 'UA', continent: 'EU' }
    const kyiv = send({}, '98.97.3.1', { ...ukraine, regionCode: '30' })
    await refusalOf(await kyiv.response, 403, 'place.restricted')
    const doubt = send({}, '98.97.4.1', { ...ukraine, regionCode: undefined })
    await refusalOf(await doubt.response, 403, 'place.ambiguous')
  })

  const rule = (when: object) => ({
    RESTRICTED_REGIONS: [],
    POLICY: { default: 'allow', rules: [{ id: 'r', effect: 'deny', when }] },
  })
  const CUBA = { country: 'CU', regionCode: '03' }
  const UKRAINE = { country: 'UA', regionCode: undefined, continent: 'EU' }
  test.each<readonly [string, Record<string, unknown>, object, string]>([
    ['a plain code', {}, CUBA, 'place.restricted'],
    [
      'a group',
      { RESTRICTED_REGIONS: [{ id: 'cuba', regions: ['CU'], reason: 'Embargo' }] },
      CUBA,
      'place.restricted',
    ],
    [
      'what is not allowed',
      { ALLOWED_REGIONS: ['GB'] },
      { country: 'FR', regionCode: undefined },
      'place.not_allowed',
    ],
    ['a country whose part is not known', {}, UKRAINE, 'place.ambiguous'],
    [
      'a continent',
      rule({ signal: 'place.continent', is: 'AS' }),
      { country: 'JP', continent: 'AS' },
      'place.restricted',
    ],
    ['the Union', rule({ signal: 'place.eu', is: true }), { country: 'DE' }, 'place.restricted'],
    [
      'a place through certain networks',
      rule({
        all: [
          { signal: 'place', in: ['CU'] },
          { signal: 'network.class', is: 'satellite' },
        ],
      }),
      CUBA,
      'place.restricted',
    ],
  ])('moves nobody out of %s', async (_, vars, cf, reason) => {
    await refusalOf(await send(vars, '98.97.0.1', cf).response, 403, reason)
  })

  test.each([
    ['the edge knows no country', { country: 'XX' }, 'place.unknown'],
    ['the edge says nothing', { country: undefined }, 'place.unknown'],
    ['the client comes through Tor', { country: 'T1' }, 'network.tor'],
  ])('moves nobody where %s', async (_, cf, reason) => {
    await refusalOf(await send({}, '98.97.0.1', cf).response, 403, reason)
  })

  test('of phones over an ASN of servers moves nobody, and makes no phone of a server', async () => {
    const phones: MadeUpList = { class: 'mobile', movesPlace: true, prefixes: [['98.97.0.0/24', 'GB']] }
    const sent = { address: '98.97.0.1', cf: CLIENTS.usCloud }
    await refusalOf(await gateWith([phones], LOOSE).send('/', sent), 403, 'network.hosting')
    const lenient = gateWith([phones], { ...LOOSE, DENIED_NETWORKS: [] })
    expect(await told(await lenient.send('/', sent))).toMatchObject({
      geo: { country: 'US' },
      net: { class: 'hosting' },
    })
  })

  test('of servers moves nobody', async () => {
    const servers: MadeUpList = { class: 'hosting', movesPlace: true, prefixes: [['98.97.0.0/24', 'CU']] }
    const gate = gateWith([servers], { ...LOOSE, DENIED_NETWORKS: [] })
    expect(await told(await gate.send('/', { address: '98.97.0.1' }))).toMatchObject({
      geo: { country: 'US' },
    })
  })

  test('moves nobody out of a place that default = "deny" refuses', async () => {
    const allow = { id: 'home', effect: 'allow', when: { signal: 'place', in: ['GB'] } }
    const vars = { RESTRICTED_REGIONS: [], POLICY: { default: 'deny', rules: [allow] } }
    expect((await send(vars, '98.97.0.1', CUBA).response).status).toBe(403)
  })
})

describe('an override', () => {
  const override = (says: object, expires = '2026-11-02T00:00:00Z') => ({
    ...LOOSE,
    NETWORK_OVERRIDES: [{ network: '73.162.10.0/24', owner: 'ops', reason: 'a test', expires, ...says }],
  })

  test('of the class outranks every table', async () => {
    await refusalOf(await testGate(override({ class: 'vpn' })).send('/'), 403, 'network.vpn')
    const gate = testGate(override({ class: 'business' }))
    expect(await told(await gate.send('/', { cf: CLIENTS.usCloud }))).toMatchObject({
      net: { class: 'business' },
    })
  })

  test('of the place moves out of a restricted one, and into one', async () => {
    const out = testGate(override({ place: 'GB' }))
    expect(await told(await out.send('/', { cf: CLIENTS.cuba }))).toMatchObject({ geo: { country: 'GB' } })
    await refusalOf(await testGate(override({ place: 'CU' })).send('/'), 403, 'place.restricted')
  })

  test('does nothing from the second on at which it expires, and health names it then', async () => {
    const gate = testGate(override({ class: 'vpn' }, '2026-11-01T00:00:01Z'), undefined, () => ({
      revealHealth: true,
    }))
    const health = async () =>
      (await gate.send('/.cordon/health')).json<{ status: string; details: string[] }>()
    await refusalOf(await gate.send('/'), 403, 'network.vpn')
    expect(await health()).toMatchObject({ status: 'ok', details: [] })
    gate.at = (gate.at + 999) as typeof gate.at
    await refusalOf(await gate.send('/'), 403, 'network.vpn')
    gate.at = (gate.at + 1) as typeof gate.at
    expect((await gate.send('/')).status).toBe(200)
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: ['NETWORK_OVERRIDES: "73.162.10.0/24" of ops has expired and does nothing'],
    })
  })

  test('is in the record, but not its entry', async () => {
    const gate = testGate(override({ class: 'vpn' }))
    await gate.send('/')
    expect(onlyDecision(gate.records).network).toBe('vpn')
    expect(admissions(gate.records)[0]?.evidence['network.signs']).toMatchObject({
      value: expect.stringContaining('override=vpn/high'),
    })
  })
})

test('a list that is older than it may be is reported by health', async () => {
  const old: MadeUpList = { class: 'vpn', prefixes: ['192.0.2.0/24'], checkedAt: '2026-09-01T00:00:00Z' }
  const gate = testGate({}, undefined, () => ({ revealHealth: true }), { prefixTable: tableOf(old) })
  expect(await (await gate.send('/.cordon/health')).json()).toMatchObject({
    status: 'degraded',
    details: [expect.stringMatching(/^prefix list "vpn" .*2026-09-01.* 30 days/)],
  })
})

describe('an entry of the operator for a single address', () => {
  const whole = { owner: 'ops', reason: 'a test', expires: '2027-01-01', class: 'business' }
  test.each<readonly [string, Record<string, unknown>]>([
    ['ALLOWED_NETWORKS', { ALLOWED_NETWORKS: ['73.162.10.1/32'] }],
    ['NETWORK_OVERRIDES', { NETWORK_OVERRIDES: [{ network: '73.162.10.1/32', ...whole }] }],
  ])('in %s brings no whole address into a record', async (_, vars) => {
    const gate = testGate(vars)
    await gate.send('/')
    expect(JSON.stringify(gate.records)).not.toContain('73.162.10.1')
  })
})

test('a client without an address is not let past the lists', async () => {
  const vpn: MadeUpList = { class: 'vpn', prefixes: ['1.2.3.0/24'] }
  await refusalOf(await gateWith([vpn]).send('/', { address: null }), 403, 'network.unknown')
  expect((await gateWith([vpn]).send('/', {})).status).toBe(200)
})
