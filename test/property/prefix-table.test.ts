import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CidrBlock, contains, parseCidr } from '../../src/net/cidr.ts'
import type { IpAddress } from '../../src/net/ip-address.ts'
import { NETWORK_CLASSES, type NetworkClass } from '../../src/net/network-class.ts'
import { openTable } from '../../src/tables/prefix-format.ts'
import { findIpv4, findIpv6 } from '../../src/tables/prefix-table.ts'
import { type CompileInput, compileTable } from '../../tools/feeds/compile.ts'
import { PrefixList } from '../../tools/feeds/prefix-list.ts'

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300)

/** Words that collide often, so that prefixes nest, touch and repeat. */
const word = fc.oneof(
  fc.constantFrom(0x20010db8, 0x2a000000, 0x3fffffff, 0x01020304, 0x01020305, 0, 0xffffffff, 0x80000000),
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0x01020000, max: 0x010200ff }),
)
const ipv4 = word.map((w0): IpAddress => ({ version: 4, w0, w1: 0, w2: 0, w3: 0 }))
const ipv6 = fc
  .tuple(word, word, word, word)
  .map(([w0, w1, w2, w3]): IpAddress => ({ version: 6, w0, w1, w2, w3 }))

const mask = (length: number, index: number) => {
  const bits = length - 32 * index
  return bits <= 0 ? 0 : bits >= 32 ? 0xffffffff : (-1 << (32 - bits)) >>> 0
}
const blockOf = (address: IpAddress, length: number): CidrBlock => ({
  base: {
    version: address.version,
    w0: (address.w0 & mask(length, 0)) >>> 0,
    w1: (address.w1 & mask(length, 1)) >>> 0,
    w2: (address.w2 & mask(length, 2)) >>> 0,
    w3: (address.w3 & mask(length, 3)) >>> 0,
  },
  length,
})
const block = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 8, max: 32 })).map(([address, length]) => blockOf(address, length)),
  fc
    .tuple(
      ipv6,
      fc.oneof(fc.integer({ min: 16, max: 128 }), fc.constantFrom(32, 48, 63, 64, 65, 96, 127, 128)),
    )
    .map(([address, length]) => blockOf(address, length)),
)
const entry = fc.record({
  block,
  feed: fc.integer({ min: 0, max: 2 }),
  class: fc.constantFrom<NetworkClass>('hosting', 'vpn', 'privacy_relay'),
})
type Entry = { readonly block: CidrBlock; readonly feed: number; readonly class: NetworkClass }

async function compiled(entries: readonly Entry[]) {
  const lists = [0, 1, 2].map((feed) => {
    const list = new PrefixList()
    for (const one of entries) if (one.feed === feed) list.add(one.block, { class: one.class })
    return list
  })
  const inputs = lists.map(
    (list, feed): CompileInput => ({
      id: `feed-${feed}`,
      title: `Feed ${feed}`,
      class: 'unknown',
      confidence: feed === 2 ? 'low' : 'high',
      movesPlace: false,
      date: '2026-11-01T00:00:00Z',
      checkedAt: '2026-11-01T00:00:00Z',
      maxAgeDays: 7,
      sha256: '',
      list,
    }),
  )
  const { bytes } = compileTable(inputs, new Date(0))
  const opened = await openTable(bytes)
  if (!opened.ok) throw new Error(opened.error)
  const { ipv4: v4, ipv6: v6, description } = opened.value
  return (address: IpAddress): readonly string[] => {
    const value = address.version === 4 ? findIpv4(v4, address.w0) : findIpv6(v6, address)
    return (description.values[value] ?? [])
      .map((number) => description.findings[number])
      .map((finding) => `${finding?.class} ${finding?.feed}`)
      .sort()
  }
}

/**
 * What the table promises, said without cleverness: the longest prefix of each class, of equals the first feed's; and
 * apart from them those of the last feed, whose confidence is low.
 */
function expected(entries: readonly Entry[], address: IpAddress): readonly string[] {
  return NETWORK_CLASSES.flatMap((networkClass) => {
    const around = entries.filter((one) => one.class === networkClass && contains(one.block, address))
    const sorted = around.sort((a, b) => b.block.length - a.block.length || a.feed - b.feed)
    const best = [sorted.find(({ feed }) => feed < 2), sorted.find(({ feed }) => feed === 2)]
    return best.flatMap((one) => (one === undefined ? [] : [`${networkClass} ${one.feed}`]))
  }).sort()
}

/** Where answers change: both ends of each block, and the addresses next to them. */
function probes({ base, length }: CidrBlock): IpAddress[] {
  const isIpv4 = base.version === 4
  const bits = isIpv4 ? 32n : 128n
  const value = isIpv4
    ? BigInt(base.w0)
    : (BigInt(base.w0) << 96n) | (BigInt(base.w1) << 64n) | (BigInt(base.w2) << 32n) | BigInt(base.w3)
  const last = value + (1n << (bits - BigInt(length))) - 1n
  return [value - 1n, value, value + 1n, last - 1n, last, last + 1n]
    .filter((one) => one >= 0n && one < 1n << bits)
    .map((one) => {
      const part = (shift: bigint) => Number((one >> shift) & 0xffffffffn)
      return isIpv4
        ? { version: 4, w0: part(0n), w1: 0, w2: 0, w3: 0 }
        : { version: 6, w0: part(96n), w1: part(64n), w2: part(32n), w3: part(0n) }
    })
}

describe('a compiled prefix table', () => {
  test('says of every address what the longest prefix of each class says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 40 }),
        fc.array(fc.oneof(ipv4, ipv6)),
        async (entries, more) => {
          const find = await compiled(entries)
          for (const address of [...entries.flatMap((one) => probes(one.block)), ...more])
            expect(find(address)).toEqual(expected(entries, address))
        },
      ),
      { numRuns: RUNS },
    )
  })

  test('is the same for the same lists in another order of their lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 40 }), async (entries) => {
        const find = await compiled(entries)
        const reversed = await compiled([...entries].reverse())
        for (const address of entries.flatMap((one) => probes(one.block)))
          expect(reversed(address)).toEqual(find(address))
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    )
  })

  test('is refused after any single change of a byte', async () => {
    const prefixes = ['1.2.3.0/24', '1.2.3.4/32', '2a00:1450::/32', '2a00:1450::1/128'].map((text) =>
      parseCidr(text),
    )
    const list = new PrefixList()
    for (const parsed of prefixes) if (parsed.ok) list.add(parsed.value)
    const { bytes } = compileTable(
      [
        {
          id: 'a',
          title: 'A',
          class: 'vpn',
          confidence: 'high',
          movesPlace: false,
          date: '',
          checkedAt: '',
          maxAgeDays: 1,
          sha256: '',
          list,
        },
      ],
      new Date(0),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const damaged = bytes.slice()
          damaged[at] = (damaged[at] as number) ^ change
          expect((await openTable(damaged)).ok).toBe(false)
        },
      ),
      { numRuns: RUNS },
    )
  })
})
