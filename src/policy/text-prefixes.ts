/**
 * Beginnings of texts, compiled once and asked per request. Asking is a binary search that allocates nothing; texts are
 * compared by UTF-16 code unit, as `startsWith` does.
 */
export class TextPrefixes {
  /** In ascending order, and none the beginning of another. */
  readonly #prefixes: readonly string[]

  constructor(prefixes: readonly string[]) {
    const shortest: string[] = []
    for (const prefix of [...prefixes].sort(byCodeUnit)) {
      const last = shortest.at(-1)
      if (last === undefined || !prefix.startsWith(last)) shortest.push(prefix)
    }
    this.#prefixes = shortest
  }

  /** Whether the text begins with one of them. An attacker may choose the text; it costs no more than its comparison. */
  beginsOneOf(text: string): boolean {
    // What lies between a beginning of the text and the text begins with it, too, and was left out for that.
    let low = 0
    let high = this.#prefixes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#prefixes[middle] as string) <= text) low = middle + 1
      else high = middle
    }
    return low > 0 && text.startsWith(this.#prefixes[low - 1] as string)
  }
}

function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
