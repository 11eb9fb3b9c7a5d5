import type { IpAddress } from '../net/ip-address.ts'

/**
 * Ranges of addresses, and a number for each: what the range is, see `prefix-format.ts`.
 *
 * An entry is a first address and a size 2^k. It holds from that address to the end of the aligned block of that size
 * around it, or to the next entry, whichever comes first. So a prefix is one entry, a prefix inside another is one or
 * two (itself, and the rest of the outer one behind it), and ranges never overlap: the last entry at or before an
 * address is the only one to ask.
 *
 * At a million prefixes the time goes into waiting for memory, hence: only the bits that differ within a group are kept
 * and searched. All but the indexes are views on the bytes of the table.
 */
export interface Ipv4Ranges {
  /** Entries whose first 16 bits are `n` are those from `starts[n]` to before `starts[n + 1]`. */
  readonly starts: Uint32Array
  /** The last 16 bits of the first address. */
  readonly lows: Uint16Array
  /** Per entry k (at most 16, so that none reaches beyond its first 16 bits), then the number, low byte first. */
  readonly meta: Uint8Array
}

/** What to search for, and the answers (see `answerOf`). Apart, so that a search passes over as little memory as it can. */
export interface Entries {
  readonly words: Uint32Array
  readonly answers: Uint32Array
}

/**
 * Three tiers: whole /32 and above (allocations, `wide`), parts of a /32 (sites and customers, `mid`), parts of a /64
 * (VPN exits, `long`). An entry of a finer tier stands for all that is around it, too. A /64 that has parts is an entry
 * of `mid`, so that `long` is searched for those alone.
 */
export interface Ipv6Ranges {
  /** Hash table of the first words that have finer entries: index of the group + 1, or 0. See `groupSlot`. */
  readonly groupSlots: Uint32Array
  /** Per group its word, its first entry among `mid`, its first among `long`. One more ends the last. */
  readonly groups: Uint32Array
  /** By first word; sizes are in /32. */
  readonly wide: Entries
  /** By second word within a group; sizes are in /64. */
  readonly mid: Entries
  /** Four words an entry: the second to fourth of its address, and the answer. Sizes are in addresses. */
  readonly long: Uint32Array
}

export const META_BYTES = 3
export const GROUP_WORDS = 3
export const LONG_WORDS = 4
/** 4 bytes of it 65,537 times are a quarter of a megabyte: a quarter of a byte a prefix at a million. */
export const IPV4_BUCKETS = 65_536

const SIZE_SHIFT = 16
const SIZE_MASK = 0x7f
/** Says of an entry of `mid` that parts of it are in `long`. */
export const PARTED = 1 << 24

/** An entry's answer in one word: its number in the low half, then its size and whether it has parts. */
export function answerOf(number: number, size: number): number {
  return number | (size << SIZE_SHIFT)
}

export function numberOf(answer: number): number {
  return answer & 0xffff
}

export function sizeOf(answer: number): number {
  return (answer >>> SIZE_SHIFT) & SIZE_MASK
}

/** Where to look first in a hash table of `slots` (a power of 2); if taken by another, in the next (Knuth's 6.4-L). */
export function groupSlot(w0: number, slots: number): number {
  return (Math.imul(w0, 0x9e3779b1) >>> 8) & (slots - 1)
}

/** The number that holds for an IPv4 address, 0 when there is none. One binary search in one bucket; allocates nothing. */
export function findIpv4({ starts, lows, meta }: Ipv4Ranges, w0: number): number {
  const bucket = w0 >>> 16
  const first = starts[bucket] as number
  let low = first
  let high = starts[bucket + 1] as number
  const wanted = w0 & 0xffff
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lows[middle] as number) <= wanted) low = middle + 1
    else high = middle
  }
  if (low === first) return 0
  const at = low - 1
  const differs = (lows[at] as number) ^ wanted
  if (differs >>> (meta[META_BYTES * at] as number) !== 0) return 0
  return (meta[META_BYTES * at + 1] as number) | ((meta[META_BYTES * at + 2] as number) << 8)
}

/**
 * The number that holds for an IPv6 address, 0 when there is none. Two binary searches as a rule.
 *
 * Allocates nothing, to which end the functions below are given the address and never one of its words: a word above
 * 2^30 that is passed on to a function that the engine does not inline is put on the heap first.
 */
export function findIpv6(table: Ipv6Ranges, address: IpAddress): number {
  const { groups, mid, wide } = table
  const group = findGroup(table, address)
  if (group >= 0) {
    const first = groups[group + 1] as number
    const at = lastUpTo(mid, first, groups[group + GROUP_WORDS + 1] as number, address, 1)
    if (at >= first) {
      const answer = mid.answers[at] as number
      if (((mid.words[at] as number) ^ address.w1) >>> sizeOf(answer) === 0)
        return ((answer & PARTED) === 0 ? 0 : findLong(table, group, address)) || numberOf(answer)
    }
  }
  const at = lastUpTo(wide, 0, wide.words.length, address, 0)
  if (at < 0) return 0
  const answer = wide.answers[at] as number
  return ((wide.words[at] as number) ^ address.w0) >>> sizeOf(answer) === 0 ? numberOf(answer) : 0
}

/** Where the words of the /32 begin in `groups`, -1 when it has no finer entries. */
function findGroup({ groupSlots, groups }: Ipv6Ranges, { w0 }: IpAddress): number {
  const slots = groupSlots.length
  for (let slot = groupSlot(w0, slots); ; slot = (slot + 1) & (slots - 1)) {
    const group = groupSlots[slot] as number
    if (group === 0) return -1
    const at = GROUP_WORDS * (group - 1)
    if (((groups[at] as number) ^ w0) === 0) return at
  }
}

/** The same order in 32-bit integers, which are compared without a detour over floating point. */
function signed(word: number): number {
  return word ^ 0x80000000
}

/**
 * The last entry from `first` to before `end`, where words rise, that is at most the address's first (`word` 0) or second
 * one; `first - 1` when there is none.
 */
function lastUpTo(
  { words }: Entries,
  first: number,
  end: number,
  { w0, w1 }: IpAddress,
  word: 0 | 1,
): number {
  const wanted = signed(word === 0 ? w0 : w1)
  let low = first
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (signed(words[middle] as number) <= wanted) low = middle + 1
    else high = middle
  }
  return low - 1
}

function findLong({ groups, long }: Ipv6Ranges, group: number, { w1, w2, w3 }: IpAddress): number {
  const first = groups[group + 2] as number
  let low = first
  let high = groups[group + GROUP_WORDS + 2] as number
  while (low < high) {
    const middle = (low + high) >>> 1
    const at = LONG_WORDS * middle
    const order = (long[at] as number) - w1 || (long[at + 1] as number) - w2 || (long[at + 2] as number) - w3
    if (order <= 0) low = middle + 1
    else high = middle
  }
  const at = LONG_WORDS * (low - 1)
  if (low === first || long[at] !== w1) return 0
  const answer = long[at + 3] as number
  const size = sizeOf(answer)
  const differs2 = (long[at + 1] as number) ^ w2
  const differs3 = (long[at + 2] as number) ^ w3
  const isInside = size < 32 ? differs2 === 0 && differs3 >>> size === 0 : differs2 >>> (size - 32) === 0
  return isInside ? numberOf(answer) : 0
}
