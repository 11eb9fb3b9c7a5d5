import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Asn } from '../../../src/net/asn.ts'
import { asnCount, lookupAsn } from '../../../src/tables/asn-table.ts'
import { ASN_KINDS, ASN_TABLE } from '../../../src/tables/data/asn-table.ts'
import { RELAY_CARRIERS } from '../../../src/tables/relay-carriers.ts'
import { ASN_SOURCE, parseAsnSource } from '../../../tools/networks/asn-source.ts'
import { PROJECT_ROOT } from '../../../tools/project.ts'

const as = (number: number): Asn => number as Asn
const source = parseAsnSource(readFileSync(join(PROJECT_ROOT, ASN_SOURCE), 'utf8'))

describe('lookupAsn()', () => {
  it.each([
    [7922, 'residential', 'high'],
    [3320, 'residential', 'high'],
    [21928, 'mobile', 'high'],
    [15895, 'mobile', 'high'],
    [14593, 'satellite', 'high'],
    [3, 'education', 'high'],
    [22616, 'corporate_gateway', 'high'],
    [16509, 'hosting', 'high'],
    [9009, 'hosting', 'high'],
    [24940, 'hosting', 'high'],
    [216025, 'vpn', 'high'],
  ])('AS%i is %s, surely and unmixed', (number, networkClass, confidence) => {
    expect(lookupAsn(as(number))).toMatchObject({ class: networkClass, mixed: false, confidence })
  })

  it.each([4837, 25229, 6939])('AS%i carries both homes and servers, and is marked mixed', (number) => {
    expect(lookupAsn(as(number))?.mixed).toBe(true)
  })

  it('gives the reason, without the name of the operator', () => {
    expect(lookupAsn(as(7922))?.reason).toBe('home access')
  })

  it.each([64_512, 4_294_967_294, 1])('knows nothing of AS%i, which is not listed', (number) => {
    expect(source.some((entry) => entry.asn === number)).toBe(false)
    expect(lookupAsn(as(number))).toBeUndefined()
  })

  it('has Google Fiber as homes, although Google is not', () => {
    expect(lookupAsn(as(16591))?.class).toBe('residential')
  })

  it('gives the same frozen answer for all of a kind: nothing is allocated', () => {
    expect(lookupAsn(as(7922))).toBe(lookupAsn(as(7922)))
    expect(Object.isFrozen(lookupAsn(as(7922)))).toBe(true)
  })
})

describe('the ASN table of the bundle', () => {
  it('says of every entry of its source exactly what the source says', () => {
    expect(asnCount).toBe(source.length)
    const differing = source.filter(({ asn, operator: _, ...entry }) => {
      const found = lookupAsn(asn)
      return JSON.stringify(found) !== JSON.stringify(pick(entry))
    })
    expect(differing).toEqual([])
  })

  it('says nothing of the numbers beside its entries', () => {
    const listed = new Set<number>(source.map(({ asn }) => asn))
    const beside = source.flatMap(({ asn }) => [asn - 1, asn + 1]).filter((number) => !listed.has(number))
    expect(beside.filter((number) => lookupAsn(as(number)) !== undefined)).toEqual([])
  })

  it('takes less than 64 KB', () => {
    expect(ASN_TABLE.length + JSON.stringify(ASN_KINDS).length).toBeLessThan(65_536)
  })

  it('covers thousands of networks', () => {
    expect(asnCount).toBeGreaterThan(5_000)
  })
})

const pick = ({ class: name, mixed, confidence, reason }: (typeof ENTRIES)[number]) => ({
  class: name,
  confidence,
  mixed,
  reason,
})
const ENTRIES = source.map(({ asn: _, operator: __, ...entry }) => entry)

describe('the entries', () => {
  it('list no carrier of the relay: neither hosting nor relay would be true of it', () => {
    expect(source.filter(({ asn }) => RELAY_CARRIERS.includes(asn))).toEqual([])
  })

  it('are public ASNs', () => {
    const reserved = (number: number) =>
      (number >= 64_496 && number <= 131_071) || number >= 4_200_000_000 || number === 23_456
    expect(source.filter(({ asn }) => reserved(asn))).toEqual([])
  })

  it('give no class that only a prefix, a proof or the operator can give', () => {
    const never: readonly string[] = [
      'privacy_relay',
      'edge_worker',
      'operator_allowed',
      'unknown',
      'crawler',
    ]
    expect(source.filter((entry) => never.includes(entry.class))).toEqual([])
  })

  it('do not repeat the operator in the reason', () => {
    expect(new Set(source.map(({ reason }) => reason)).size).toBeLessThan(256)
  })
})
