/**
 * A map that forgets what was not asked for in a while, half of it at a time: so that a use of a key costs a look-up and
 * no bookkeeping. Never holds more than `limit` entries.
 */
export class GenerationMap<V> {
  readonly #half: number
  readonly #forget: (value: V) => void
  #young = new Map<string, V>()
  #old = new Map<string, V>()

  /** @param forget is told each value that is dropped */
  constructor(limit: number, forget: (value: V) => void = () => {}) {
    this.#half = Math.max(1, limit >>> 1)
    this.#forget = forget
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old === undefined) return undefined
    this.#old.delete(key)
    this.#keep(key, old)
    return old
  }

  set(key: string, value: V): void {
    this.#old.delete(key)
    this.#keep(key, value)
  }

  /** Forgets everything. */
  clear(): void {
    for (const generation of [this.#old, this.#young]) {
      for (const value of generation.values()) this.#forget(value)
      generation.clear()
    }
  }

  #keep(key: string, value: V): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      for (const forgotten of this.#old.values()) this.#forget(forgotten)
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }
}
