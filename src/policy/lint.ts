import type { UnixSeconds } from '../lib/time.ts'
import { lintCatalogues } from './lint/catalogues.ts'
import { lintDates } from './lint/dates.ts'
import { type LintedDocument, lintDocument } from './lint/document.ts'
import { lintExemptions } from './lint/exemptions.ts'
import type { LintFinding } from './lint/finding.ts'
import { lintHidden } from './lint/hidden.ts'
import { lintLists } from './lint/lists.ts'
import { lintPlaces } from './lint/places.ts'
import { lintReachability } from './lint/reachability.ts'
import { lintResources } from './lint/resources.ts'
import { lintSchedules } from './lint/schedules.ts'
import type { Policy } from './types.ts'

export type { LintedDocument } from './lint/document.ts'
export type { LintCode, LintFinding } from './lint/finding.ts'

/**
 * What is well-formed in a policy and all the same cannot be meant: errors, with which no document is activated, and
 * warnings. Errors come first, otherwise in the order of the policy.
 *
 * Finds no fault that is none: where a condition has more to it than can be looked at, it passes.
 */
export function lintPolicy(
  policy: Policy,
  document: LintedDocument,
  now: UnixSeconds,
): readonly LintFinding[] {
  const findings = [
    ...lintLists(policy),
    ...lintReachability(policy),
    ...lintHidden(policy),
    ...lintSchedules(policy, now),
    ...lintPlaces(policy),
    ...lintDates(policy, now),
    ...lintExemptions(policy, now),
    ...lintResources(policy),
    ...lintCatalogues(policy),
    ...lintDocument(policy, document),
  ]
  return findings.toSorted((a, b) => rank(a) - rank(b))
}

function rank({ severity }: LintFinding): number {
  return severity === 'error' ? 0 : 1
}

/** One finding as a line of text. */
export function formatFinding({ severity, code, key, message }: LintFinding): string {
  return `${severity}: ${key}: ${message} (${code})`
}
