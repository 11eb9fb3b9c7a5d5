import type { CompiledPolicy } from '../../../src/policy/compile.ts'
import { listFindings } from '../../../src/policy/findings.ts'
import { ruleFindings } from '../../../src/policy/rule-findings.ts'
import type { RuleFinding } from '../../../src/policy/types.ts'
import type { Examined } from './examine.ts'
import type { RuleRow } from './try-result.ts'

/** Standings in which a rule has no say about this request. */
const SILENT: ReadonlySet<string> = new Set(['not_yet', 'ended', 'other_tier', 'other_resource'])

const ORDER: readonly RuleRow['finding'][] = ['matched', 'indeterminate', 'unmatched', 'no_say']

/**
 * Every rule of the policy and what stands in for some of them, with what was found: those that determined the verdict
 * first, then what matched, then the rest in the policy's order.
 */
export function ruleRows(
  compiled: CompiledPolicy,
  { evidence, resource, now, decision }: Pick<Examined, 'evidence' | 'resource' | 'now' | 'decision'>,
): RuleRow[] {
  const findings = new Map(
    listFindings(compiled, evidence, resource, now)
      .filter(({ tier }) => tier === undefined || tier === resource.tier)
      .map((finding) => [finding.rule, finding]),
  )
  const { rules } = compiled.policy
  const own = ruleFindings(compiled, evidence, resource, now).rules.map((explained): RuleRow => {
    const { rule, effect, standing, determining, exemptions, leaves } = explained
    const finding = SILENT.has(standing) ? undefined : findings.get(rule)
    const note = rules.find(({ id }) => id === rule)?.note
    return {
      rule,
      effect,
      finding: finding?.finding ?? 'no_say',
      standing,
      ...(finding === undefined ? {} : { mode: finding.mode, reason: finding.reason }),
      ...(note === undefined ? {} : { note }),
      determining,
      exemptions,
      comparisons: leaves.map(({ signal, test, value, truth }) => ({
        signal,
        test,
        value,
        truth: truth.join(', '),
      })),
    }
  })
  const listed = new Set(own.map(({ rule }) => rule))
  const standIns = [...findings.values()]
    .filter(({ rule }) => !listed.has(rule))
    .map((finding) => standIn(finding, decision.determining))
  return [...own, ...standIns].toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** Not written in the policy: the gate's own rules for an unknown place, a missing session, and the like. */
function standIn(
  { rule, effect, finding, mode, reason }: RuleFinding,
  determining: readonly string[],
): RuleRow {
  return {
    rule,
    effect,
    finding,
    standing: 'built_in',
    mode,
    reason,
    determining: determining.includes(rule),
    exemptions: [],
    comparisons: [],
  }
}

function rankOf({ determining, finding }: RuleRow): number {
  return determining ? -1 : ORDER.indexOf(finding)
}
