import { compileCondition, MATCHED } from '../condition.ts'
import { EFFECTS, type Policy, type Rule } from '../types.ts'
import { implies, matchingSample } from './conditions.ts'
import { finding, type LintFinding } from './finding.ts'
import { endOf, isEnforced, isForTheSame, likeness, pairs, startOf } from './rules.ts'

/**
 * Rules that contradict one another, and rules that another one leaves nothing to decide.
 *
 * A rule resting on a law, or with a reason of its own, is not hidden by one of the same effect: the answer names both.
 */
export function* lintHidden(policy: Policy): Generator<LintFinding> {
  const rules = policy.rules.filter(isEnforced)
  const alike = likeness(rules)
  const contradictory = (one: Rule, other: Rule) =>
    one.effect !== other.effect && alike(one, other) && isForTheSame(one, other)
  // Where only a part of their time is the same, `schedules` says so.
  for (const [first, second] of pairs(rules))
    if (contradictory(first, second) && first.from === second.from && first.to === second.to)
      yield finding(
        'contradiction',
        second.id,
        `it says ${second.effect} to exactly what "${first.id}" says ${first.effect} to`,
      )
  const tests = new Map(rules.map((rule) => [rule, compileCondition(rule.when)]))
  for (const rule of rules) {
    // One that some of it does not match spares the long way round, as nearly every rule does.
    const sample = matchingSample(rule.when)
    if (sample === undefined) continue
    const hiding = rules.find(
      (other) =>
        other !== rule &&
        tests.get(other)?.(sample) === MATCHED &&
        leavesNothing(other, rule, policy) &&
        !contradictory(other, rule) &&
        implies(rule.when, other.when) &&
        !isTwin(rule, other, rules),
    )
    if (hiding !== undefined)
      yield finding(
        'rule_hidden',
        rule.id,
        `it decides nothing: whatever it matches, "${hiding.id}" matches too and says ${hiding.effect}`,
      )
  }
}

/** Whether the first is at least as strict, wherever and whenever the second holds. */
function leavesNothing(one: Rule, other: Rule, { exemptions }: Policy): boolean {
  const stricter = EFFECTS.indexOf(one.effect) - EFFECTS.indexOf(other.effect)
  return (
    (stricter > 0 || (stricter === 0 && !saysMore(other))) &&
    (one.tier === undefined || one.tier === other.tier) &&
    holdsForAll(one, other) &&
    startOf(one) <= startOf(other) &&
    endOf(one) >= endOf(other) &&
    // What lifts the one and not the other leaves the other to decide.
    !exemptions.some(({ exempts }) => exempts.includes(one.id) && !exempts.includes(other.id))
  )
}

/** Of two that match the same and do the same, only the later one is too many. */
function isTwin(rule: Rule, other: Rule, rules: readonly Rule[]): boolean {
  return (
    rule.effect === other.effect &&
    rules.indexOf(rule) < rules.indexOf(other) &&
    implies(other.when, rule.when) &&
    isForTheSame(rule, other)
  )
}

function saysMore({ basis, reason }: Rule): boolean {
  return basis !== undefined || reason !== undefined
}

function holdsForAll({ resources }: Rule, other: Rule): boolean {
  return resources === undefined || (other.resources?.every((id) => resources.includes(id)) ?? false)
}
