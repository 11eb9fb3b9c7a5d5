import { describe, expect, it } from 'vitest'
import {
  type CidrBlock,
  contains,
  formatCidr,
  lastAddress,
  parseCidr,
  truncate,
} from '../../../src/net/cidr.ts'
import { formatIpAddress, type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'

function block(text: string): CidrBlock {
  const result = parseCidr(text)
  if (!result.ok) throw new Error(`${text}: ${result.error}`)
  return result.value
}

const address = (text: string) => parseIpAddress(text) as IpAddress

describe('parseCidr()', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['192.0.2.1/32', '192.0.2.1/32'],
    ['128.0.0.0/1', '128.0.0.0/1'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['::1/128', '::1/128'],
    ['2001:db8:8000::/33', '2001:db8:8000::/33'],
    ['2001:db8::/64', '2001:db8::/64'],
  ])('reads %s', (text, canonical) => {
    expect(formatCidr(block(text))).toBe(canonical)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::ffff:192.0.2.1', '192.0.2.1/32'],
  ])('reads the address %s alone as the block %s', (text, canonical) => {
    expect(formatCidr(block(text))).toBe(canonical)
  })

  it.each([
    ['::ffff:1.2.3.0/120', '1.2.3.0/24'],
    ['::ffff:102:300/120', '1.2.3.0/24'],
    ['::ffff:1.2.3.4/128', '1.2.3.4/32'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
  ])('reads the IPv4-mapped %s as %s', (text, canonical) => {
    expect(formatCidr(block(text))).toBe(canonical)
  })

  it.each([
    '',
    '/',
    '/24',
    '192.0.2.0/',
    '192.0.2.0/33',
    '192.0.2.0/024',
    '192.0.2.0/-1',
    '192.0.2.0/+24',
    '192.0.2.0/2 4',
    '192.0.2.0/ 24',
    '192.0.2.0 /24',
    '192.0.2.0/24\n',
    '192.0.2.0/24/24',
    '192.0.2.0/255.255.255.0',
    '192.0.2/24',
    '192.0.2.0/1e1',
    '192.0.2.0/٢٤',
    '::/129',
    '::/1000',
    '::/00',
    '::ffff:0:0/95',
    '::ffff:1.2.3.0/24',
    '::ffff:0.0.0.0/0',
    '::ffff:1.2.3.4/129',
    'example.com/24',
    '192.0.2.0-192.0.2.255',
  ])('refuses %j as not_a_prefix', (text) => {
    expect(parseCidr(text)).toEqual({ ok: false, error: 'not_a_prefix' })
  })

  it.each([
    '192.0.2.1/24',
    '192.0.2.0/22',
    '128.0.0.0/0',
    '192.0.2.1/31',
    '2001:db8::1/127',
    '2001:db8::1/32',
    '2001:db8:8000::/32',
    '2001:db8:0:0:8000::/64',
    '::1/0',
    '::ffff:1.2.3.4/120',
  ])('refuses %s as host_bits', (text) => {
    expect(parseCidr(text)).toEqual({ ok: false, error: 'host_bits' })
  })
})

describe('contains()', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.0'],
    ['192.0.2.0/24', '192.0.2.255'],
    ['192.0.2.0/24', '::ffff:192.0.2.7'],
    ['0.0.0.0/0', '255.255.255.255'],
    ['128.0.0.0/1', '200.0.0.0'],
    ['192.0.2.1/32', '192.0.2.1'],
    ['2001:db8::/32', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db8::/33', '2001:db8:7fff::'],
    ['2001:db8::/127', '2001:db8::1'],
    ['::/0', 'ffff::'],
  ])('says that %s holds %s', (cidr, text) => {
    expect(contains(block(cidr), address(text))).toBe(true)
  })

  it.each([
    ['192.0.2.0/24', '192.0.1.255'],
    ['192.0.2.0/24', '192.0.3.0'],
    ['128.0.0.0/1', '127.255.255.255'],
    ['192.0.2.1/32', '192.0.2.0'],
    ['2001:db8::/32', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db8::/32', '2001:db9::'],
    ['2001:db8::/33', '2001:db8:8000::'],
    ['2001:db8::/127', '2001:db8::2'],
    ['2001:db8::/96', '2001:db8::1:0:0'],
    ['::/0', '192.0.2.1'],
    ['::/0', '::ffff:192.0.2.1'],
    ['0.0.0.0/0', '::'],
    ['0.0.0.0/0', '::1'],
  ])('says that %s does not hold %s', (cidr, text) => {
    expect(contains(block(cidr), address(text))).toBe(false)
  })
})

describe('truncate()', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['255.255.255.255', '255.255.255.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff::/48'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ])('logs %s as %s', (text, cidr) => {
    expect(formatCidr(truncate(address(text)))).toBe(cidr)
  })

  it('gives a block that parses and holds the address', () => {
    const client = address('203.0.113.77')
    expect(contains(block(formatCidr(truncate(client))), client)).toBe(true)
  })
})

describe('lastAddress()', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255'],
    ['0.0.0.0/0', '255.255.255.255'],
    ['192.0.2.1/32', '192.0.2.1'],
    ['2001:db8::/33', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff'],
    ['::/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1/128', '::1'],
  ])('is, of %s, %s', (cidr, last) => {
    expect(formatIpAddress(lastAddress(block(cidr)))).toBe(last)
  })
})
