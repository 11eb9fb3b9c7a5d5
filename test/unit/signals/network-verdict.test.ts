import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES, type NetworkClass } from '../../../src/net/network-class.ts'
import type { NetworkAnswer, TableAnswers } from '../../../src/observations/types.ts'
import { networkVerdict, PRECEDENCE, weakSigns } from '../../../src/signals/network-verdict.ts'
import { NO_ANSWERS, observationsOf, type Sent } from '../../support/evidence.ts'
import { answer, listed } from '../../support/network-tables.ts'

type Tables = Partial<TableAnswers>
const weigh = (sent: Sent, tables: Tables) => observationsOf(sent, { tables: { ...NO_ANSWERS, ...tables } })
const verdict = (tables: Tables, sent: Sent = {}) => networkVerdict(weigh(sent, tables))

const low = (networkClass: NetworkClass): NetworkAnswer => ({ ...answer(networkClass), confidence: 'low' })
const hint = (networkClass: NetworkClass) => listed(networkClass, { confidence: 'low' })

/** What makes each row find something, and what it finds. No row is made to find what the one below it does. */
const SAYING: Readonly<Record<string, readonly [sent: Sent, tables: Tables, says: object]>> = {
  'operator: ALLOWED_NETWORKS': [{}, { operator: 'AS1' }, { class: 'operator_allowed', source: 'operator' }],
  'operator: NETWORK_OVERRIDES': [
    {},
    { override: 'education' },
    { class: 'education', confidence: 'high', source: 'operator' },
  ],
  'edge: Tor (T1)': [{ cf: { country: 'T1' } }, {}, { class: 'tor', source: 'edge' }],
  'request: CF-Worker': [
    { headers: { 'CF-Worker': 'x.test' } },
    {},
    { class: 'edge_worker', source: 'request' },
  ],
  'edge: Workers egress address': [
    { address: '2a06:98c0:3600::103' },
    {},
    { class: 'edge_worker', source: 'edge' },
  ],
  'edge: verified bot': [
    { cf: { botManagement: { verifiedBot: true } } },
    {},
    { class: 'crawler', source: 'edge' },
  ],
  'ASN table: servers': [{}, { asn: answer('vpn') }, { class: 'vpn', source: 'table' }],
  'ASN table': [{}, { asn: answer('satellite') }, { class: 'satellite', source: 'table' }],
  'two independent weak signs': [
    {},
    { prefixes: [hint('proxy')], organization: answer('hosting') },
    { class: 'proxy', confidence: 'medium', source: 'derived' },
  ],
  "rule on the organisation's name": [
    {},
    { organization: answer('business') },
    { class: 'business', confidence: 'low', source: 'rule' },
  ],
  ...Object.fromEntries(
    NETWORK_CLASSES.map((name) => [
      `prefix list: ${name}`,
      [{}, { prefixes: [listed(name)] }, { class: name, confidence: 'high', source: 'feed' }],
    ]),
  ),
}
const ROWS = PRECEDENCE.map(({ row }) => row)
const saying = (row: string) => {
  const found = SAYING[row]
  if (found === undefined) throw new Error(`no case for the row ${row}`)
  return found
}

/** Two cases at once: what the lists say is put together, of everything else there is one. */
function both(upper: string, lower: string): [Sent, Tables] {
  const [sent, tables] = saying(upper)
  const [otherSent, otherTables] = saying(lower)
  const prefixes = [...(otherTables.prefixes ?? []), ...(tables.prefixes ?? [])]
  return [
    {
      ...otherSent,
      ...sent,
      cf: { ...otherSent.cf, ...sent.cf },
      headers: { ...otherSent.headers, ...sent.headers },
    },
    { ...otherTables, ...tables, prefixes },
  ]
}

describe('the precedence table', () => {
  it('has the rows that are written down, in this order', () => {
    expect(ROWS).toEqual([
      'operator: ALLOWED_NETWORKS',
      'operator: NETWORK_OVERRIDES',
      'edge: Tor (T1)',
      'prefix list: tor',
      'request: CF-Worker',
      'edge: Workers egress address',
      'edge: verified bot',
      'prefix list: crawler',
      'prefix list: privacy_relay',
      'prefix list: corporate_gateway',
      'prefix list: vpn',
      'prefix list: proxy',
      'prefix list: edge_worker',
      'prefix list: unknown',
      'prefix list: hosting',
      'ASN table: servers',
      'prefix list: satellite',
      'prefix list: mobile',
      'prefix list: education',
      'prefix list: business',
      'prefix list: residential',
      'ASN table',
      'two independent weak signs',
      "rule on the organisation's name",
    ])
  })

  it.each(ROWS)('finds by the row %s what that row says', (row) => {
    const [sent, tables, says] = saying(row)
    expect(verdict(tables, sent)).toMatchObject({ ...says, row })
  })

  const PAIRS = ROWS.flatMap((upper, index) => ROWS.slice(index + 1).map((lower) => [upper, lower] as const))
  it.each(PAIRS)('%s has the word before %s', (upper, lower) => {
    const [sent, tables] = both(upper, lower)
    expect(verdict(tables, sent)).toMatchObject({ ...saying(upper)[2], row: upper })
  })

  it('finds nothing where nobody knows the network', () => {
    expect(verdict({})).toBeUndefined()
  })

  it('keeps the confidence of a list and of the ASN table', () => {
    expect(verdict({ prefixes: [listed('vpn', { confidence: 'medium' })] })).toMatchObject({
      confidence: 'medium',
    })
    expect(verdict({ asn: { ...answer('hosting'), confidence: 'medium' } })).toMatchObject({
      class: 'hosting',
      confidence: 'medium',
    })
  })

  it('does not take an entry of low confidence in a list of a kinder class for its word', () => {
    expect(verdict({ prefixes: [hint('privacy_relay'), listed('vpn')] })).toMatchObject({ class: 'vpn' })
  })
})

