import type { FlatPolicy } from '../policy/expand.ts'
import { BUILT_IN_RULES } from '../policy/findings.ts'
import type { Basis, Policy } from '../policy/types.ts'
import type { ConfigIssue } from './issue.ts'

/** Faults between the parts of a policy, which no part's own schema can see. */
export function policyIssues(policy: Policy, flat: FlatPolicy): ConfigIssue[] {
  const written = flat.POLICY
  const issues: ConfigIssue[] = []
  const ruleIds = policy.rules.map(({ id }) => id)
  const known = new Set([...ruleIds, ...BUILT_IN_RULES.filter((id) => id !== 'default')])
  const resources = new Set(policy.resources.map(({ id }) => id))

  for (const id of repeated(ruleIds))
    issues.push({ key: 'POLICY.rules', expected: `one rule with the id "${id}"` })
  for (const id of repeated(policy.resources.map((resource) => resource.id))) {
    issues.push({ key: 'POLICY.resources', expected: `one resource with the id "${id}"` })
  }
  for (const id of repeated(policy.exemptions.map((exemption) => exemption.id))) {
    issues.push({ key: 'POLICY.exemptions', expected: `one exemption with the id "${id}"` })
  }
  policy.resources.forEach(({ replay, session }, index) => {
    if (replay !== undefined && session === undefined)
      issues.push({
        key: `POLICY.resources[${index}].replay`,
        expected: 'session = "required" beside it: single use is of proofs, which come with sessions',
      })
  })
  written.rules.forEach((rule, index) => {
    if (BUILT_IN_RULES.includes(rule.id)) {
      issues.push({
        key: `POLICY.rules[${index}].id`,
        expected: `an id other than "${rule.id}", which is built in`,
      })
    }
    for (const id of rule.resources ?? []) {
      if (!resources.has(id))
        issues.push({
          key: `POLICY.rules[${index}].resources`,
          expected: `ids of resources; there is no "${id}"`,
        })
    }
    if (neverHolds(rule.basis)) {
      issues.push({ key: `POLICY.rules[${index}].basis.to`, expected: 'an instant after `from`' })
    }
  })
  for (const list of ['RESTRICTED_REGIONS', 'ALLOWED_REGIONS'] as const) {
    flat[list].forEach((entry, index) => {
      if (typeof entry !== 'string' && neverHolds(entry.basis)) {
        issues.push({ key: `${list}[${index}].basis.to`, expected: 'an instant after `from`' })
      }
    })
  }
  written.exemptions.forEach((exemption, index) => {
    for (const id of exemption.exempts) {
      if (!known.has(id))
        issues.push({
          key: `POLICY.exemptions[${index}].exempts`,
          expected: `ids of rules; there is no "${id}"`,
        })
    }
    if (exemption.from !== undefined && exemption.to <= exemption.from) {
      issues.push({ key: `POLICY.exemptions[${index}].to`, expected: 'an instant after `from`' })
    }
  })
  return issues
}

function neverHolds(basis: Basis | undefined): boolean {
  return basis?.to !== undefined && basis.to <= basis.from
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index))
}
