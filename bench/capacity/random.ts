/** Chance that is the same in every run: mulberry32, which is good enough for arrivals and draws. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  /** Until the next of events that happen so often, independently of one another. */
  untilNext(perSecond: number): number {
    return -Math.log(1 - this.next()) / perSecond
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }
}

/** The shares of ranks 1 to `count` by Zipf's law with exponent 1; they sum to 1. */
export function zipfShares(count: number): Float64Array {
  const shares = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank++) sum += 1 / (rank + 1)
  for (let rank = 0; rank < count; rank++) shares[rank] = 1 / (rank + 1) / sum
  return shares
}

/** Draws ranks from 0 on by Zipf's law with exponent 1. */
export function zipfDraw(count: number, chance: Chance): () => number {
  const upTo = zipfShares(count)
  for (let rank = 1; rank < count; rank++) upTo[rank] = (upTo[rank] ?? 0) + (upTo[rank - 1] ?? 0)
  return () => {
    const drawn = chance.next()
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? 1) > drawn) high = middle
      else low = middle + 1
    }
    return low
  }
}
