import { evidenceRows } from './evidence-rows.ts'
import type { Examined } from './examine.ts'
import { ruleRows } from './rule-rows.ts'
import type { Examination } from './try-result.ts'

/** What was examined, for the page. */
export function examinationOf(examined: Examined): Examination {
  const { decision, evidence, disposition, mode, policy } = examined
  const { verdict, row, reasons, assurance, resource, tier, tierMax, revision } = decision
  const { determining, exemptions, degraded } = decision
  const laws = policy.loaded.policy.rules.flatMap(({ id, basis }) =>
    basis !== undefined && determining.includes(id) ? [basis.law] : [],
  )
  return {
    verdict,
    action: disposition.action,
    mode,
    row,
    reasons,
    assurance,
    resource,
    tier,
    ...(tierMax === undefined ? {} : { tierMax }),
    revision,
    determining,
    laws: [...new Set(laws)],
    exemptions,
    degraded,
    rules: ruleRows(policy.compiled, examined),
    evidence: evidenceRows(evidence),
  }
}