describe('a list that speaks of people, over an ASN of servers', () => {
  const PEOPLE = ['satellite', 'mobile', 'education', 'business', 'residential'] as const
  const sure: NetworkAnswer = answer('hosting')

  it.each(PEOPLE)('%s, makes no home of it', (name) => {
    for (const asn of [sure, { ...sure, confidence: 'medium' } as const, answer('proxy')])
      expect(verdict({ asn, prefixes: [listed(name)] })).toMatchObject({
        class: asn.class,
        row: 'ASN table: servers',
      })
  })

  it.each(PEOPLE)('%s, is believed where the entry is mixed, low, or none of servers', (name) => {
    for (const asn of [answer('hosting', true), low('hosting'), answer('residential'), undefined])
      expect(verdict({ asn, prefixes: [listed(name)] })).toMatchObject({ class: name, source: 'feed' })
  })

  it.each(['privacy_relay', 'crawler', 'corporate_gateway', 'unknown'] as const)(
    '%s, whose prefixes lie in such networks, is believed all the same',
    (name) => {
      expect(verdict({ asn: sure, prefixes: [listed(name)] })).toMatchObject({ class: name })
    },
  )
})

describe('a weak sign', () => {
  const WEAK: readonly (readonly [string, Tables, object])[] = [
    ['a name', { organization: answer('vpn') }, { class: 'vpn', about: 'network', sign: 'name' }],
    ['a mixed ASN', { asn: answer('hosting', true) }, { class: 'hosting', about: 'network', sign: 'asn' }],
    ['a low ASN entry', { asn: low('hosting') }, { class: 'hosting', about: 'network', sign: 'asn' }],
    ['a low list', { prefixes: [hint('proxy')] }, { class: 'proxy', about: 'address', sign: 'feed' }],
  ]
  it.each(WEAK)('by %s is told, and decides nothing', (_, tables, sign) => {
    expect(weakSigns(weigh({}, tables))).toEqual([sign])
    expect(verdict(tables)).toBeUndefined()
  })

  it.each<readonly [string, Tables]>([
    ['a sure ASN entry', { asn: answer('hosting') }],
    ['a sure list', { prefixes: [listed('vpn')] }],
    ['a mixed network of homes', { asn: answer('residential', true) }],
    ['a name that speaks of homes', { organization: answer('residential') }],
    ['a low list of homes', { prefixes: [hint('residential')] }],
    ['lists that could not be read', { prefixes: undefined }],
    ['nothing', {}],
  ])('is none: %s', (_, tables) => {
    expect(weakSigns(weigh({}, tables))).toEqual([])
  })

  const FEED: Tables = { prefixes: [hint('vpn')] }
  it.each<readonly [string, Tables]>([
    ['a name', { organization: answer('hosting') }],
    ['a mixed ASN', { asn: answer('hosting', true) }],
    ['a low ASN entry', { asn: low('hosting') }],
    ['a low ASN entry and its name', { asn: low('hosting'), organization: answer('hosting') }],
  ])('about the address is corroborated by %s, and its class holds', (_, network) => {
    expect(verdict({ ...FEED, ...network })).toMatchObject({
      class: 'vpn',
      confidence: 'medium',
      source: 'derived',
      row: 'two independent weak signs',
    })
  })

  it.each<readonly [string, Tables]>([
    [
      'an ASN entry and the name it is registered under',
      { asn: low('hosting'), organization: answer('hosting') },
    ],
    ['a mixed ASN and its name', { asn: answer('hosting', true), organization: answer('vpn') }],
    ['two lists of low confidence', { prefixes: [hint('vpn'), hint('proxy')] }],
    ['a low list and a mixed network of homes', { ...FEED, asn: answer('residential', true) }],
  ])('is not corroborated by its like: %s', (_, tables) => {
    expect(verdict(tables)).toBeUndefined()
  })

  it('does not speak against a network of homes that is surely known', () => {
    expect(verdict({ ...FEED, asn: answer('residential') })).toMatchObject({ class: 'residential' })
  })

  it('by a mixed ASN and a sure list entry are a refusal of the list', () => {
    const tables = { asn: answer('hosting', true), prefixes: [listed('hosting', { confidence: 'medium' })] }
    expect(verdict(tables)).toMatchObject({ class: 'hosting', source: 'feed' })
  })
})

describe("a rule on the organisation's name", () => {
  it('says nothing beside an ASN entry, however weak that is', () => {
    const organization = answer('residential')
    for (const asn of [low('hosting'), answer('hosting', true), answer('residential', true)])
      expect(verdict({ asn, organization })).toBeUndefined()
  })
})
