import type { UnixSeconds } from '../lib/time.ts'
import type { Policy } from './types.ts'

/** The first instant after the given one at which the policy, by its own dates, says something else. */
export type NextChange = (after: UnixSeconds) => UnixSeconds | undefined

/** Compiles the dates of a policy: where a rule, a basis, a catalogue's entry or threshold, an
 * exemption or an override begins or ends. Found in logarithmic time. */
export function compileNextChange(policy: Policy): NextChange {
  const dates = [...new Set(datesOf(policy))].filter((date) => date !== undefined).sort((a, b) => a - b)
  return (after) => {
    let low = 0
    let high = dates.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((dates[middle] as UnixSeconds) <= after) low = middle + 1
      else high = middle
    }
    return dates[low]
  }
}

function* datesOf({
  rules,
  exemptions,
  networkOverrides,
  catalogues,
}: Policy): Generator<UnixSeconds | undefined> {
  for (const { from, to, basis } of rules) yield* [from, to, basis?.from, basis?.to]
  for (const { entries, thresholds } of catalogues)
    for (const { from, to } of [...entries, ...thresholds]) yield* [from, to]
  for (const { from, to } of exemptions) yield* [from, to]
  for (const { expires } of networkOverrides) yield expires
}
