/**
 * A map that never holds more than `limit` entries: adding one more evicts the least recently used. For caches
 * that live as long as an isolate and whose keys come from clients, who would otherwise choose its size.
 */
export class BoundedMap<K, V> {
  readonly #limit: number
  // A Map iterates in insertion order, so re-inserting on use keeps the stalest key first.
  readonly #entries = new Map<K, V>()

  /** @param limit entries, a positive integer; anything else is a bug and throws `RangeError` */
  constructor(limit: number) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError('limit must be a positive integer')
    this.#limit = limit
  }

  get size(): number {
    return this.#entries.size
  }

  /** The value, which counts as a use of its key. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined && !this.#entries.has(key)) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value as V)
    return value
  }

  set(key: K, value: V): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#limit) return
    for (const stalest of this.#entries.keys()) {
      this.#entries.delete(stalest)
      return
    }
  }

  delete(key: K): boolean {
    return this.#entries.delete(key)
  }
}
