/** The middle value and the outermost ones: what several rounds say, without a claim about their distribution. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** Of at least one value; of an even number the mean of the two in the middle. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) throw new RangeError('there is no value')
  const middle = (sorted.length - 1) / 2
  const lower = sorted[Math.floor(middle)] ?? least
  const upper = sorted[Math.ceil(middle)] ?? most
  return { median: (lower + upper) / 2, least, most }
}

/** The smallest value that at least this share of all are not above (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('there is no value')
  return found
}
