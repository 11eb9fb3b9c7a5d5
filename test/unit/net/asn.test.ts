import { describe, expect, it } from 'vitest'
import { type Asn, asn, formatAsn, parseAsn } from '../../../src/net/asn.ts'

describe('asn()', () => {
  it.each([1, 13_335, 65_535, 65_536, 4_294_967_294])('accepts %d', (value) => {
    expect(asn(value)).toBe(value)
  })

  it.each([
    0,
    -0,
    -1,
    1.5,
    4_294_967_295,
    4_294_967_296,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '13335',
    'AS13335',
    13_335n,
    true,
    null,
    undefined,
    [13_335],
    { valueOf: () => 13_335 },
  ])('refuses %s', (value) => {
    expect(asn(value)).toBeUndefined()
  })
})

describe('parseAsn()', () => {
  it.each([
    ['AS13335', 13_335],
    ['as13335', 13_335],
    ['As1', 1],
    ['AS4294967294', 4_294_967_294],
  ])('reads %s', (text, number) => {
    expect(parseAsn(text)).toBe(number)
  })

  it.each([
    '',
    'AS',
    '13335',
    'AS0',
    'AS013335',
    'AS4294967295',
    'AS9999999999',
    'AS99999999999',
    'AS1.10',
    'AS-1',
    'AS 13335',
    ' AS13335',
    'AS13335\n',
    'AS13335 Cloudflare',
    'ASN13335',
    'AS1e3',
    'AS１',
    'Aſ13335',
  ])('refuses %j', (text) => {
    expect(parseAsn(text)).toBeUndefined()
  })
})

describe('formatAsn()', () => {
  it('writes what parseAsn() reads', () => {
    expect(formatAsn(13_335 as Asn)).toBe('AS13335')
    expect(parseAsn(formatAsn(4_200_000_000 as Asn))).toBe(4_200_000_000)
  })
})
