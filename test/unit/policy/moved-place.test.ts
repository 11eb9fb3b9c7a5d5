import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES, type NetworkClass } from '../../../src/net/network-class.ts'
import type { PrefixAnswer, TableAnswers } from '../../../src/observations/types.ts'
import { placeByList } from '../../../src/policy/moved-place.ts'
import { NO_ANSWERS, observationsOf, placeNamed, type Sent } from '../../support/evidence.ts'
import { answer, listed, movedTo } from '../../support/network-tables.ts'

const saying = (
  place: string,
  networkClass: NetworkClass = 'satellite',
  changes: Partial<PrefixAnswer> = {},
) => listed(networkClass, { place: placeNamed(place), movesPlace: true, ...changes })
const moved = (prefixes: TableAnswers['prefixes'], sent: Sent = {}, tables: Partial<TableAnswers> = {}) =>
  placeByList(observationsOf(sent, { tables: { ...NO_ANSWERS, ...tables, prefixes } }))
const by = (code: string, feed = 'satellite') => ({ place: placeNamed(code), source: 'feed', by: feed })

describe("a publisher's list", () => {
  const MOVABLE: readonly string[] = ['satellite', 'mobile', 'privacy_relay']
  it.each(NETWORK_CLASSES)('of %s says another place if that is a class that may', (name) => {
    expect(moved([saying('GB-ENG', name)])).toEqual(MOVABLE.includes(name) ? by('GB-ENG', name) : undefined)
  })

  it.each<readonly [string, readonly PrefixAnswer[], Sent]>([
    ['another country', [saying('GB')], {}],
    ['another region of the same country', [saying('US-NY')], {}],
    ['a region, where the edge knows none', [saying('US-CA')], { cf: { regionCode: undefined } }],
    ['another country, where the edge knows no region', [saying('GB')], { cf: { regionCode: undefined } }],
    ['one with medium confidence', [saying('GB', 'satellite', { confidence: 'medium' })], {}],
  ])('says %s', (_, prefixes, sent) => {
    expect(moved(prefixes, sent)).toMatchObject({ place: prefixes[0]?.place })
  })

  it.each<readonly [string, TableAnswers['prefixes'], Sent]>([
    ['nothing is listed', [], {}],
    ['the lists cannot be read', undefined, {}],
    ['the operator does not believe it about places', [saying('GB', 'mobile', { movesPlace: false })], {}],
    ['it is of low confidence', [saying('GB', 'mobile', { confidence: 'low' })], {}],
    ['it names no place', [listed('mobile', { movesPlace: true })], {}],
    ['it names the very place', [saying('US-CA')], {}],
    ['it names the same country and no region', [saying('US')], {}],
    ['neither knows the region', [saying('US')], { cf: { regionCode: undefined } }],
    ['the edge knows no country', [saying('GB')], { cf: { country: 'XX' } }],
    ['the edge says Tor', [saying('GB')], { cf: { country: 'T1' } }],
    ['the edge says nothing', [saying('GB')], { cf: null }],
    ['what the edge says is no country', [saying('GB')], { cf: { country: 'us' } }],
  ])('says nothing where %s', (_, prefixes, sent) => {
    expect(moved(prefixes, sent)).toBeUndefined()
  })
})

describe('only the list that decides the class, but for the operator, is asked', () => {
  it.each<readonly [string, Sent, Partial<TableAnswers>]>([
    ['an ASN of servers', {}, { asn: answer('hosting') }],
    ['a verified bot', { cf: { botManagement: { verifiedBot: true } } }, {}],
    ['a relaying Worker', { headers: { 'CF-Worker': 'x.test' } }, {}],
  ])('and not one that %s outranks', (_, sent, tables) => {
    expect(moved([saying('GB', 'mobile')], sent, tables)).toBeUndefined()
  })

  it.each<readonly [string, Partial<TableAnswers>]>([
    ['an override of the same class', { override: 'mobile' }],
    ['an override of another', { override: 'residential' }],
    ["the operator's allow-list", { operator: 'AS7922' }],
    ['both', { override: 'hosting', operator: 'AS7922' }],
  ])('%s says nothing of the place, and takes no word from a list nor gives one', (_, tables) => {
    const lists = [saying('GB', 'mobile')]
    expect(moved(lists, {}, tables)).toEqual(by('GB', 'mobile'))
    expect(moved(lists, {}, { ...tables, asn: answer('hosting') })).toBeUndefined()
    expect(moved([saying('FR', 'vpn'), ...lists], {}, tables)).toBeUndefined()
  })

  it.each(['vpn', 'hosting', 'tor', 'unknown', 'corporate_gateway'] as const)(
    'and not one beside a list of %s, which may not',
    (name) => {
      expect(moved([saying('GB', 'mobile'), saying('FR', name)])).toBeUndefined()
      expect(moved([saying('FR', name), saying('GB', 'mobile')])).toBeUndefined()
    },
  )

  it.each([
    ['a mixed ASN', answer('hosting', true)],
    ['an ASN entry of low confidence', { ...answer('hosting'), confidence: 'low' } as const],
    ['an ASN of the same class', answer('satellite')],
    ['an ASN of homes', answer('residential')],
  ])('which %s does not outrank', (_, asn) => {
    expect(moved([saying('GB')], {}, { asn })).toEqual(by('GB'))
  })

  it('which may lie above one that may not', () => {
    expect(moved([saying('FR', 'residential'), saying('GB')])).toEqual(by('GB'))
  })

  it('which of two that may is the one before in the precedence', () => {
    const lists = [saying('GB', 'mobile'), saying('FR', 'privacy_relay'), saying('DE', 'satellite')]
    for (const order of [lists, lists.toReversed()]) expect(moved(order)).toEqual(by('FR', 'privacy_relay'))
  })

  it('and no other speaks for it where it has no place, or is not believed about places', () => {
    const silent = listed('privacy_relay', { movesPlace: true })
    const disbelieved = saying('FR', 'privacy_relay', { movesPlace: false })
    for (const first of [silent, disbelieved])
      for (const lists of [
        [first, saying('GB')],
        [saying('GB'), first],
      ])
        expect(moved(lists)).toBeUndefined()
  })

  it("and none where the operator's override has given a place", () => {
    expect(moved([saying('GB')], {}, movedTo('FR', 'operator'))).toBeUndefined()
  })
})
