import { beforeAll, describe, expect, test } from 'vitest'
import { defaultClient } from '../../../../tools/local-edge/default-client.ts'
import { type Lookup, openLookup } from '../../../../tools/local-edge/lookup.ts'

let lookup: Lookup

beforeAll(async () => {
  lookup = await openLookup(() => {})
}, 60_000)

describe('Lookup.cf()', () => {
  test.each([
    [
      defaultClient.address,
      { asn: 7922, country: 'US', regionCode: 'CA', region: 'California', continent: 'NA' },
    ],
    ['2601:640:8000::1', { asn: 7922, country: 'US', regionCode: 'CA' }],
    ['123.125.71.38', { asn: 4808, country: 'CN', regionCode: 'BJ', timezone: 'Asia/Shanghai' }],
    ['2408:8000::1', { asn: 4837, country: 'CN' }],
    ['175.45.176.1', { asn: 131279, country: 'KP', regionCode: '01' }],
    ['5.160.1.1', { country: 'IR', regionCode: '23', city: 'Tehran' }],
    ['3.5.140.2', { asn: 16509, asOrganization: 'Amazon.com, Inc.', country: 'KR' }],
    ['146.70.100.1', { asn: 9009, country: 'US' }],
    ['98.97.32.1', { asn: 14593, country: 'US' }],
    ['172.224.226.1', { asn: 36183, country: 'GB', regionCode: 'ENG' }],
    ['82.193.96.1', { country: 'UA', regionCode: '30', city: 'Kyiv', timezone: 'Europe/Kyiv' }],
  ])('knows %s', (address, expected) => {
    expect(lookup.cf(address)).toMatchObject(expected)
  })

  test('writes coordinates as text with five decimals', () => {
    expect(lookup.cf(defaultClient.address)).toMatchObject({ latitude: '38.24920', longitude: '-122.04100' })
  })

  test('takes an IPv4-mapped address for the IPv4 address', () => {
    expect(lookup.cf('::ffff:73.162.10.1')).toEqual(lookup.cf('73.162.10.1'))
  })

  test('says isEUCountry for members of the European Union only', () => {
    expect(lookup.cf('5.9.0.1')).toMatchObject({ country: 'DE', isEUCountry: '1' })
    expect(lookup.cf('172.224.226.1')).not.toHaveProperty('isEUCountry')
  })

  test('leaves out what is unknown', () => {
    expect(lookup.cf(defaultClient.address)).not.toHaveProperty('postalCode')
    expect(lookup.cf(defaultClient.address)).not.toHaveProperty('metroCode')
  })

  test.each(['10.0.0.1', '127.0.0.1', '192.0.2.1', '224.0.0.1', '::1', 'fe80::1', '2001:db8::1'])(
    'has nothing on %s',
    (address) => {
      expect(lookup.cf(address)).toEqual({})
    },
  )

  test.each(['', 'localhost', '1.2.3', '73.162.10.1 ', '73.162.10.01', '1.2.3.4.5', 'gggg::'])(
    'does not take %j for an address',
    (text) => {
      expect(lookup.cf(text)).toBeUndefined()
    },
  )
})
