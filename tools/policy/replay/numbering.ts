import { GenerationMap } from './generation-map.ts'

/** Gives texts numbers. What was forgotten gets another number than before, and no two texts ever have the same. */
export class Numbering {
  readonly #numbers: GenerationMap<number>
  #next = 0

  constructor(limit: number) {
    this.#numbers = new GenerationMap(limit)
  }

  of(text: string): number {
    const held = this.#numbers.get(text)
    if (held !== undefined) return held
    const number = this.#next++
    this.#numbers.set(text, number)
    return number
  }
}
