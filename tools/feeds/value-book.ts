import type { NetworkClass } from '../../src/net/network-class.ts'
import { formatPlace, type Place } from '../../src/net/region.ts'
import type { Description } from '../../src/tables/prefix-format.ts'

type Finding = Description['findings'][number]

/** Numbers fit in the table's 16-bit columns. */
const MAX_VALUES = 0x10000

/**
 * Numbers for what is known of addresses: a finding is what one list says of a prefix, a value the findings that hold
 * together. Value 0 is none.
 *
 * Of each class one finding holds, and beside it one of a list of low confidence: a hint may be about a smaller prefix
 * than the word of a list that is believed, and must not take its place.
 */
export class ValueBook {
  readonly #findings: Finding[] = []
  /** What each finding takes the place of: the class, those of low confidence apart. */
  readonly #slots: string[] = []
  readonly #findingOf = new Map<string, number>()
  readonly #values: (readonly number[])[] = [[]]
  readonly #valueOf = new Map<string, number>([['', 0]])
  readonly #combined = new Map<number, number>()

  finding(feed: number, isWeak: boolean, networkClass: NetworkClass, place: Place | undefined): number {
    const at = place === undefined ? undefined : formatPlace(place)
    const key = `${feed} ${networkClass} ${at ?? ''}`
    const known = this.#findingOf.get(key)
    if (known !== undefined) return known
    if (this.#findings.length === MAX_VALUES) throw tooMany()
    const made = this.#findings.push({ feed, class: networkClass, ...(at && { place: at }) }) - 1
    this.#slots.push(`${networkClass}${isWeak ? ' weak' : ''}`)
    this.#findingOf.set(key, made)
    return made
  }

  /** What holds inside a prefix: what holds around it, but in the finding's slot the finding. */
  with(around: number, finding: number): number {
    const key = around * MAX_VALUES + finding
    const known = this.#combined.get(key)
    if (known !== undefined) return known
    const kept = (this.#values[around] ?? []).filter((other) => this.#slots[other] !== this.#slots[finding])
    const value = this.#value([...kept, finding].sort((a, b) => a - b))
    this.#combined.set(key, value)
    return value
  }

  description(): Pick<Description, 'findings' | 'values'> {
    return { findings: this.#findings, values: this.#values.map((list) => [...list]) }
  }

  #value(findings: readonly number[]): number {
    const key = findings.join(' ')
    const known = this.#valueOf.get(key)
    if (known !== undefined) return known
    if (this.#values.length === MAX_VALUES) throw tooMany()
    this.#valueOf.set(key, this.#values.length)
    return this.#values.push(findings) - 1
  }
}

function tooMany(): RangeError {
  return new RangeError(`the lists need more than ${MAX_VALUES - 1} different answers (classes and places)`)
}
