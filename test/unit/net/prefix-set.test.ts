import { describe, expect, it } from 'vitest'
import { type CidrBlock, parseCidr } from '../../../src/net/cidr.ts'
import { type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'
import { PrefixSet } from '../../../src/net/prefix-set.ts'

function setOf(...texts: string[]): PrefixSet {
  return PrefixSet.from(
    texts.map((text): CidrBlock => {
      const result = parseCidr(text)
      if (!result.ok) throw new Error(text)
      return result.value
    }),
  )
}

const address = (text: string) => parseIpAddress(text) as IpAddress

describe('PrefixSet', () => {
  it('holds nothing when built from nothing', () => {
    expect(setOf().has(address('0.0.0.0'))).toBe(false)
    expect(setOf().has(address('::'))).toBe(false)
  })

  it('holds the first and the last address of each block, and not their neighbours', () => {
    const set = setOf('198.51.100.0/24', '192.0.2.0/25', '2001:db8:1::/48')
    const cases: [string, boolean][] = [
      ['192.0.1.255', false],
      ['192.0.2.0', true],
      ['192.0.2.127', true],
      ['192.0.2.128', false],
      ['198.51.99.255', false],
      ['198.51.100.0', true],
      ['198.51.100.255', true],
      ['198.51.101.0', false],
      ['2001:db8:0:ffff:ffff:ffff:ffff:ffff', false],
      ['2001:db8:1::', true],
      ['2001:db8:1:ffff:ffff:ffff:ffff:ffff', true],
      ['2001:db8:2::', false],
    ]
    for (const [text, expected] of cases) expect([text, set.has(address(text))]).toEqual([text, expected])
  })

  it('never mixes the families', () => {
    expect(setOf('0.0.0.0/0').has(address('::1'))).toBe(false)
    expect(setOf('::/0').has(address('0.0.0.1'))).toBe(false)
    expect(setOf('::/0').has(address('::ffff:1.2.3.4'))).toBe(false)
  })

  it('compares words as unsigned', () => {
    expect(setOf('1.0.0.0/8', '255.0.0.0/8').has(address('1.2.3.4'))).toBe(true)
    expect(setOf('1::/16', 'ffff::/16').has(address('ffff::1'))).toBe(true)
    expect(setOf('1::/16', 'ffff::/16').has(address('8000::'))).toBe(false)
  })

  it.each([
    ['equal blocks', ['10.0.0.0/8', '10.0.0.0/8'], 1],
    ['a block inside another, in either order', ['10.1.0.0/16', '10.0.0.0/8', '10.2.0.0/16'], 1],
    ['blocks that touch', ['10.0.0.0/9', '10.128.0.0/9'], 1],
    ['IPv6 blocks that touch over a carry', ['2001:db8::/33', '2001:db8:8000::/33'], 1],
    ['blocks that touch over all words', ['0:ffff:ffff:ffff::/64', '1::/64'], 1],
    ['the whole space and its last block', ['255.255.255.255/32', '0.0.0.0/0'], 1],
    ['the first and the last address, which do not touch', ['0.0.0.0/32', '255.255.255.255/32'], 2],
    ['one address between', ['10.0.0.0/32', '10.0.0.2/32'], 2],
    ['one of each family', ['0.0.0.0/0', '::/0'], 2],
  ])('merges %s', (_, texts, ranges) => {
    expect(setOf(...texts).rangeCount).toBe(ranges)
    expect(setOf(...texts.toReversed()).rangeCount).toBe(ranges)
  })
})
