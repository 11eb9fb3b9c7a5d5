import type { NetworkClass } from '../../../src/net/network-class.ts'
import type { Intake } from '../intake.ts'
import { count, quote } from '../issue.ts'

/** What the values of a database's column mean. Entries of any other value are left out. */
export type ClassMap = Readonly<Record<string, NetworkClass>>

const SHOWN = 5
const REMEMBERED = 1000

/** Looks values up, and tells in the end which there were that nobody had named: one of them may be wanted. */
export class ClassLookup {
  readonly #map: ReadonlyMap<string, NetworkClass>
  readonly #others = new Map<string, number>()

  constructor(map: ClassMap) {
    this.#map = new Map(Object.entries(map))
  }

  of(value: string): NetworkClass | undefined {
    const known = this.#map.get(value)
    if (known === undefined && (this.#others.has(value) || this.#others.size < REMEMBERED)) {
      this.#others.set(value, (this.#others.get(value) ?? 0) + 1)
    }
    return known
  }

  tell(intake: Intake): void {
    if (this.#others.size === 0) return
    const often = [...this.#others].sort(([, a], [, b]) => b - a).slice(0, SHOWN)
    const values = often.map(([value, number]) => `${quote(value)} ${count(number)}`).join(', ')
    const more = this.#others.size > SHOWN ? ', …' : ''
    const names = `${often.map(([value]) => quote(value)).join(', ')}${more}`
    intake.whyEmpty(`the class map names none of its values (${names})`)
    intake.note(`entries left out because the class map does not name their value: ${values}${more}`)
  }
}
