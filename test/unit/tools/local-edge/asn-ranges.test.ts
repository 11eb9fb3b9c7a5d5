import { describe, expect, test } from 'vitest'
import { parseIpAddress } from '../../../../src/net/ip-address.ts'
import { decodeRanges, encodeRanges } from '../../../../tools/local-edge/asn-cache.ts'
import { parseAsnCsv } from '../../../../tools/local-edge/asn-csv.ts'
import { findNetwork } from '../../../../tools/local-edge/asn-ranges.ts'
import type { AsnRanges } from '../../../../tools/local-edge/asn-table.ts'

const IPV4 = '16777216,16777471,13335,"Cloudflare, Inc."\n16777728,16777983,64500,"The ""Quoted"" Net"\n'
// 2001:200::/32 and 2001:200:1:: … as the package writes them, in decimal.
const IPV6 =
  '42540528726795050063891204319802818560,42540528806023212578155541913346768895,2500,WIDE Projéct\n'

const ranges = parseAsnCsv(IPV4, IPV6)

function find(table: AsnRanges, text: string) {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Error(`not an address: ${text}`)
  return findNetwork(table, address)
}

describe.each([
  ['parsed', () => ranges],
  ['cached', () => decodeRanges(Buffer.from(encodeRanges(ranges)))],
])('findNetwork() in %s ranges', (_, open) => {
  const table = open() as AsnRanges

  test.each([
    ['1.0.0.0', { asn: 13335, asOrganization: 'Cloudflare, Inc.' }],
    ['1.0.0.255', { asn: 13335, asOrganization: 'Cloudflare, Inc.' }],
    ['1.0.2.7', { asn: 64500, asOrganization: 'The "Quoted" Net' }],
    ['2001:200::', { asn: 2500, asOrganization: 'WIDE Projéct' }],
    ['2001:200:ffff:ffff:ffff:ffff:ffff:ffff', { asn: 2500, asOrganization: 'WIDE Projéct' }],
  ])('finds %s', (address, network) => {
    expect(find(table, address)).toEqual(network)
  })

  test.each([
    '0.255.255.255',
    '1.0.1.0',
    '1.0.3.0',
    '255.255.255.255',
    '::',
    '2001:1ff:ffff::',
    '2001:201::',
  ])('knows no network of %s', (address) => {
    expect(find(table, address)).toBeUndefined()
  })
})

describe('decodeRanges()', () => {
  const sound = Buffer.from(encodeRanges(ranges))

  test('refuses a file cut off anywhere', () => {
    for (let length = 0; length < sound.length; length++)
      expect(decodeRanges(sound.subarray(0, length))).toBeUndefined()
  })

  test('refuses a file with any byte changed', () => {
    for (let at = 0; at < sound.length; at++) {
      const damaged = Buffer.from(sound)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      expect(decodeRanges(damaged), `byte ${at}`).toBeUndefined()
    }
  })
})

test('parseAsnCsv() names the line that has another shape', () => {
  expect(() => parseAsnCsv('1,2,3,x\noops\n', '')).toThrow(/line 2: expected/)
})
