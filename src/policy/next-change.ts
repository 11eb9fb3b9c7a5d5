import type { UnixSeconds } from '../lib/time.ts'
import type { Policy } from './types.ts'

/** The first instant after the given one at which the policy, by its own dates, says something else. */
export type NextChange = (after: UnixSeconds) => UnixSeconds | undefined

/** Compiles the dates of a policy: where a basis, an exemption or an override begins or ends. Found in logarithmic time. */
export function compileNextChange(policy: Policy): NextChange {
  const dates = [...new Set(datesOf(policy))].sort((a, b) => a - b)
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

function* datesOf({ rules, exemptions, networkOverrides }: Policy): Generator<UnixSeconds> {
  for (const { basis } of rules) {
    if (basis === undefined) continue
    yield basis.from
    if (basis.to !== undefined) yield basis.to
  }
  for (const { from, to } of exemptions) {
    if (from !== undefined) yield from
    yield to
  }
  for (const { expires } of networkOverrides) yield expires
}
