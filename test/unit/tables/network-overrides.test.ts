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
  it('holds for its prefix and for its ASN, and names its entry as it was written', () => {
    expect(classOf([override('203.0.113.0/24', HOST)])).toEqual({ value: 'hosting', entry: '203.0.113.0/24' })
    expect(classOf([override('AS64500', HOST)])).toEqual({ value: 'hosting', entry: 'AS64500' })
    expect(classOf([override('2001:db8::/32', HOST)], '2001:db8:1::1')).toMatchObject({ value: 'hosting' })
  })

  it.each([
    ['another prefix', '203.0.114.0/24'],
    ['a prefix of the other family', '::/0'],
    ['another ASN', 'AS64501'],
  ])('does not hold for %s', (_, network) => {
    expect(classOf([override(network, HOST)])).toBeUndefined()
  })

  it('does not hold for an ASN or an address that nobody knows', () => {
    const { class: find } = compileNetworkOverrides([override('AS64500', HOST), override('0.0.0.0/0', HOMES)])
    expect(find(undefined, undefined, AT)).toBeUndefined()
    expect(find(undefined, AS1, AT)).toMatchObject({ value: 'hosting' })
    expect(find(addressOf('203.0.113.7'), undefined, AT)).toMatchObject({ value: 'residential' })
  })

  it.each([
    ['a longer prefix before a shorter one', ['203.0.113.0/24', '203.0.113.0/28'], '203.0.113.0/28'],
    ['a prefix before an ASN, however short', ['AS64500', '0.0.0.0/0'], '0.0.0.0/0'],
    ['of equals the one written first', ['203.0.113.0/24', '203.0.113.0/24'], '203.0.113.0/24'],
  ])('counts: %s', (_, [first = '', second = ''], entry) => {
    const found = classOf([override(first, HOST), override(second, HOMES)])
    expect(found?.entry).toBe(entry)
    expect(found?.value).toBe(first === second ? 'hosting' : 'residential')
    // Whatever the order, unless they are equal.
    if (first !== second) expect(classOf([override(second, HOMES), override(first, HOST)])).toEqual(found)
  })

  it('may give the class by one entry and the place by another', () => {
    const overrides = [
      override('203.0.113.0/28', { place: placeNamed('GB-ENG') }),
      override('AS64500', { ...HOST, place: placeNamed('FR') }),
    ]
    expect(classOf(overrides)).toEqual({ value: 'hosting', entry: 'AS64500' })
    expect(placeOf(overrides)).toEqual({ value: placeNamed('GB-ENG'), entry: '203.0.113.0/28' })
    expect(placeOf(overrides, '198.51.100.1')).toEqual({ value: placeNamed('FR'), entry: 'AS64500' })
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
    expect(classOf(overrides)).toMatchObject({ value: 'residential', entry: '203.0.113.0/24' })
  })

  it('none gives nothing', () => {
    expect(classOf([])).toBeUndefined()
    expect(placeOf([override('203.0.113.0/24', HOST)])).toBeUndefined()
  })
})
