import { canonicalJson } from '../../lib/canonical-json.ts'
import type { UnixSeconds } from '../../lib/time.ts'
import { isSame } from '../loosening/same.ts'
import type { Rule } from '../types.ts'

/** Carried out now or later. */
export function isEnforced({ mode }: Rule): boolean {
  return mode !== 'monitor'
}

/** Of rules, entries and thresholds alike. */
interface Dates {
  readonly from?: UnixSeconds
  readonly to?: UnixSeconds
}

/** From this instant on, inclusive; without a date since ever. */
export function startOf({ from }: Dates): number {
  return from ?? Number.NEGATIVE_INFINITY
}

/** Until this instant, exclusive; without a date for ever. */
export function endOf({ to }: Dates): number {
  return to ?? Number.POSITIVE_INFINITY
}

/** Whether there is an instant in both. */
export function overlap(one: Dates, other: Dates): boolean {
  return startOf(one) < endOf(other) && startOf(other) < endOf(one)
}

/** For the same requests: tier and resources are the same. */
export function isForTheSame(one: Rule, other: Rule): boolean {
  return one.tier === other.tier && isSame(one.resources?.toSorted(), other.resources?.toSorted())
}

/** Tells which conditions are written alike; each is written out once, since every rule is held against every other. */
export function likeness(rules: readonly Rule[]): (one: Rule, other: Rule) => boolean {
  const written = new Map(rules.map((rule) => [rule, canonicalJson(rule.when)]))
  return (one, other) => written.get(one) === written.get(other)
}

/** Pairs of a list, each once, the earlier one first. */
export function* pairs<T>(items: readonly T[]): Generator<readonly [T, T]> {
  for (const [index, first] of items.entries())
    for (const second of items.slice(index + 1)) yield [first, second]
}
