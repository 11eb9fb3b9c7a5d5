/**
 * As `GenerationMap`, by lists of whole numbers, all of one length: a look-up makes no text and no object. Never holds
 * more than `limit` entries.
 */
export class NumbersMap<V> {
  readonly #half: number
  readonly #width: number
  readonly #forget: (value: V) => void
  #young: Generation<V>
  #old: Generation<V>

  /**
   * @param width how many numbers a key has
   * @param forget is told each value that is dropped
   */
  constructor(limit: number, width: number, forget: (value: V) => void) {
    this.#half = Math.max(1, limit >>> 1)
    this.#width = width
    this.#forget = forget
    this.#young = new Generation(this.#half, width)
    this.#old = new Generation(this.#half, width)
  }

  get(key: Int32Array): V | undefined {
    const hash = hashOf(key)
    const young = this.#young.get(key, hash)
    if (young !== undefined) return young
    const old = this.#old.take(key, hash)
    if (old !== undefined) this.#keep(key, hash, old)
    return old
  }

  /** The key must be one that `get` has just answered with undefined. */
  set(key: Int32Array, value: V): void {
    this.#keep(key, hashOf(key), value)
  }

  /** Forgets everything. */
  clear(): void {
    this.#turn()
    this.#turn()
  }

  #keep(key: Int32Array, hash: number, value: V): void {
    if (this.#young.size >= this.#half) this.#turn()
    this.#young.set(key, hash, value)
  }

  #turn(): void {
    for (const value of this.#old.values) if (value !== undefined) this.#forget(value)
    this.#old = this.#young
    this.#young = new Generation(this.#half, this.#width)
  }
}

/** Open addressing, half empty at the least. */
class Generation<V> {
  size = 0
  /** Undefined where nothing is, and where something was taken. */
  readonly values: (V | undefined)[]
  readonly #keys: Int32Array
  readonly #used: Uint8Array
  readonly #mask: number
  readonly #width: number

  constructor(limit: number, width: number) {
    const slots = 2 ** Math.ceil(Math.log2(limit * 2))
    this.values = new Array<V | undefined>(slots).fill(undefined)
    this.#keys = new Int32Array(slots * width)
    this.#used = new Uint8Array(slots)
    this.#mask = slots - 1
    this.#width = width
  }

  get(key: Int32Array, hash: number): V | undefined {
    return this.values[this.#find(key, hash)]
  }

  take(key: Int32Array, hash: number): V | undefined {
    const slot = this.#find(key, hash)
    const value = this.values[slot]
    if (value !== undefined) this.values[slot] = undefined
    return value
  }

  set(key: Int32Array, hash: number, value: V): void {
    const slot = this.#find(key, hash)
    if (this.#used[slot] === 0) {
      this.size++
      this.#used[slot] = 1
      this.#keys.set(key, slot * this.#width)
    }
    this.values[slot] = value
  }

  /** Where the key is, or would be. */
  #find(key: Int32Array, hash: number): number {
    const used = this.#used
    let slot = hash & this.#mask
    while (used[slot] !== 0 && !this.#isAt(slot, key)) slot = (slot + 1) & this.#mask
    return slot
  }

  #isAt(slot: number, key: Int32Array): boolean {
    const keys = this.#keys
    const first = slot * this.#width
    for (let at = 0; at < key.length; at++) if (keys[first + at] !== key[at]) return false
    return true
  }
}

function hashOf(key: Int32Array): number {
  let hash = 0
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ (key[at] as number), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}
