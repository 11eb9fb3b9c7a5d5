import { describe, expect, it } from 'vitest'
import type { Asn } from '../../../src/net/asn.ts'
import { checksum } from '../../../src/tables/checksum.ts'
import { bundledNetworks } from '../../../src/tables/networks.ts'

describe('bundledNetworks', () => {
  it('has a version of 16 hexadecimal digits', () => {
    expect(bundledNetworks.version).toMatch(/^[0-9a-f]{16}$/)
  })

  it('answers by ASN, by organisation and about relay carriers', () => {
    expect(bundledNetworks.byAsn(7922 as Asn)?.class).toBe('residential')
    expect(bundledNetworks.byOrganization('Acme Hosting Ltd')?.class).toBe('hosting')
    expect(bundledNetworks.isRelayCarrier(13335 as Asn)).toBe(true)
  })
})

describe('checksum()', () => {
  it.each([
    ['', '488bdcb81aee8d83'],
    ['16509\thosting', '32a921031329363c'],
    ['Київ 云', 'dfd011b96ce4dac7'],
  ])('names "%s" %s on every machine and in every build', (text, expected) => {
    expect(checksum(text)).toBe(expected)
  })

  it('tells apart texts that differ in one character, in order or in length', () => {
    const texts = ['', 'a', 'b', 'ab', 'ba', 'aa', 'a\n', '16509\thosting', '16509\tvpn', '16510\thosting']
    expect(new Set(texts.map(checksum)).size).toBe(texts.length)
  })

  it('changes in both halves', () => {
    const [one, other] = [checksum('table 1'), checksum('table 2')]
    expect(one.slice(0, 8)).not.toBe(other.slice(0, 8))
    expect(one.slice(8)).not.toBe(other.slice(8))
  })
})
