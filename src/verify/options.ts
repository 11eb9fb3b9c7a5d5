import { nearest } from '../lib/nearest.ts'

/**
 * Throws `TypeError` unless this is an object whose members are all among the known ones. Callers in JavaScript have no
 * compiler that would tell them, and an option under a wrong name is a check that nobody makes.
 *
 * @param needed what there must be, as the error says it
 */
export function checkOptions(options: unknown, known: readonly string[], needed = known.join(', ')): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`options must be an object with ${needed}`)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, known)
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`
  throw new TypeError(`unknown option "${unknown}": ${hint}`)
}
