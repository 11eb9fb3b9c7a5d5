import { describe, expect, it } from 'vitest'
import { formatIpAddress, type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'

describe('parseIpAddress()', () => {
  it.each<[string, IpAddress]>([
    ['0.0.0.0', { version: 4, w0: 0, w1: 0, w2: 0, w3: 0 }],
    ['1.2.3.4', { version: 4, w0: 0x01020304, w1: 0, w2: 0, w3: 0 }],
    ['255.255.255.255', { version: 4, w0: 0xffffffff, w1: 0, w2: 0, w3: 0 }],
    ['::', { version: 6, w0: 0, w1: 0, w2: 0, w3: 0 }],
    ['::1', { version: 6, w0: 0, w1: 0, w2: 0, w3: 1 }],
    ['2001:DB8::8:800:200C:417A', { version: 6, w0: 0x20010db8, w1: 0, w2: 0x00080800, w3: 0x200c417a }],
    [
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      { version: 6, w0: 0xffffffff, w1: 0xffffffff, w2: 0xffffffff, w3: 0xffffffff },
    ],
  ])('reads %s as unsigned words', (text, address) => {
    expect(parseIpAddress(text)).toEqual(address)
  })

  it.each([
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8::0:1', '2001:db8::1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['1:2:3::5:6:7:8', '1:2:3:0:5:6:7:8'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::13.1.68.3', '::d01:4403'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
    ['::2:3:4:5:6:1.2.3.4', '0:2:3:4:5:6:102:304'],
    ['0000:0000:0000:0000:0000:0000:255.255.255.255', '::ffff:ffff'],
  ])('reads %s as another spelling of %s', (text, canonical) => {
    const address = parseIpAddress(text)
    expect(address).toBeDefined()
    expect(address).toEqual(parseIpAddress(canonical))
  })

  it.each([
    '::ffff:1.2.3.4',
    '::FFFF:1.2.3.4',
    '::ffff:0102:0304',
    '::ffff:102:304',
    '0:0:0:0:0:ffff:1.2.3.4',
    '0000:0000:0000:0000:0000:ffff:0102:0304',
  ])('reads the IPv4-mapped %s as the IPv4 address', (text) => {
    expect(parseIpAddress(text)).toEqual(parseIpAddress('1.2.3.4'))
  })

  it.each(['::1.2.3.4', '::ffff:0:1.2.3.4', '::fffe:1.2.3.4', '1::ffff:1.2.3.4', '0:0:0:1:0:ffff:102:304'])(
    'keeps %s, which is only nearly mapped, an IPv6 address',
    (text) => {
      expect(parseIpAddress(text)?.version).toBe(6)
    },
  )

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.',
    '.1.2.3',
    '1..2.3',
    '1.2.3.4.',
    '01.2.3.4',
    '1.2.3.04',
    '00.0.0.0',
    '1.2.3.256',
    '1.2.3.1000',
    '1.2.3.-4',
    '+1.2.3.4',
    '1.2.3.4e0',
    '1.2.3.a',
    '0x1.2.3.4',
    '0x01020304',
    '16909060',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4\n',
    '1.2.3.4\0',
    '1.2.3.4:80',
    '1.2.3.4/32',
    '１.2.3.4',
    '1。2.3.4',
    '1,2,3,4',
  ])('refuses %j, which is no IPv4 address', (text) => {
    expect(parseIpAddress(text)).toBeUndefined()
  })

  it.each([
    ':',
    ':::',
    '::::',
    '1:',
    ':1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    ':1:2:3:4:5:6:7',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8:',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '::1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    '1:::2',
    '::1::',
    '::12345',
    '::00001',
    '::g',
    '::-1',
    '[::1]',
    '::1%eth0',
    'fe80::1%25eth0',
    '::1/128',
    ' ::1',
    '::1 ',
    '::1\n',
    '::1.2.3',
    '::1.2.3.4.5',
    '::01.2.3.4',
    '::1.2.3.256',
    '::1.2.3.4:5',
    '1.2.3.4::',
    '::a.2.3.4',
    '::1.2.3.4:',
    '1:2:3:4:5:6:7:1.2.3.4',
    '1:2:3:4:5:1.2.3.4',
    '::1:2:3:4:5:6:1.2.3.4',
    '0000:0000:0000:0000:0000:0000:0255.255.255.255',
    '2001：db8::1',
    ':'.repeat(100_000),
    '1:'.repeat(100_000),
  ])('refuses %j, which is no IPv6 address', (text) => {
    expect(parseIpAddress(text)).toBeUndefined()
  })
})

describe('formatIpAddress()', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['255.255.255.255', '255.255.255.255'],
    // RFC 5952 §4.1: no leading zeros.
    ['2001:0db8::0001', '2001:db8::1'],
    // §4.2.1: as short as possible.
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    // §4.2.2: one zero group is not shortened.
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    // §4.2.3: the longest run, the first of equals.
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    // §4.3: lower case.
    ['2001:DB8::ABCD', '2001:db8::abcd'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['fe80:0:0:0:0:0:0:0', 'fe80::'],
    ['0:0:1:0:0:0:0:0', '0:0:1::'],
  ])('writes %s as %s', (text, canonical) => {
    expect(formatIpAddress(parseIpAddress(text) as IpAddress)).toBe(canonical)
  })
})
