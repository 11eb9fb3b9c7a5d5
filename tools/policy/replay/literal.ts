const STEP = 8

/**
 * Bytes of some JSON text that are looked for again and again: compared eight at a time, as floating-point numbers, which
 * are equal only if their bits are. (Zero, which is written in two ways, has bytes that no text of JSON holds; NaN, which
 * equals nothing, makes it err towards no.)
 */
export class Literal {
  readonly length: number
  readonly #steps: Float64Array
  /** Of the last step, which overlaps the one before. */
  readonly #last: number

  private constructor(words: DataView) {
    this.length = words.byteLength
    this.#last = words.byteLength - STEP
    this.#steps = new Float64Array(Math.ceil(words.byteLength / STEP))
    for (let step = 0; step < this.#steps.length; step++)
      this.#steps[step] = words.getFloat64(Math.min(step * STEP, this.#last), true)
  }

  /** Undefined where they are too few for it. */
  static of(bytes: Uint8Array): Literal | undefined {
    if (bytes.length < STEP) return undefined
    return new Literal(new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
  }

  /** Whether it stands at `at`, and ends before `end`. */
  isAt(words: DataView, at: number, end: number): boolean {
    if (at + this.length > end) return false
    const steps = this.#steps
    const last = steps.length - 1
    let next = at
    for (let step = 0; step < last; step++) {
      if (words.getFloat64(next, true) !== steps[step]) return false
      next += STEP
    }
    return words.getFloat64(at + this.#last, true) === steps[last]
  }
}
