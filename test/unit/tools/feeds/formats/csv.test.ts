import { describe, expect, test } from 'vitest'
import { formatCidr } from '../../../../../src/net/cidr.ts'
import type { CsvFormat } from '../../../../../tools/feeds/formats/csv.ts'
import { prefixesOfRange } from '../../../../../tools/feeds/formats/ip-range.ts'
import { entries, parse } from '../fixture.ts'

const RANGES: CsvFormat = {
  kind: 'csv',
  first: 1,
  last: 2,
  class: { column: 3, values: { VPN: 'vpn', RES: 'proxy' } },
  country: 4,
  header: 'no',
}

describe('CSV with named columns', () => {
  test('takes prefixes from the column that the header names', () => {
    const format: CsvFormat = { kind: 'csv', prefix: 'ipaddr', header: 'yes' }
    const text = 'fingerprint, ipaddr, port\nAB12, 5.6.7.8, 443\nAB12, 2a01:7e00::1, 443\n'
    expect(entries(parse(format, text))).toEqual(['5.6.7.8/32', '2a01:7e00::1/128'])
  })

  test('takes ranges of decimal numbers, classes and places', () => {
    const text = [
      '"84281088","84281343","VPN","NL"',
      '"84281344","84281344","RES","-"',
      '"281470766025216","281470766025217","VPN","DE"',
      '"84281600","84281600","DCH","US"',
    ].join('\n')
    const parsed = parse(RANGES, text)
    expect(entries(parsed)).toEqual(['5.6.7.0/24 vpn NL', '5.6.8.0/32 proxy', '5.6.10.0/31 vpn DE'])
    expect(parsed).toMatchObject({
      notes: ['entries left out because the class map does not name their value: "DCH" 1'],
    })
  })

  test('may have another delimiter, and regions', () => {
    const format: CsvFormat = {
      kind: 'csv',
      prefix: 'net',
      country: 'cc',
      region: 'sub',
      delimiter: ';',
      header: 'yes',
    }
    expect(entries(parse(format, 'cc;sub;net\nUS;CA;5.6.7.0/24\n'))).toEqual(['5.6.7.0/24 US-CA'])
  })

  test('that has no such column is refused with those it has', () => {
    const format: CsvFormat = { kind: 'csv', prefix: 'ip', header: 'yes' }
    expect(parse(format, 'ip_from,ip_to\n1,2\n')).toEqual([
      'line 1: wrong columns: expected one called "ip", got "ip_from,ip_to"',
    ])
  })

  test.each([
    ['84281088,84281343', 'line 1: expected at least 4 columns, got 2'],
    ['84281343,84281088,VPN,NL', 'line 1: "84281343" to "84281088" is not a range'],
    ['5.6.7.0,2a01::,VPN,NL', 'line 1: "5.6.7.0" to "2a01::" is not a range'],
    ['5.6.7.0,5.6.7.255,VPN,Holland', 'line 1: "HOLLAND" is not an ISO 3166-1 country code'],
    [
      '1.0.0.0,9.255.255.255,VPN,NL',
      'line 1: "2.0.0.0/7" covers too much: /8 is the shortest prefix accepted of IPv4',
    ],
    ['"5.6.7.0,5.6.7.255,VPN,NL', 'line 1: a quote is opened and not closed'],
  ])('refuses %s', (text, message) => {
    expect((parse(RANGES, text) as string[])[0]).toBe(message)
  })

  test('with a class column in which no value is known is empty', () => {
    expect(parse(RANGES, '5.6.7.0,5.6.7.255,DCH,NL')).toEqual([
      'the list is empty: the class map names none of its values ("DCH")',
    ])
    const rows = [...'ABCDEFF'].map((value) => `5.6.7.0,5.6.7.255,${value},NL`).join('\n')
    expect(parse(RANGES, rows)).toEqual([
      'the list is empty: the class map names none of its values ("F", "A", "B", "C", "D", …)',
    ])
  })
})

describe('prefixesOfRange()', () => {
  test.each([
    ['5.6.7.1', '5.6.7.6', ['5.6.7.1/32', '5.6.7.2/31', '5.6.7.4/31', '5.6.7.6/32']],
    ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
    ['255.255.255.255', '255.255.255.255', ['255.255.255.255/32']],
    ['2a01::', '2a01::ffff', ['2a01::/112']],
    ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
  ])('%s to %s', (first, last, blocks) => {
    expect(prefixesOfRange(first, last)?.map(formatCidr)).toEqual(blocks)
  })

  test.each([
    ['', '5'],
    ['-1', '5'],
    ['1.2.3', '5.6.7.8'],
    ['5', `${2n ** 128n}`],
    ['05', '6'],
  ])('no range: %j to %j', (first, last) => {
    expect(prefixesOfRange(first, last)).toBeUndefined()
  })
})
