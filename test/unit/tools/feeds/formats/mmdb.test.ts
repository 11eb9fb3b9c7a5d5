import { describe, expect, test } from 'vitest'
import type { MmdbFormat } from '../../../../../tools/feeds/formats/mmdb.ts'
import { walkTree } from '../../../../../tools/feeds/formats/mmdb-tree.ts'
import { entries, parse } from '../fixture.ts'
import { ipv4Bits, ipv6Bits, mmdbFile } from './mmdb-file.ts'

const FILE = mmdbFile({
  [ipv4Bits('5.6.7.0', 24)]: { is_residential_proxy: true, country: { iso_code: 'NL' } },
  [ipv4Bits('5.6.8.1', 32)]: { is_anonymous_vpn: true, is_residential_proxy: true },
  [ipv4Bits('8.9.0.0', 16)]: {
    user_type: 'hosting',
    subdivisions: [{ iso_code: 'CA' }],
    country: { iso_code: 'US' },
  },
  [ipv4Bits('8.10.0.0', 16)]: { user_type: 'residential' },
  [ipv6Bits([0x2a01, 0x7e00], 32)]: { user_type: 'hosting' },
})

const FLAGS: MmdbFormat = {
  kind: 'mmdb',
  flags: { is_anonymous_vpn: 'vpn', is_residential_proxy: 'proxy' },
  class: { field: 'user_type', values: { hosting: 'hosting' } },
  country: 'country.iso_code',
  region: 'subdivisions.0.iso_code',
}

describe('an MMDB file', () => {
  test('gives each network that its flags or its class name', () => {
    const parsed = parse(FLAGS, FILE)
    expect(entries(parsed)).toEqual([
      '5.6.7.0/24 proxy NL',
      '5.6.8.1/32 vpn',
      '8.9.0.0/16 hosting US-CA',
      '2a01:7e00::/32 hosting',
    ])
    expect(parsed).toMatchObject({
      notes: ['entries left out because the class map does not name their value: "residential" 1'],
      published: new Date(1_775_000_000_000),
    })
  })

  test('gives all its networks where nothing is asked of them', () => {
    expect(entries(parse({ kind: 'mmdb' }, FILE))).toHaveLength(5)
  })

  test('gives IPv4 once, although it is aliased into IPv6', () => {
    const networks = { [ipv4Bits('5.6.7.0', 24)]: { x: true }, [ipv6Bits([0x2a01], 16)]: { x: true } }
    const aliased = mmdbFile(networks, [ipv6Bits([0, 0, 0, 0, 0, 0xffff], 96), ipv6Bits([0x2002], 16)])
    expect(entries(parse({ kind: 'mmdb' }, aliased))).toEqual(['5.6.7.0/24', '2a01::/16'])
  })

  test.each([
    ['that is something else', Buffer.from('hello'), 'not an MMDB file: it has no readable metadata'],
    ['that is a page', Buffer.from('<html>'), 'got an HTML page'],
    ['that is empty', Buffer.alloc(0), 'got an empty file'],
    [
      'with a network that covers too much',
      mmdbFile({ [ipv4Bits('4.0.0.0', 6)]: {} }),
      '4.0.0.0/6: "4.0.0.0/6" covers too much: /8 is the shortest prefix accepted of IPv4',
    ],
    [
      'with a place that is none',
      mmdbFile({ [ipv4Bits('5.6.7.0', 24)]: { country: { iso_code: 'QQ' } } }),
      '5.6.7.0/24: "QQ" is not an ISO 3166-1 country code',
    ],
  ])('%s is refused', (_, contents, message) => {
    expect(parse({ kind: 'mmdb', country: 'country.iso_code' }, contents)).toEqual([message])
  })

  test('names the fields that no network has, and the values that nobody has named', () => {
    const asked = (format: Partial<MmdbFormat>) => parse({ kind: 'mmdb', ...format }, FILE)
    expect(asked({ flags: { is_vpn: 'vpn', is_proxy: 'proxy' } })).toEqual([
      'the list is empty: no network has the fields "is_vpn", "is_proxy"',
    ])
    expect(asked({ class: { field: 'usertype', values: { hosting: 'hosting' } } })).toEqual([
      'the list is empty: no network has the field "usertype"',
    ])
    expect(asked({ class: { field: 'user_type', values: { HOSTING: 'hosting' } } })).toEqual([
      'the list is empty: the class map names none of its values ("", "hosting", "residential")',
    ])
    expect(asked({ flags: { is_anonymous_vpn: 'vpn', is_tor: 'tor' } })).toMatchObject({
      notes: ['no network has the field "is_tor"'],
    })
  })

  test('that is cut off is refused', () => {
    const [message] = parse({ kind: 'mmdb' }, FILE.subarray(300)) as string[]
    expect(message).toMatch(/MMDB file is (?:shorter|damaged)|damaged|no readable metadata/)
  })
})

describe('walkTree()', () => {
  test('does not walk in circles', () => {
    const shape = { nodeCount: 2, recordSize: 24, ipVersion: 4 }
    const circle = Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    expect(walkTree(circle, shape, () => 'go_on')).toEqual({
      ok: false,
      error: 'the search tree of the MMDB file is damaged at node 0',
    })
  })

  test.each([
    [24, [0, 0, 1, 0, 0, 17]],
    [28, [0, 0, 1, 0x00, 0, 0, 17]],
    [32, [0, 0, 0, 1, 0, 0, 0, 17]],
  ])('reads records of %i bits', (recordSize, bytes) => {
    const seen: string[] = []
    walkTree(Buffer.from(bytes), { nodeCount: 1, recordSize, ipVersion: 4 }, ({ base, length }, record) => {
      seen.push(`${base.w0}/${length} ${record}`)
      return 'go_on'
    })
    expect(seen).toEqual([`${2 ** 31}/1 17`])
  })
})
