/** A prefix of one family. Lists are sorted by first address, the outer before the inner; of equals the last wins. */
export interface SortedPrefix {
  readonly first: bigint
  readonly length: number
  /** Number of what is said of it, see `value-book.ts`. */
  readonly finding: number
}

/** A run of addresses of which the same is known. Segments are in order, never overlap, and those that touch differ. */
export interface Segment {
  readonly first: bigint
  last: bigint
  readonly value: number
  /** Length of the innermost prefix that holds there. */
  readonly length: number
}

/** Gives the number for what is known inside a prefix from the number for what is known around it; 0 is nothing. */
export type Combine = (around: number, finding: number) => number

interface Open {
  readonly last: bigint
  readonly value: number
  readonly length: number
}

/** Flattens nested prefixes to segments. Time and space linear in the prefixes. */
export function sweep(prefixes: readonly SortedPrefix[], bits: 32 | 128, combine: Combine): Segment[] {
  const segments: Segment[] = []
  const open: Open[] = []
  let next = 0n

  const emit = (last: bigint, { value, length }: Open) => {
    if (last < next) return
    const previous = segments.at(-1)
    const isSame =
      previous?.value === value && previous.last === next - 1n && tierOf(previous.length) === tierOf(length)
    if (isSame) previous.last = last
    else segments.push({ first: next, last, value, length })
    next = last + 1n
  }
  const closeBefore = (first: bigint) => {
    for (let top = open.at(-1); top !== undefined && top.last < first; top = open.at(-1)) {
      emit(top.last, top)
      open.pop()
    }
  }

  for (const { first, length, finding } of prefixes) {
    closeBefore(first)
    const around = open.at(-1)
    const value = combine(around?.value ?? 0, finding)
    // The outer prefix says the same already.
    if (value === around?.value) continue
    if (around !== undefined) emit(first - 1n, around)
    next = first
    open.push({ last: first + (1n << BigInt(bits - length)) - 1n, value, length })
  }
  closeBefore(1n << BigInt(bits))
  return segments
}

/**
 * Which of the table's tiers prefixes of a length belong to (see `Ipv6Ranges`); 0 for all of IPv4. A segment belongs to
 * one tier.
 */
export function tierOf(length: number): 0 | 1 | 2 {
  return length <= 32 ? 0 : length <= 64 ? 1 : 2
}
