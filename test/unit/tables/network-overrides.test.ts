import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { parseAsn } from '../../../src/net/asn.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import type { NetworkOverride } from '../../../src/policy/types.ts'
import { compileNetworkOverrides } from '../../../src/tables/network-overrides.ts'
import { AT, placeNamed } from '../../support/evidence.ts'
import { addressOf } from '../../support/prefix-lists.ts'

function override(
  network: string,
  says: Pick<NetworkOverride, 'class' | 'place'>,
  expires = AT + 60,
): NetworkOverride {
  const asn = parseAsn(network)
  const prefix = parseCidr(network)
  return {
    network: asn === undefined && prefix.ok ? { prefix: prefix.value } : { ...(asn && { asn }) },
    owner: 'network team',
    reason: 'a test',
    expires: expires as UnixSeconds,
    ...says,
  }
}
const HOST = { class: 'hosting' } as const
const HOMES = { class: 'residential' } as const
const AS1 = parseAsn('AS64500')

const classOf = (overrides: readonly NetworkOverride[], address = '203.0.113.7', now = AT) =>
  compileNetworkOverrides(overrides).class(addressOf(address), AS1, now as UnixSeconds)
const placeOf = (overrides: readonly NetworkOverride[], address = '203.0.113.7', now = AT) =>
  compileNetworkOverrides(overrides).place(addressOf(address), AS1, now as UnixSeconds)

describe('an override', () => {
  it('holds for its prefix and for its ASN', () => {
    expect(classOf([override('203.0.113.0/24', HOST)])).toBe('hosting')
    expect(classOf([override('AS64500', HOST)])).toBe('hosting')
    expect(classOf([override('2001:db8::/32', HOST)], '2001:db8:1::1')).toBe('hosting')
  })

  it.each([
    ['another prefix', '203.0.114.0/24'],
    ['a prefix of the other family', '::/0'],
    ['another ASN', 'AS64501'],
  ])('does not hold for %s', (_, network) => {
    expect(classOf([override(network, HOST)])).toBeUndefined()
  })

  it('of a prefix and an ASN holds for the prefix alone', () => {
    const [prefix, asn] = [override('198.51.100.0/24', HOST), override('AS64500', HOST)]
    const both = { ...prefix, network: { ...prefix.network, ...asn.network } }
    expect(classOf([both])).toBeUndefined()
    expect(classOf([both], '198.51.100.7')).toBe('hosting')
  })

  it('does not hold for an ASN or an address that nobody knows', () => {
    const { class: find } = compileNetworkOverrides([override('AS64500', HOST), override('0.0.0.0/0', HOMES)])
    expect(find(undefined, undefined, AT)).toBeUndefined()
    expect(find(undefined, AS1, AT)).toBe('hosting')
    expect(find(addressOf('203.0.113.7'), undefined, AT)).toBe('residential')
  })

  it.each([
    ['a longer prefix before a shorter one', ['203.0.113.0/24', '203.0.113.0/28'], 'residential'],
    ['a prefix before an ASN, however short', ['AS64500', '0.0.0.0/0'], 'residential'],
    ['of equals the one written first', ['203.0.113.0/24', '203.0.113.0/24'], 'hosting'],
  ])('counts: %s', (_, [first = '', second = ''], value) => {
    const found = classOf([override(first, HOST), override(second, HOMES)])
    expect(found).toBe(value)
    // Whatever the order, unless they are equal.
    if (first !== second) expect(classOf([override(second, HOMES), override(first, HOST)])).toBe(found)
  })

  it('may give the class by one entry and the place by another', () => {
    const overrides = [
      override('203.0.113.0/28', { place: placeNamed('GB-ENG') }),
      override('AS64500', { ...HOST, place: placeNamed('FR') }),
    ]
    expect(classOf(overrides)).toBe('hosting')
    expect(placeOf(overrides)).toEqual(placeNamed('GB-ENG'))
    expect(placeOf(overrides, '198.51.100.1')).toEqual(placeNamed('FR'))
  })

  it('ends at the second it says', () => {
    const overrides = [override('203.0.113.0/24', { ...HOST, place: placeNamed('FR') }, AT)]
    for (const find of [classOf, placeOf]) {
      expect(find(overrides, '203.0.113.7', (AT - 1) as UnixSeconds)).toBeDefined()
      expect(find(overrides, '203.0.113.7', AT)).toBeUndefined()
      expect(find(overrides, '203.0.113.7', (AT + 1) as UnixSeconds)).toBeUndefined()
    }
  })

  it('that has expired leaves the word to a wider one', () => {
    const overrides = [override('203.0.113.0/28', HOST, AT), override('203.0.113.0/24', HOMES)]
    expect(classOf(overrides)).toBe('residential')
  })

  it('none gives nothing', () => {
    expect(classOf([])).toBeUndefined()
    expect(placeOf([override('203.0.113.0/24', HOST)])).toBeUndefined()
  })
})
