import type { CidrBlock } from '../../src/net/cidr.ts'
import type { NetworkClass } from '../../src/net/network-class.ts'
import type { Place } from '../../src/net/region.ts'

/** What a list says of a prefix beyond that it is on the list. A class here takes the place of the source's own. */
export interface Label {
  readonly class?: NetworkClass
  readonly place?: Place
}

const FIRST_CAPACITY = 1024

/**
 * A list of prefixes as its publisher gave it, in columns: a million of them as objects would be some hundred megabytes.
 * Blocks of either family may overlap and repeat. Addresses are four words, IPv4 in the first (see `net/ip-address`).
 */
export class PrefixList {
  words = new Uint32Array(FIRST_CAPACITY * 4)
  lengths = new Uint8Array(FIRST_CAPACITY)
  versions = new Uint8Array(FIRST_CAPACITY)
  labelOf = new Uint32Array(FIRST_CAPACITY)
  readonly labels: Label[] = [{}]
  readonly #indexOf = new Map<string, number>([[labelKey({}), 0]])
  #count = 0

  get count(): number {
    return this.#count
  }

  add({ base, length }: CidrBlock, label: Label = {}): void {
    if (this.#count === this.lengths.length) this.#grow()
    const at = this.#count++
    this.words[at * 4] = base.w0
    this.words[at * 4 + 1] = base.w1
    this.words[at * 4 + 2] = base.w2
    this.words[at * 4 + 3] = base.w3
    this.lengths[at] = length
    this.versions[at] = base.version
    this.labelOf[at] = this.#labelIndex(label)
  }

  #labelIndex(label: Label): number {
    const key = labelKey(label)
    const known = this.#indexOf.get(key)
    if (known !== undefined) return known
    this.labels.push(label)
    this.#indexOf.set(key, this.labels.length - 1)
    return this.labels.length - 1
  }

  #grow(): void {
    const capacity = this.lengths.length * 2
    this.words = enlarge(this.words, capacity * 4)
    this.lengths = enlarge(this.lengths, capacity)
    this.versions = enlarge(this.versions, capacity)
    this.labelOf = enlarge(this.labelOf, capacity)
  }
}

function labelKey({ class: networkClass, place }: Label): string {
  return `${networkClass ?? ''} ${place?.country ?? ''} ${place?.region ?? ''}`
}

function enlarge<T extends Uint8Array | Uint32Array>(array: T, capacity: number): T {
  const larger = new (array.constructor as new (length: number) => T)(capacity)
  larger.set(array)
  return larger
}
