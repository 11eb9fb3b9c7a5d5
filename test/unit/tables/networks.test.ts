import { describe, expect, it } from 'vitest'
import type { Asn } from '../../../src/net/asn.ts'
import { checksum } from '../../../src/tables/checksum.ts'
import { BUNDLED_VERSION } from '../../../src/tables/data/bundled-version.ts'
import { networkTables } from '../../../src/tables/networks.ts'
import { CurrentPrefixes } from '../../../src/tables/prefixes.ts'
import { isRelayCarrier, RELAY_CARRIERS } from '../../../src/tables/relay-carriers.ts'
import { addressOf, prefixesOf, tableOf } from '../../support/prefix-lists.ts'

describe('networkTables()', () => {
  it('has a version of 16 hexadecimal digits, where there are no lists', () => {
    expect(networkTables(new CurrentPrefixes()).version).toBe(BUNDLED_VERSION)
    expect(BUNDLED_VERSION).toMatch(/^[0-9a-f]{16}$/)
  })

  it('names the lists in force in its version, also after they changed', async () => {
    const prefixes = new CurrentPrefixes()
    const tables = networkTables(prefixes)
    const versions = [tables.version]
    for (const prefix of ['203.0.113.0/24', '198.51.100.0/24']) {
      await prefixes.swap(tableOf({ class: 'vpn', prefixes: [prefix] }))
      versions.push(tables.version)
      expect(tables.version).toBe(`${BUNDLED_VERSION}.${prefixes.version}`)
    }
    expect(new Set(versions).size).toBe(3)
  })

  it('answers by ASN, by address, by organisation and about relay carriers', async () => {
    const tables = networkTables(await prefixesOf({ class: 'vpn', prefixes: ['203.0.113.0/24'] }))
    expect(tables.byAsn(7922 as Asn)?.class).toBe('residential')
    expect(tables.byAddress(addressOf('203.0.113.9'))).toMatchObject([{ class: 'vpn' }])
    expect(tables.byOrganization('Acme Hosting Ltd')?.class).toBe('hosting')
    expect(tables.isRelayCarrier(13335 as Asn)).toBe(true)
  })
})

describe('relay carriers', () => {
  it('are the four that Private Relay leaves from, and no others', () => {
    expect(RELAY_CARRIERS).toEqual([13335, 20940, 36183, 54113])
    for (const number of RELAY_CARRIERS) expect(isRelayCarrier(number as Asn)).toBe(true)
    expect(isRelayCarrier(63949 as Asn)).toBe(false)
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
