import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { absent, observed, type TableAnswers } from '../../../src/observations/types.ts'
import { networkClass } from '../../../src/signals/network-class.ts'
import { isAdverse, PRECEDENCE } from '../../../src/signals/network-verdict.ts'
import { NO_ANSWERS, observationsOf, type Sent } from '../../support/evidence.ts'
import { answer, listed } from '../../support/network-tables.ts'

const detect = (sent: Sent = {}, tables: Partial<TableAnswers> = {}) =>
  networkClass.detect(observationsOf(sent, { tables: { ...NO_ANSWERS, ...tables } }))

const WORKERS_EGRESS = '2a06:98c0:3600::103'
const UNREADABLE = { state: 'unavailable', cause: 'the prefix lists could not be asked' }
const MALFORMED = { state: 'unavailable', cause: 'the edge gave a malformed ASN' }

describe('the network class', () => {
  it('comes from an override of the operator', () => {
    expect(detect({}, { override: 'business' })).toEqual(observed('business', 'operator'))
  })

  it.each([
    ['the edge', { cf: { country: 'T1' } }, {}, observed('tor', 'edge')],
    ['a published list', {}, { prefixes: [listed('vpn')] }, observed('vpn', 'feed')],
    ['the ASN table', {}, { asn: answer('hosting') }, observed('hosting', 'table')],
    [
      'a rule on a name that speaks of homes',
      {},
      { organization: answer('mobile') },
      observed('mobile', 'rule'),
    ],
    ['nobody', {}, {}, observed('unknown', 'table')],
  ] as const)('comes from %s', (_, sent, tables, says) => {
    expect(detect(sent, tables)).toEqual(says)
  })

  it.each([
    ['a name that speaks of servers', { organization: answer('hosting') }],
    ['a name that speaks of a VPN', { organization: answer('vpn') }],
    ['a mixed ASN', { asn: answer('hosting', true) }],
    [
      'a mixed ASN of homes, whatever its name',
      { asn: answer('residential', true), organization: answer('hosting') },
    ],
    ['an ASN entry of low confidence', { asn: { ...answer('hosting'), confidence: 'low' as const } }],
    ['a list of low confidence', { prefixes: [listed('vpn', { confidence: 'low' })] }],
    ['an edge that relays, WARP and servers share', { prefixes: [listed('unknown')] }],
  ])('is unknown by %s alone', (_, tables) => {
    expect(detect({}, tables)).toMatchObject({ value: 'unknown' })
  })

  it('of a mixed ASN is still Tor, a Worker or allow-listed', () => {
    const asn = answer('hosting', true)
    expect(detect({ cf: { country: 'T1' } }, { asn })).toMatchObject({ value: 'tor' })
    expect(detect({}, { asn, operator: 'AS1' })).toMatchObject({ value: 'operator_allowed' })
  })

  it.each([
    ['a bot that is not verified', { cf: { botManagement: { verifiedBot: false } } }],
    ['an address next to that of the Workers', { address: '2a06:98c0:3600::104' }],
    ['an unknown country', { cf: { country: 'XX' } }],
    ['a User-Agent that claims to be a crawler', { headers: { 'User-Agent': 'Googlebot/2.1' } }],
  ] as const)('is not told by %s', (_, sent) => {
    expect(detect(sent)).toMatchObject({ value: 'unknown' })
  })

  it.each<readonly [string, Sent, unknown]>([
    ['an address without an ASN', { cf: { asn: undefined } }, observed('unknown', 'table')],
    ['an ASN without an address', { address: null }, observed('unknown', 'table')],
    ['neither', { address: null, cf: { asn: undefined } }, absent('missing')],
    ['neither, and a malformed ASN', { address: null, cf: { asn: 'AS1' } }, MALFORMED],
    ['an address and a malformed ASN', { cf: { asn: 'AS1' } }, MALFORMED],
    ['no request.cf and no address', { address: null, cf: null }, absent('missing')],
  ])('with nothing listed, of %s', (_, sent, expected) => {
    expect(detect(sent)).toEqual(expected)
  })

  it('is what a list tells, whatever the edge gave as the ASN', () => {
    expect(detect({ cf: { asn: 'AS1' } }, { prefixes: [listed('vpn')] })).toEqual(observed('vpn', 'feed'))
  })

  const TOLD: readonly string[] = [
    'hosting',
    'vpn',
    'proxy',
    'tor',
    'privacy_relay',
    'edge_worker',
    'unknown',
  ]
  it.each(NETWORK_CLASSES)('%s gives its own reason, where there is one', (value) => {
    expect(networkClass.reason(value)).toBe(TOLD.includes(value) ? `network.${value}` : 'policy.denied')
  })
})

describe('the network class, while the lists cannot be read', () => {
  const prefixes = undefined

  it.each<readonly [string, Sent, Partial<TableAnswers>, unknown]>([
    ["the operator's allow-list", {}, { operator: 'AS1' }, observed('operator_allowed', 'operator')],
    ["the operator's override", {}, { override: 'residential' }, observed('residential', 'operator')],
    ['Tor by T1', { cf: { country: 'T1' } }, {}, observed('tor', 'edge')],
    ['a relaying Worker', { headers: { 'CF-Worker': 'x.test' } }, {}, observed('edge_worker', 'request')],
    ["the Workers' own address", { address: WORKERS_EGRESS }, {}, observed('edge_worker', 'edge')],
    ['a verified bot', { cf: { botManagement: { verifiedBot: true } } }, {}, observed('crawler', 'edge')],
    ['an ASN of servers', {}, { asn: answer('hosting') }, observed('hosting', 'table')],
    ['an ASN of a VPN', {}, { asn: answer('vpn') }, observed('vpn', 'table')],
  ])('is still told by %s', (_, sent, tables, expected) => {
    expect(detect(sent, { prefixes, ...tables })).toEqual(expected)
  })

  it.each<readonly [string, Sent, Partial<TableAnswers>]>([
    ['homes', {}, { asn: answer('residential') }],
    ['a university', {}, { asn: answer('education') }],
    ['a gateway', {}, { asn: answer('corporate_gateway') }],
    ['a mixed network', {}, { asn: answer('hosting', true) }],
    ['a probable hoster', {}, { asn: { ...answer('hosting'), confidence: 'low' } }],
    ['a name that speaks of homes', {}, { organization: answer('residential') }],
    ['a name that speaks of servers', {}, { organization: answer('hosting') }],
    ['nothing', {}, {}],
    ['not even an ASN', { cf: { asn: undefined } }, {}],
  ])('is unavailable where there is %s', (_, sent, tables) => {
    expect(detect(sent, { prefixes, ...tables })).toEqual(UNREADABLE)
  })
})

it('a shipped policy refuses no class that counts as adverse by its absence', () => {
  expect(NETWORK_CLASSES.filter(isAdverse)).toEqual(['hosting', 'vpn', 'proxy', 'tor'])
})

it('every class but the operator’s own allow-list can come from a published list', () => {
  const rows = PRECEDENCE.map(({ row }) => row)
  const never = NETWORK_CLASSES.filter((name) => !rows.includes(`prefix list: ${name}`))
  expect(never).toEqual(['operator_allowed'])
})
