import { describe, expect, it } from 'vitest'
import type { Asn } from '../../../src/net/asn.ts'
import { parseCidr } from '../../../src/net/cidr.ts'
import { parseIpAddress } from '../../../src/net/ip-address.ts'
import { compileOperatorNetworks } from '../../../src/tables/operator-networks.ts'

function entry(text: string) {
  if (text.startsWith('AS')) return { asn: Number(text.slice(2)) as Asn }
  const cidr = parseCidr(text)
  if (!cidr.ok) throw new Error(text)
  return { prefix: cidr.value }
}

const compiled = (...entries: string[]) => compileOperatorNetworks(entries.map(entry))
const address = (text: string) => parseIpAddress(text)
const asn = (number: number) => number as Asn

describe('compileOperatorNetworks()', () => {
  const listed = compiled('203.0.113.0/24', '2001:db8::/32', '198.51.100.7', 'AS64500', 'AS64501')

  it.each([
    ['203.0.113.0', '203.0.113.0/24'],
    ['203.0.113.255', '203.0.113.0/24'],
    ['2001:db8:ffff::1', '2001:db8::/32'],
    ['198.51.100.7', '198.51.100.7/32'],
    ['::ffff:203.0.113.9', '203.0.113.0/24'],
  ])('names the entry that covers %s: %s', (client, expected) => {
    expect(listed(address(client), undefined)).toBe(expected)
    expect(listed(address(client), asn(1))).toBe(expected)
  })

  it.each([
    '203.0.112.255',
    '203.0.114.0',
    '2001:db9::1',
    '2001:db7:ffff::1',
    '198.51.100.6',
    '198.51.100.8',
  ])('names none for its neighbour %s', (client) => {
    expect(listed(address(client), undefined)).toBeUndefined()
    expect(listed(address(client), asn(64502))).toBeUndefined()
  })

  it('names the ASN where no prefix covers the address, or none is known', () => {
    expect(listed(address('192.0.2.1'), asn(64500))).toBe('AS64500')
    expect(listed(undefined, asn(64501))).toBe('AS64501')
    expect(listed(undefined, asn(64499))).toBeUndefined()
    expect(listed(undefined, undefined)).toBeUndefined()
  })

  it('names the prefix before the ASN, and of several prefixes the one written first', () => {
    expect(listed(address('203.0.113.1'), asn(64500))).toBe('203.0.113.0/24')
    const nested = compiled('10.0.0.0/8', '10.1.0.0/16')
    expect(nested(address('10.1.2.3'), undefined)).toBe('10.0.0.0/8')
  })

  it('holds for a whole family with /0, and only for that one', () => {
    const all = compiled('0.0.0.0/0')
    expect(all(address('192.0.2.1'), undefined)).toBe('0.0.0.0/0')
    expect(all(address('2001:db8::1'), undefined)).toBeUndefined()
  })

  it('names nothing from an empty list', () => {
    expect(compiled()(address('192.0.2.1'), asn(64500))).toBeUndefined()
  })
})
