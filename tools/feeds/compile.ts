import type { NetworkClass } from '../../src/net/network-class.ts'
import type { PrefixList } from './prefix-list.ts'
import { type Combine, type Segment, type SortedPrefix, sweep, tierOf } from './sweep.ts'
import { ValueBook } from './value-book.ts'
import { PARTED_FLAG, writeTable } from './write-table.ts'

/** In place of a finding: nothing more is known of this network, but something of its parts. */
const PARTED_NETWORK = -1

/** One publisher's list, ready to go into the table. */
export interface CompileInput {
  readonly id: string
  readonly title: string
  /** What its prefixes are, where they do not say so themselves. */
  readonly class: NetworkClass
  readonly confidence: 'high' | 'medium' | 'low'
  readonly movesPlace: boolean
  /** When the list was made, as far as that is known, else fetched: ISO 8601. */
  readonly date: string
  /** When it was last known to be the publisher's current one: ISO 8601. */
  readonly checkedAt: string
  readonly maxAgeDays: number
  readonly sha256: string
  readonly list: PrefixList
}

export interface CompiledTable {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly summary: {
    readonly prefixes4: number
    readonly prefixes6: number
    readonly entries: number
    readonly bytes: number
  }
}

/**
 * One table from many lists (format: `src/tables/prefix-format.ts`). Of the prefixes around an address the longest of
 * each class counts, lists of low confidence apart; of equals the one of the source named first. The same inputs and time give the same bytes.
 *
 * Throws a `RangeError` when the lists need more than 65,535 different answers: a list with a place of its own for each
 * prefix does not fit.
 */
export function compileTable(inputs: readonly CompileInput[], now: Date): CompiledTable {
  const book = new ValueBook()
  const combine: Combine = (around, finding) =>
    finding === PARTED_NETWORK ? around | PARTED_FLAG : book.with(around, finding)
  const ipv4 = sortedPrefixes(inputs, 4, book)
  const ipv6 = sortedPrefixes(inputs, 6, book)
  const long = ipv6.filter(({ length }) => tierOf(length) === 2)
  const { bytes, entries } = writeTable(
    {
      ipv4: sweep(ipv4, 32, combine),
      wide: tier(0, ipv6, combine),
      mid: tier(1, [...ipv6, ...partedNetworks(long)].sort(byAddress), combine),
      long: long.length === 0 ? [] : tier(2, ipv6, combine),
    },
    {
      builtAt: now.toISOString(),
      feeds: inputs.map(({ class: _, list, ...feed }) => ({ ...feed, prefixes: list.count })),
      ...book.description(),
    },
  )
  return { bytes, summary: { prefixes4: ipv4.length, prefixes6: ipv6.length, entries, bytes: bytes.length } }
}

/** Segments of one tier. What is finer does not cut them: there the finer tier is asked. */
function tier(wanted: 0 | 1 | 2, prefixes: readonly SortedPrefix[], combine: Combine): Segment[] {
  const upTo = prefixes.filter(({ length }) => tierOf(length) <= wanted)
  return sweep(upTo, 128, combine).filter(({ length }) => tierOf(length) === wanted)
}

/** The /64s of which some part is listed, as prefixes of the tier above. */
function partedNetworks(long: readonly SortedPrefix[]): SortedPrefix[] {
  const networks = new Set(long.map(({ first }) => first >> 64n))
  return [...networks].map((network) => ({ first: network << 64n, length: 64, finding: PARTED_NETWORK }))
}

function sortedPrefixes(inputs: readonly CompileInput[], version: 4 | 6, book: ValueBook): SortedPrefix[] {
  const prefixes: SortedPrefix[] = []
  // Backwards, because the sort is stable and of equals the last wins.
  for (let feed = inputs.length - 1; feed >= 0; feed--) {
    const input = inputs[feed] as CompileInput
    const { list } = input
    const findings = list.labels.map((label) =>
      book.finding(feed, input.confidence === 'low', label.class ?? input.class, label.place),
    )
    for (let at = list.count - 1; at >= 0; at--) {
      if (list.versions[at] !== version) continue
      prefixes.push({
        first: firstAddress(list.words, at, version),
        length: list.lengths[at] as number,
        finding: findings[list.labelOf[at] as number] as number,
      })
    }
  }
  return prefixes.sort(byAddress)
}

/** The outer before the inner. */
function byAddress(a: SortedPrefix, b: SortedPrefix): number {
  return a.first < b.first ? -1 : a.first > b.first ? 1 : a.length - b.length
}

function firstAddress(words: Uint32Array, at: number, version: 4 | 6): bigint {
  const word = (index: number) => BigInt(words[at * 4 + index] as number)
  if (version === 4) return word(0)
  return (word(0) << 96n) | (word(1) << 64n) | (word(2) << 32n) | word(3)
}
