/**
 * The bytes of a prefix table: made by `tools/feeds/compile.ts`, opened here.
 *
 * | bytes | what |
 * |---|---|
 * | 0–7 | `CORDNETS` |
 * | 8–11 | format number, little-endian like all that follows |
 * | 12–15 | length of the description in bytes, a multiple of 4 |
 * | 16–47 | SHA-256 of everything from byte 48 on |
 * | 48– | description: JSON, padded with blanks (see `Description`) |
 * | | u32: IPv6 groups (3 words each, and a last one), wide entries and mid entries (words, then answers), long entries (4 words each) |
 * | | u16: IPv4 buckets (bucket, entries - 1), low halves of IPv4 addresses |
 * | | u8: size and number (3 bytes an entry) of IPv4 entries |
 *
 * Widest columns first, so that each is aligned and can be read in place. What they mean: `prefix-table.ts`.
 */
import * as v from 'valibot'
import { hex } from '../lib/bytes.ts'
import { err, ok, type Result } from '../lib/result.ts'
import { parseInstant } from '../lib/time.ts'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { parsePlaceCode } from '../net/region.ts'
import {
  GROUP_WORDS,
  groupSlot,
  IPV4_BUCKETS,
  type Ipv4Ranges,
  type Ipv6Ranges,
  LONG_WORDS,
  META_BYTES,
  numberOf,
  sizeOf,
} from './prefix-table.ts'

export const MAGIC = 'CORDNETS'
export const FORMAT = 1
export const HEADER_BYTES = 48
const CHECKSUM_AT = 16

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff))
const index = v.pipe(count, v.maxValue(0xffff))

const instant = v.pipe(
  v.string(),
  v.check((text) => parseInstant(text) !== undefined),
)

const feedDescription = v.object({
  id: v.string(),
  title: v.string(),
  confidence: v.picklist(['high', 'medium', 'low']),
  /** The publisher may know better than the edge where its users are; never out of a restricted place. */
  movesPlace: v.boolean(),
  /** When the list was made, as far as that is known, else fetched: ISO 8601. */
  date: instant,
  /** When it was last known to be the publisher's current one: ISO 8601. */
  checkedAt: instant,
  /** How long after that it is current enough; beyond it, `health` says so. */
  maxAgeDays: v.number(),
  /** Of the publisher's list as it was compiled. */
  sha256: v.string(),
  prefixes: count,
})

const description = v.object({
  builtAt: instant,
  counts: v.object({
    buckets4: count,
    entries4: count,
    groups6: count,
    wide6: count,
    mid6: count,
    long6: count,
  }),
  feeds: v.array(feedDescription),
  findings: v.array(
    v.object({
      feed: index,
      class: v.picklist(NETWORK_CLASSES),
      place: v.optional(
        v.pipe(
          v.string(),
          v.check((text) => parsePlaceCode(text) !== undefined),
        ),
      ),
    }),
  ),
  /** What each number in the columns stands for: of each class one finding, and one of low confidence. The first is empty. */
  values: v.pipe(v.array(v.array(index)), v.minLength(1), v.maxLength(0x10000)),
})

export type FeedDescription = v.InferOutput<typeof feedDescription>
export type Description = v.InferOutput<typeof description>

export interface OpenedTable {
  /** First 16 hex digits of the checksum: tables of one version have the same contents. */
  readonly version: string
  /** The whole checksum: the name of the table as a blob. */
  readonly sha256: string
  readonly description: Description
  readonly ipv4: Ipv4Ranges
  readonly ipv6: Ipv6Ranges
}

/**
 * - `not_a_table`: something else, or cut off within its header
 * - `unknown_format`: a table of another version of Cordon
 * - `damaged`: the checksum does not fit, or the contents contradict themselves
 */
export type TableError = 'not_a_table' | 'unknown_format' | 'damaged'

/**
 * Checks all of a table and gives its columns as views on the same bytes, which must not change afterwards. Some
 * milliseconds a million prefixes, once. Nothing of a table that fails any check is used.
 */
export async function openTable(given: Uint8Array<ArrayBuffer>): Promise<Result<OpenedTable, TableError>> {
  // Columns of words have to begin at a multiple of 4.
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice()
  if (bytes.length < HEADER_BYTES) return err('not_a_table')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC) return err('not_a_table')
  if (view.getUint32(8, true) !== FORMAT) return err('unknown_format')
  const stated = hex(bytes.subarray(CHECKSUM_AT, HEADER_BYTES))
  const body = bytes.subarray(HEADER_BYTES)
  const actual = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)))
  if (stated !== actual) return err('damaged')

  const length = view.getUint32(12, true)
  const described = parseDescription(body.subarray(0, length))
  if (described === undefined || length % 4 !== 0) return err('damaged')
  const columns = readColumns(body.subarray(length), described)
  if (columns === undefined) return err('damaged')
  return ok({ version: actual.slice(0, 16), sha256: actual, description: described, ...columns })
}

function parseDescription(bytes: Uint8Array): Description | undefined {
  try {
    const parsed = v.safeParse(description, JSON.parse(new TextDecoder().decode(bytes)))
    if (!parsed.success) return undefined
    const { feeds, findings, values } = parsed.output
    const isSound =
      findings.every(({ feed }) => feed < feeds.length) &&
      values.every((list) => list.every((finding) => finding < findings.length))
    return isSound ? parsed.output : undefined
  } catch {
    return undefined
  }
}

