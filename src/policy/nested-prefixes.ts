import type { CidrBlock } from '../net/cidr.ts'
import { contains } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'

/** How a kind of prefix is ordered: each before everything that begins with it, and that before all other. */
export interface PrefixOrder<P, V> {
  readonly compare: (one: P, other: P) => number
  /** Not above 0 where the value begins with the prefix. */
  readonly compareTo: (prefix: P, value: V) => number
  readonly isBeginningOf: (prefix: P, value: V) => boolean
  /** Whether everything that begins with `inner` begins with `outer`. */
  readonly encloses: (outer: P, inner: P) => boolean
}

interface Entry<P, L> {
  readonly prefix: P
  readonly lists: L[]
  /** The longest of the others that encloses this one. */
  readonly parent: Entry<P, L> | undefined
}

/**
 * Prefixes of many lists at once: which of the lists have one that a value begins with. Space grows with the number of
 * prefixes alone, however they nest; time with its logarithm and the number of answers.
 */
export class NestedPrefixes<P, V, L = number> {
  readonly #order: PrefixOrder<P, V>
  readonly #entries: readonly Entry<P, L>[]

  /** @param lists each with its number, or whatever stands for it */
  constructor(order: PrefixOrder<P, V>, lists: readonly (readonly [prefix: P, list: L])[]) {
    this.#order = order
    const entries: Entry<P, L>[] = []
    for (const [prefix, list] of [...lists].sort(([one], [other]) => order.compare(one, other))) {
      const last = entries.at(-1)
      if (last !== undefined && order.compare(last.prefix, prefix) === 0) {
        if (last.lists.at(-1) !== list) last.lists.push(list)
        continue
      }
      let parent = last
      while (parent !== undefined && !order.encloses(parent.prefix, prefix)) parent = parent.parent
      entries.push({ prefix, lists: [list], parent })
    }
    this.#entries = entries
  }

  /** Adds the lists: those of longer prefixes first, of one prefix in their order. One may come several times. */
  collect(value: V, into: L[]): void {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#order.compareTo((this.#entries[middle] as Entry<P, L>).prefix, value) <= 0) low = middle + 1
      else high = middle
    }
    // What the value begins with is the last one before it, or encloses that.
    for (let entry = this.#entries[low - 1]; entry !== undefined; entry = entry.parent)
      if (this.#order.isBeginningOf(entry.prefix, value)) for (const list of entry.lists) into.push(list)
  }
}

export const TEXTS: PrefixOrder<string, string> = {
  compare: compareTexts,
  compareTo: compareTexts,
  isBeginningOf: (prefix, text) => text.startsWith(prefix),
  encloses: (outer, inner) => inner.startsWith(outer),
}

export const ADDRESSES: PrefixOrder<CidrBlock, IpAddress> = {
  compare: (one, other) => compareAddresses(one.base, other.base) || one.length - other.length,
  compareTo: ({ base }, address) => compareAddresses(base, address),
  isBeginningOf: contains,
  encloses: (outer, inner) => outer.length <= inner.length && contains(outer, inner.base),
}

/** By UTF-16 code unit, as `startsWith` compares. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function compareAddresses(a: IpAddress, b: IpAddress): number {
  return a.version - b.version || a.w0 - b.w0 || a.w1 - b.w1 || a.w2 - b.w2 || a.w3 - b.w3
}
