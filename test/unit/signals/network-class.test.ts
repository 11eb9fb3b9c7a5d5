import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES, type NetworkClass } from '../../../src/net/network-class.ts'
import { absent, type NetworkAnswer, observed } from '../../../src/observations/types.ts'
import { networkClass } from '../../../src/signals/network-class.ts'
import { observationsOf, type Sent } from '../../support/evidence.ts'

const answer = (networkClass: NetworkClass, mixed = false): NetworkAnswer => ({
  class: networkClass,
  mixed,
  confidence: 'high',
  reason: 'test',
})

interface Sources {
  readonly operator?: string
  readonly asn?: NetworkAnswer
  readonly organization?: NetworkAnswer
}
const detect = (sent: Sent = {}, { operator, asn, organization }: Sources = {}) =>
  networkClass.detect(observationsOf(sent, { tables: { operator, asn, organization } }))

/** Everything that has a word on the class, the last word first; each says something else. */
const WORKERS_EGRESS = '2a06:98c0:3600::103'
const SAYING: readonly (readonly [name: string, sent: Sent, sources: Sources, says: unknown])[] = [
  ["the operator's list", {}, { operator: 'AS1' }, observed('operator_allowed', 'operator')],
  ['Tor by T1', { cf: { country: 'T1' } }, {}, observed('tor', 'edge')],
  ['a relaying Worker', { headers: { 'CF-Worker': 'evil.test' } }, {}, observed('edge_worker', 'request')],
  ["the Workers' own address", { address: WORKERS_EGRESS }, {}, observed('edge_worker', 'edge')],
  ['a verified bot', { cf: { botManagement: { verifiedBot: true } } }, {}, observed('crawler', 'edge')],
  ['the ASN table', {}, { asn: answer('hosting') }, observed('hosting', 'table')],
  ["a rule on the organisation's name", {}, { organization: answer('vpn') }, observed('vpn', 'rule')],
  ['nobody', {}, {}, observed('unknown', 'table')],
]

describe('the network class', () => {
  it.each(SAYING)('comes from %s', (_, sent, sources, says) => {
    expect(detect(sent, sources)).toEqual(says)
  })

  const pairs = SAYING.flatMap((upper, index) =>
    SAYING.slice(index + 1).map((lower) => [upper[0], lower[0], upper, lower] as const),
  )
  it.each(pairs)(
    '%s has the word before %s',
    (_, __, [, sent, sources, says], [, otherSent, otherSources]) => {
      const both: Sent = {
        ...otherSent,
        ...sent,
        cf: { ...otherSent.cf, ...sent.cf },
        headers: { ...otherSent.headers, ...sent.headers },
      }
      expect(detect(both, { ...otherSources, ...sources })).toEqual(says)
    },
  )

  it('of a mixed ASN is unknown, and its name is not asked either', () => {
    expect(detect({}, { asn: answer('hosting', true) })).toEqual(observed('unknown', 'table'))
    expect(detect({}, { asn: answer('residential', true), organization: answer('hosting') })).toEqual(
      observed('unknown', 'table'),
    )
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
  ] as const)('is not told by %s', (_, sent) => {
    expect(detect(sent)).toMatchObject({ value: 'unknown' })
  })

  const MALFORMED = { state: 'unavailable', cause: 'the edge gave a malformed ASN' }
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

  it('is what else tells it, whatever the edge gave as the ASN', () => {
    const found = SAYING.filter(([name]) => name !== 'nobody')
    for (const [, sent, sources, says] of found) {
      expect(detect({ ...sent, cf: { ...sent.cf, asn: 'AS1' } }, sources)).toEqual(says)
    }
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
