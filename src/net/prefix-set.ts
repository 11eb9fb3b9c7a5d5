import { type CidrBlock, lastAddress } from './cidr.ts'
import type { IpAddress } from './ip-address.ts'

const MAX_WORD = 0xffffffff

type Range = { readonly first: IpAddress; last: IpAddress }

/**
 * A set of addresses given by CIDR blocks, compiled once and asked per request.
 *
 * Blocks may overlap, touch and repeat, in any order. Per family the set is a list of disjoint ranges in ascending
 * order: two arrays of first and last addresses, one word an address for IPv4, four for IPv6, most significant first.
 * Membership is a binary search in them that allocates nothing.
 */
export class PrefixSet {
  readonly #v4: RangeTable
  readonly #v6: RangeTable

  private constructor(blocks: readonly CidrBlock[]) {
    this.#v4 = new RangeTable(mergedRanges(blocks, 4), 1)
    this.#v6 = new RangeTable(mergedRanges(blocks, 6), 4)
  }

  static from(blocks: readonly CidrBlock[]): PrefixSet {
    return new PrefixSet(blocks)
  }

  /** Whether any of the blocks contains the address. */
  has(address: IpAddress): boolean {
    return address.version === 4 ? this.#v4.has(address) : this.#v6.has(address)
  }

  /** Disjoint ranges held, of both families. */
  get rangeCount(): number {
    return this.#v4.count + this.#v6.count
  }
}

class RangeTable {
  readonly count: number
  readonly #stride: 1 | 4
  readonly #firsts: Uint32Array
  readonly #lasts: Uint32Array

  constructor(ranges: readonly Range[], stride: 1 | 4) {
    this.count = ranges.length
    this.#stride = stride
    this.#firsts = new Uint32Array(ranges.length * stride)
    this.#lasts = new Uint32Array(ranges.length * stride)
    ranges.forEach(({ first, last }, index) => {
      this.#firsts.set([first.w0, first.w1, first.w2, first.w3].slice(0, stride), index * stride)
      this.#lasts.set([last.w0, last.w1, last.w2, last.w3].slice(0, stride), index * stride)
    })
  }

  has(address: IpAddress): boolean {
    // Ranges before `low` start at or before the address, those from `high` on behind it.
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compare(this.#firsts, middle, address) <= 0) low = middle + 1
      else high = middle
    }
    return low > 0 && this.#compare(this.#lasts, low - 1, address) >= 0
  }

  #compare(addresses: Uint32Array, index: number, address: IpAddress): number {
    const at = index * this.#stride
    const high = (addresses[at] as number) - address.w0
    if (high !== 0 || this.#stride === 1) return high
    return (
      (addresses[at + 1] as number) - address.w1 ||
      (addresses[at + 2] as number) - address.w2 ||
      (addresses[at + 3] as number) - address.w3
    )
  }
}

function mergedRanges(blocks: readonly CidrBlock[], version: 4 | 6): readonly Range[] {
  const merged: Range[] = []
  const ranges = blocks
    .filter(({ base }) => base.version === version)
    .map((block): Range => ({ first: block.base, last: lastAddress(block) }))
    .sort((a, b) => compareAddresses(a.first, b.first))
  for (const range of ranges) {
    const previous = merged.at(-1)
    if (previous === undefined || !reaches(previous.last, range.first)) merged.push(range)
    else if (compareAddresses(previous.last, range.last) < 0) previous.last = range.last
  }
  return merged
}

/** Whether `first` lies at or before `last`, or directly behind it. */
function reaches(last: IpAddress, first: IpAddress): boolean {
  return compareAddresses(first, last) <= 0 || compareAddresses(first, successor(last)) === 0
}

/** The next address. The very last one has none and gives the very first, which lies behind nothing. */
function successor({ version, w0, w1, w2, w3 }: IpAddress): IpAddress {
  const plus = (word: number, carry: boolean) => (carry ? (word + 1) >>> 0 : word)
  if (version === 4) return { version, w0: plus(w0, true), w1, w2, w3 }
  const carry2 = w3 === MAX_WORD
  const carry1 = carry2 && w2 === MAX_WORD
  const carry0 = carry1 && w1 === MAX_WORD
  return { version, w0: plus(w0, carry0), w1: plus(w1, carry1), w2: plus(w2, carry2), w3: plus(w3, true) }
}

function compareAddresses(a: IpAddress, b: IpAddress): number {
  return a.w0 - b.w0 || a.w1 - b.w1 || a.w2 - b.w2 || a.w3 - b.w3
}
