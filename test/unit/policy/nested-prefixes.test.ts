import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CidrBlock, contains, parseCidr } from '../../../src/net/cidr.ts'
import { parseIpAddress } from '../../../src/net/ip-address.ts'
import { ADDRESSES, NestedPrefixes, TEXTS } from '../../../src/policy/nested-prefixes.ts'

function asked<P, V>(index: NestedPrefixes<P, V>, value: V): number[] {
  const into: number[] = []
  index.collect(value, into)
  return [...new Set(into)].sort((one, other) => one - other)
}

function block(text: string): CidrBlock {
  const parsed = parseCidr(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`)
  return parsed.value
}

const BLOCKS = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.1.0.0/16',
  '10.1.2.0/24',
  '10.1.2.3',
  '10.2.0.0/15',
  '11.0.0.0/8',
  '::/0',
  '2001:db8::/32',
  '2001:db8:1::/48',
] as const
const POINTS = [
  '10.1.2.3',
  '10.1.2.4',
  '10.1.3.1',
  '10.3.0.1',
  '11.1.1.1',
  '12.0.0.1',
  '2001:db8:1::1',
  '2001:db9::1',
]

describe('NestedPrefixes', () => {
  it('names the list of every prefix that a text begins with', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\uffff'), maxLength: 4 })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.nat(3)), { maxLength: 10 }), text, (lists, text) => {
        const expected = lists.filter(([prefix]) => text.startsWith(prefix)).map(([, list]) => list)
        expect(asked(new NestedPrefixes(TEXTS, lists), text)).toEqual([...new Set(expected)].sort())
      }),
    )
  })

  it('names the lists of longer prefixes first, those of one in their order', () => {
    const into: string[] = []
    const lists = [
      ['', 'd'],
      ['ab', 'b'],
      ['a', 'c'],
      ['abc', 'a'],
      ['ab', 'a'],
    ] as const
    new NestedPrefixes<string, string, string>(TEXTS, lists).collect('abcd', into)
    expect(into).toEqual(['a', 'b', 'a', 'c', 'd'])
  })

  it('names the list of every block that an address is in, of either family', () => {
    const lists = fc.array(fc.tuple(fc.constantFrom(...BLOCKS).map(block), fc.nat(3)), { maxLength: 10 })
    fc.assert(
      fc.property(lists, fc.constantFrom(...POINTS).map(parseIpAddress), (lists, address) => {
        if (address === undefined) throw new Error('no address')
        const expected = lists.filter(([prefix]) => contains(prefix, address)).map(([, list]) => list)
        expect(asked(new NestedPrefixes(ADDRESSES, lists), address)).toEqual([...new Set(expected)].sort())
      }),
    )
  })
})
