import type { UnixSeconds } from '../../lib/time.ts'
import { signalsRead } from '../condition.ts'
import { isSame } from '../loosening/same.ts'
import type { Policy, Rule } from '../types.ts'
import { writtenInstant } from '../written-policy.ts'
import { finding, type LintFinding } from './finding.ts'
import { endOf, isEnforced, isForTheSame, likeness, overlap, pairs, startOf } from './rules.ts'

/**
 * Rules that follow one another and leave a time between them, and such as disagree while both hold.
 *
 * Rules follow one another where they are for the same (effect, tier, resources) and either ask exactly the same or read
 * the same signals under ids that differ in a number or date at the end: `sale-2026` and `sale-2027`.
 */
export function* lintSchedules({ rules }: Policy, now: UnixSeconds): Generator<LintFinding> {
  const enforced = rules.filter(isEnforced)
  const alike = likeness(enforced)
  yield* gaps(enforced, alike, now)
  for (const [one, other] of pairs(enforced)) {
    if (one.effect === other.effect || !alike(one, other) || !isForTheSame(one, other)) continue
    if (overlap(one, other) && (one.from !== other.from || one.to !== other.to))
      yield finding(
        'schedule_overlap',
        other.id,
        `for a time it says ${other.effect} to what "${one.id}" says ${one.effect} to; the stricter one counts`,
      )
  }
}

function* gaps(rules: readonly Rule[], alike: Alike, now: UnixSeconds): Generator<LintFinding> {
  const left = new Set(rules.toSorted((a, b) => compare(startOf(a), startOf(b))))
  for (const first of left) {
    let last = first
    for (const next of left) {
      if (next === first || !followsOn(first, next, alike)) continue
      left.delete(next)
      const { to } = last
      if (to !== undefined && next.from !== undefined && to < next.from && next.from > now)
        yield finding(
          'schedule_gap',
          next.id,
          `gap from ${writtenInstant(to)} to ${writtenInstant(next.from)}, after "${last.id}" and before it`,
        )
      if (endOf(next) > endOf(last)) last = next
    }
  }
}

type Alike = ReturnType<typeof likeness>

/** Infinities are not subtracted. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function followsOn(one: Rule, other: Rule, alike: Alike): boolean {
  if (one.effect !== other.effect || !isForTheSame(one, other)) return false
  if (alike(one, other)) return true
  const reads = ({ when }: Rule) => [...new Set(signalsRead(when))].sort()
  return stemOf(one.id) === stemOf(other.id) && isSame(reads(one), reads(other))
}

/** An id without the numbers at its end. */
function stemOf(id: string): string {
  return id.replace(/(?:[:_-]?\d+)+$/, '')
}
