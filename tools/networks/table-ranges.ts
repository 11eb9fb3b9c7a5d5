import { type CidrBlock, lastAddress } from '../../src/net/cidr.ts'
import type { IpAddress } from '../../src/net/ip-address.ts'
import type { OpenedTable } from '../../src/tables/prefix-format.ts'
import {
  findIpv4,
  findIpv6,
  GROUP_WORDS,
  IPV4_BUCKETS,
  LONG_WORDS,
  META_BYTES,
  sizeOf,
} from '../../src/tables/prefix-table.ts'

/** A run of addresses that have the same number in the table. */
export interface Range {
  readonly first: IpAddress
  readonly last: IpAddress
  readonly value: number
  readonly addresses: bigint
}

/** What a table says of the addresses of a block, as runs in ascending order that cover all of it. */
export function rangesIn(table: OpenedTable, block: CidrBlock): Range[] {
  const { version } = block.base
  const first = numberOf(block.base)
  const last = numberOf(lastAddress(block))
  // Where an entry begins or ends something may change; the table itself says what holds there.
  const starts = new Set([first])
  for (const [from, to] of version === 4 ? entriesOfIpv4(table) : entriesOfIpv6(table)) {
    if (from > first && from <= last) starts.add(from)
    if (to >= first && to < last) starts.add(to + 1n)
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const ranges: (Range & { end: bigint })[] = []
  sorted.forEach((from, index) => {
    const end = (sorted[index + 1] ?? last + 1n) - 1n
    const address = addressOf(from, version)
    const value = version === 4 ? findIpv4(table.ipv4, address.w0) : findIpv6(table.ipv6, address)
    const previous = ranges.at(-1)
    const isSame = previous?.value === value
    const begin = isSame ? numberOf(previous.first) : from
    if (isSame) ranges.pop()
    ranges.push({
      first: addressOf(begin, version),
      last: addressOf(end, version),
      end,
      value,
      addresses: end - begin + 1n,
    })
  })
  return ranges
}

/** First and last address of each entry, as if no other followed. */
function* entriesOfIpv4({ ipv4: { starts, lows, meta } }: OpenedTable): Generator<[bigint, bigint]> {
  for (let bucket = 0; bucket < IPV4_BUCKETS; bucket++)
    for (let at = starts[bucket] as number; at < (starts[bucket + 1] as number); at++)
      yield entry((BigInt(bucket) << 16n) | BigInt(lows[at] as number), meta[at * META_BYTES] as number)
}

function* entriesOfIpv6({ ipv6 }: OpenedTable): Generator<[bigint, bigint]> {
  const { groups, wide, mid, long } = ipv6
  for (let at = 0; at < wide.words.length; at++)
    yield entry(BigInt(wide.words[at] as number) << 96n, 96 + sizeOf(wide.answers[at] as number))
  for (let group = 0; group < groups.length - GROUP_WORDS; group += GROUP_WORDS) {
    const word = BigInt(groups[group] as number) << 96n
    for (let at = groups[group + 1] as number; at < (groups[group + GROUP_WORDS + 1] as number); at++)
      yield entry(word | (BigInt(mid.words[at] as number) << 64n), 64 + sizeOf(mid.answers[at] as number))
    for (let at = groups[group + 2] as number; at < (groups[group + GROUP_WORDS + 2] as number); at++) {
      const [w1, w2, w3, answer] = long.subarray(LONG_WORDS * at, LONG_WORDS * (at + 1))
      const rest = (BigInt(w1 ?? 0) << 64n) | (BigInt(w2 ?? 0) << 32n) | BigInt(w3 ?? 0)
      yield entry(word | rest, sizeOf(answer ?? 0))
    }
  }
}

function entry(first: bigint, size: number): [bigint, bigint] {
  return [first, first | ((1n << BigInt(size)) - 1n)]
}

function numberOf({ version, w0, w1, w2, w3 }: IpAddress): bigint {
  if (version === 4) return BigInt(w0)
  return (BigInt(w0) << 96n) | (BigInt(w1) << 64n) | (BigInt(w2) << 32n) | BigInt(w3)
}

function addressOf(number: bigint, version: 4 | 6): IpAddress {
  const word = (shift: bigint) => Number((number >> shift) & 0xffffffffn)
  if (version === 4) return { version, w0: word(0n), w1: 0, w2: 0, w3: 0 }
  return { version, w0: word(96n), w1: word(64n), w2: word(32n), w3: word(0n) }
}
