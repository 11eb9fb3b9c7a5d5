import { createHash } from 'node:crypto'
import { type Description, FORMAT, HEADER_BYTES, MAGIC } from '../../src/tables/prefix-format.ts'
import { answerOf, GROUP_WORDS, PARTED } from '../../src/tables/prefix-table.ts'
import type { Segment } from './sweep.ts'

/** Added to the number of a /64 that has parts. Above all numbers, which have 16 bits. */
export const PARTED_FLAG = 0x10000

/** Segments of IPv4, and of each tier of IPv6. */
export interface Segments {
  readonly ipv4: readonly Segment[]
  readonly wide: readonly Segment[]
  readonly mid: readonly Segment[]
  readonly long: readonly Segment[]
}

/** An entry of the table, see `prefix-table.ts`: from `first` on, to the end of the block of size 2^k around it. */
interface Entry {
  readonly first: bigint
  readonly size: number
  readonly value: number
}

/** The bytes of a table (layout: `prefix-format.ts`), and how many entries they hold. */
export function writeTable(
  segments: Segments,
  described: Omit<Description, 'counts'>,
): { bytes: Uint8Array<ArrayBuffer>; entries: number } {
  const ipv4 = entriesOf(segments.ipv4, 0, 16)
  const wide = entriesOf(segments.wide, 96, 127)
  const mid = entriesOf(segments.mid, 64, 95)
  const long = entriesOf(segments.long, 0, 63)
  const buckets = bucketSizes(ipv4)
  const groups = groupsOf(mid, long)
  const counts = {
    buckets4: buckets.length / 2,
    entries4: ipv4.length,
    groups6: groups.length / GROUP_WORDS - 1,
    wide6: wide.length,
    mid6: mid.length,
    long6: long.length,
  }
  const columns = [
    Uint32Array.from(groups),
    Uint32Array.from(wide, ({ first }) => word(first, 0)),
    Uint32Array.from(wide, (entry) => answer(entry, 96)),
    Uint32Array.from(mid, ({ first }) => word(first, 1)),
    Uint32Array.from(mid, (entry) => answer(entry, 64)),
    Uint32Array.from(
      long.flatMap((entry) => [...([1, 2, 3] as const).map((at) => word(entry.first, at)), answer(entry, 0)]),
    ),
    Uint16Array.from(buckets),
    Uint16Array.from(ipv4, ({ first }) => Number(first & 0xffffn)),
    Uint8Array.from(ipv4.flatMap(({ size, value }) => [size, value & 0xff, value >>> 8])),
  ]
  const text = new TextEncoder().encode(JSON.stringify({ ...described, counts }))
  const description = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20)
  description.set(text)

  const body = Buffer.concat([
    description,
    ...columns.map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
  ])
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(MAGIC, 'latin1')
  header.writeUInt32LE(FORMAT, 8)
  header.writeUInt32LE(description.length, 12)
  createHash('sha256').update(body).digest().copy(header, 16)
  const bytes = new Uint8Array(HEADER_BYTES + body.length)
  bytes.set(header)
  bytes.set(body, HEADER_BYTES)
  return { bytes, entries: ipv4.length + wide.length + mid.length + long.length }
}

/**
 * Entries for segments. One does when another segment follows at once, because it ends there. Where nothing follows,
 * the segment is cut into blocks that end with it: one for a whole prefix.
 */
function entriesOf(segments: readonly Segment[], smallest: number, largest: number): Entry[] {
  const entries: Entry[] = []
  segments.forEach(({ first, last, value }, index) => {
    const isFollowed = segments[index + 1]?.first === last + 1n
    for (let at = first; at <= last; ) {
      const size = sizeFrom(at, last, isFollowed, smallest, largest)
      entries.push({ first: at, size, value })
      at = endOf(at, size) + 1n
    }
  })
  return entries
}

/** The largest size that ends at `last`, or the smallest that reaches beyond it, if it may. */
function sizeFrom(
  first: bigint,
  last: bigint,
  mayReachBeyond: boolean,
  smallest: number,
  largest: number,
): number {
  let size = smallest
  while (size < largest && endOf(first, size + 1) <= last) size++
  return mayReachBeyond && size < largest && endOf(first, size) < last ? Math.min(size + 1, largest) : size
}

function endOf(first: bigint, size: number): bigint {
  return first | ((1n << BigInt(size)) - 1n)
}

function bucketSizes(entries: readonly Entry[]): number[] {
  const sizes = new Map<number, number>()
  for (const { first } of entries) {
    const bucket = Number(first >> 16n)
    sizes.set(bucket, (sizes.get(bucket) ?? 0) + 1)
  }
  return [...sizes].flatMap(([bucket, size]) => [bucket, size - 1])
}

/** Per /32 that has finer entries its word and where they begin, and last where they end. */
function groupsOf(mid: readonly Entry[], long: readonly Entry[]): number[] {
  const words = new Set([...mid, ...long].map(({ first }) => word(first, 0)))
  let midFirst = 0
  let longFirst = 0
  const groups = [...words]
    .sort((a, b) => a - b)
    .flatMap((group) => {
      const starts = [group, midFirst, longFirst]
      while (midFirst < mid.length && word((mid[midFirst] as Entry).first, 0) === group) midFirst++
      while (longFirst < long.length && word((long[longFirst] as Entry).first, 0) === group) longFirst++
      return starts
    })
  return [...groups, 0, midFirst, longFirst]
}

function answer({ size, value }: Entry, unit: number): number {
  return answerOf(value & 0xffff, size - unit) | (value & PARTED_FLAG ? PARTED : 0)
}

function word(address: bigint, index: 0 | 1 | 2 | 3): number {
  return Number((address >> BigInt(96 - 32 * index)) & 0xffffffffn)
}
