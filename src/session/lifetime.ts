import type { UnixSeconds } from '../lib/time.ts'
import type { NetworkClass } from '../net/network-class.ts'
import type { AssuranceLevel } from '../observations/types.ts'
import type { NextChange } from '../policy/next-change.ts'

/** `SESSION_LIFETIMES`: seconds by assurance, or by assurance and network class. */
export type LifetimeTable = Readonly<
  Record<
    AssuranceLevel,
    number | (Readonly<Partial<Record<NetworkClass, number>>> & { readonly other: number })
  >
>

/** How long a token may live by what it says. */
export interface Lifetimes {
  readonly seconds: (assurance: AssuranceLevel, networkClass: NetworkClass) => number
  /** No token of any kind lives longer. */
  readonly longestSeconds: number
}

export function compileLifetimes(table: LifetimeTable): Lifetimes {
  const all = Object.values(table).flatMap((row) => (typeof row === 'number' ? [row] : Object.values(row)))
  return {
    seconds(assurance, networkClass) {
      const row = table[assurance]
      return typeof row === 'number' ? row : (row[networkClass] ?? row.other)
    },
    longestSeconds: Math.max(...all),
  }
}

/**
 * When a token issued now ends: after the life of what it says, counted from when that was verified, and never later
 * than the next date on which the policy says something else.
 *
 * @param assuredAt when the assurance was verified; renewing does not make it younger
 */
export function endOf(
  life: {
    readonly assurance: AssuranceLevel
    readonly networkClass: NetworkClass
    readonly assuredAt: UnixSeconds
  },
  lifetimes: Lifetimes,
  nextChange: NextChange,
  now: UnixSeconds,
): UnixSeconds {
  const worn = life.assuredAt + lifetimes.seconds(life.assurance, life.networkClass)
  return Math.min(worn, nextChange(now) ?? worn) as UnixSeconds
}
