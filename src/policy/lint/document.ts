import { BUILT_IN_RULES } from '../findings.ts'
import type { Policy } from '../types.ts'
import { finding, type LintFinding } from './finding.ts'

/** What stands in a document beside the policy proper. */
export interface LintedDocument {
  readonly examples: readonly {
    readonly id: string
    readonly expect: { readonly rule?: string | undefined }
  }[]
  /** `POLICY.overrides_basis` */
  readonly loosens: readonly string[]
}

export function* lintDocument(policy: Policy, { examples, loosens }: LintedDocument): Generator<LintFinding> {
  const rules = new Map(policy.rules.map((rule) => [rule.id, rule]))
  const seen = new Set<string>()
  for (const [index, { id, expect }] of examples.entries()) {
    const key = `EXAMPLES[${index}]`
    if (seen.has(id)) yield finding('example_twice', key, `another example has the id "${id}"`)
    seen.add(id)
    const { rule } = expect
    if (rule !== undefined && !rules.has(rule) && !BUILT_IN_RULES.includes(rule))
      yield finding('example_of_no_rule', `${key}.expect.rule`, `there is no rule "${rule}"`)
  }
  // A rule that is not there any more is just what may have to be announced.
  for (const [index, id] of loosens.entries()) {
    const rule = rules.get(id)
    if (rule !== undefined && rule.basis === undefined)
      yield finding(
        'overrides_no_basis',
        `POLICY.overrides_basis[${index}]`,
        `"${id}" rests on no law: nothing has to be said for it to be loosened`,
      )
  }
}