function readColumns(
  bytes: Uint8Array<ArrayBuffer>,
  { counts, values }: Description,
): { ipv4: Ipv4Ranges; ipv6: Ipv6Ranges } | undefined {
  const { buckets4, entries4, groups6, wide6, mid6, long6 } = counts
  const words = GROUP_WORDS * (groups6 + 1) + 2 * (wide6 + mid6) + LONG_WORDS * long6
  const halves = 2 * buckets4 + entries4
  if (bytes.length !== 4 * words + 2 * halves + META_BYTES * entries4) return undefined
  let at = bytes.byteOffset
  const take = <T extends { readonly byteLength: number }>(
    Column: new (buffer: ArrayBuffer, offset: number, length: number) => T,
    length: number,
  ) => {
    const column = new Column(bytes.buffer, at, length)
    at += column.byteLength
    return column
  }
  const groups = take(Uint32Array, GROUP_WORDS * (groups6 + 1))
  const wide = { words: take(Uint32Array, wide6), answers: take(Uint32Array, wide6) }
  const mid = { words: take(Uint32Array, mid6), answers: take(Uint32Array, mid6) }
  const long = take(Uint32Array, LONG_WORDS * long6)
  const starts = ipv4Starts(take(Uint16Array, 2 * buckets4), entries4)
  const lows = take(Uint16Array, entries4)
  const meta = take(Uint8Array, META_BYTES * entries4)
  if (starts === undefined) return undefined

  const ipv4 = { starts, lows, meta }
  const ipv6 = { groupSlots: groupSlots(groups), groups, wide, mid, long }
  return ipv4IsSound(ipv4, values.length) && ipv6IsSound(ipv6, values.length) ? { ipv4, ipv6 } : undefined
}

/** Prefix sums of the bucket sizes, which come in ascending order, those of empty buckets left out. */
function ipv4Starts(buckets: Uint16Array, entries: number): Uint32Array | undefined {
  const starts = new Uint32Array(IPV4_BUCKETS + 1)
  let previous = -1
  let total = 0
  for (let at = 0; at < buckets.length; at += 2) {
    const bucket = buckets[at] as number
    if (bucket <= previous) return undefined
    starts.fill(total, previous + 1, bucket + 1)
    total += (buckets[at + 1] as number) + 1
    previous = bucket
  }
  starts.fill(total, previous + 1)
  return total === entries ? starts : undefined
}

/** At most half full, so that a look-up ends after a step or two. */
function groupSlots(groups: Uint32Array): Uint32Array {
  const count = groups.length / GROUP_WORDS - 1
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * count + 2)))
  for (let group = 0; group < count; group++) {
    let slot = groupSlot(groups[GROUP_WORDS * group] as number, slots.length)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = group + 1
  }
  return slots
}

function ipv4IsSound({ starts, lows, meta }: Ipv4Ranges, values: number): boolean {
  for (let bucket = 0; bucket < IPV4_BUCKETS; bucket++)
    if (!rises(lows, starts[bucket] as number, starts[bucket + 1] as number)) return false
  for (let at = 0; at < meta.length; at += META_BYTES) {
    const value = (meta[at + 1] as number) | ((meta[at + 2] as number) << 8)
    if ((meta[at] as number) > 16 || value >= values) return false
  }
  return true
}

/** Groups in ascending order, each with a part of the entries behind those of the one before, and in order. */
function ipv6IsSound({ groups, wide, mid, long }: Ipv6Ranges, values: number): boolean {
  const last = groups.length - GROUP_WORDS
  const ends = groups[last + 1] === mid.words.length && groups[last + 2] === long.length / LONG_WORDS
  if (!ends || groups[1] !== 0 || groups[2] !== 0) return false
  for (let at = 0; at < last; at += GROUP_WORDS) {
    const next = at + GROUP_WORDS
    const [midFirst, longFirst] = [groups[at + 1] as number, groups[at + 2] as number]
    const [midEnd, longEnd] = [groups[next + 1] as number, groups[next + 2] as number]
    if (midFirst > midEnd || longFirst > longEnd) return false
    if (next < last && (groups[at] as number) >= (groups[next] as number)) return false
    if (!rises(mid.words, midFirst, midEnd) || !longRises(long, longFirst, longEnd)) return false
  }
  return (
    rises(wide.words, 0, wide.words.length) &&
    answersAreSound(wide.answers, 1, 31, values) &&
    answersAreSound(mid.answers, 1, 31, values) &&
    answersAreSound(long, LONG_WORDS, 63, values)
  )
}

/** The last of each `width` words is an answer. */
function answersAreSound(words: Uint32Array, width: number, largest: number, values: number): boolean {
  for (let at = width - 1; at < words.length; at += width) {
    const answer = words[at] as number
    if (sizeOf(answer) > largest || numberOf(answer) >= values) return false
  }
  return true
}

/** Whether the words are in strictly ascending order from `first` to before `end`. */
function rises(words: Uint16Array | Uint32Array, first: number, end: number): boolean {
  for (let at = first + 1; at < end; at++)
    if ((words[at] as number) <= (words[at - 1] as number)) return false
  return true
}

function longRises(long: Uint32Array, first: number, end: number): boolean {
  for (let entry = first + 1; entry < end; entry++) {
    const at = LONG_WORDS * entry
    const order =
      (long[at] as number) - (long[at - 4] as number) ||
      (long[at + 1] as number) - (long[at - 3] as number) ||
      (long[at + 2] as number) - (long[at - 2] as number)
    if (order <= 0) return false
  }
  return true
}
