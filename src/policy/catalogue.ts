import type { UnixSeconds } from '../lib/time.ts'
import { stricter } from './tier-order.ts'
import type { Catalogue, CatalogueEntry, Threshold, Tier } from './types.ts'

/** A catalogue ready to be asked. A change of law is a change of its dates: the same value, another day, another tier. */
export interface CompiledCatalogue {
  /** The strictest of all that is said of a value; undefined where no entry names it at that time. */
  readonly tierOf: (value: string, now: UnixSeconds) => Tier | undefined
  /** Every tier that it gives to some value at that time. */
  readonly tiersAt: (now: UnixSeconds) => ReadonlySet<Tier>
}

/** What an entry says of its values. Most of a long catalogue say the same as another. */
interface Saying extends Dated {
  readonly tier: Tier
  /** Thresholds that its operations reach, in force or not; undefined for one by its tier alone. */
  readonly reached: readonly Threshold[] | undefined
}

/** Values are compared as written: what is spelled otherwise is not named. */
export function compileCatalogue({ entries, thresholds, below }: Catalogue): CompiledCatalogue {
  const sayings = new Map<string, Saying>()
  const byValue = new Map<string, Saying[]>()
  for (const entry of entries) {
    const saying = sayingOf(entry, thresholds)
    const key = JSON.stringify(saying)
    const kept = sayings.get(key) ?? saying
    sayings.set(key, kept)
    for (const value of entry.values) {
      const said = byValue.get(value)
      if (said === undefined) byValue.set(value, [kept])
      else said.push(kept)
    }
  }
  return {
    tierOf(value, now) {
      let tier: Tier | undefined
      for (const saying of byValue.get(value) ?? [])
        if (holds(saying, now)) tier = stricter(tierBy(saying, below, now), tier ?? 'open')
      return tier
    },
    tiersAt(now) {
      const tiers = new Set<Tier>()
      for (const saying of sayings.values()) if (holds(saying, now)) tiers.add(tierBy(saying, below, now))
      return tiers
    },
  }
}

function sayingOf(
  { tier = 'open', training_operations: operations, from, to }: CatalogueEntry,
  thresholds: Catalogue['thresholds'],
): Saying {
  return {
    tier,
    reached:
      operations === undefined
        ? undefined
        : thresholds.filter((threshold) => operations >= threshold.training_operations),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function tierBy({ tier, reached }: Saying, below: Tier, now: UnixSeconds): Tier {
  if (reached === undefined) return tier
  let byOperations: Tier | undefined
  for (const threshold of reached)
    if (holds(threshold, now)) byOperations = stricter(threshold.tier, byOperations ?? 'open')
  return stricter(tier, byOperations ?? below)
}

interface Dated {
  readonly from?: UnixSeconds
  readonly to?: UnixSeconds
}

function holds({ from, to }: Dated, now: UnixSeconds): boolean {
  return (from === undefined || now >= from) && (to === undefined || now < to)
}
