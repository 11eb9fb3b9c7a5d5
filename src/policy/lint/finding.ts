/** What can be wrong with a policy whose every part is well-formed. */
const CODES = {
  rule_never_matches: 'error',
  contradiction: 'error',
  empty_list: 'error',
  names_without_parts: 'error',
  schedule_gap: 'error',
  exemption_without_end: 'error',
  exemption_never_matches: 'error',
  exemption_does_nothing: 'error',
  resource_never_matches: 'error',
  example_of_no_rule: 'error',
  example_twice: 'error',
  rule_hidden: 'warning',
  rule_of_no_tier: 'warning',
  schedule_overlap: 'warning',
  silent_allow: 'warning',
  refuses_everybody: 'warning',
  basis_ended: 'warning',
  rule_ended: 'warning',
  notice_past: 'warning',
  override_expired: 'warning',
  exemption_ended: 'warning',
  overrides_no_basis: 'warning',
  resource_hidden: 'warning',
  value_twice: 'warning',
  threshold_unreached: 'warning',
} as const

export type LintCode = keyof typeof CODES

export interface LintFinding {
  /** With an error no document is activated. */
  readonly severity: 'error' | 'warning'
  readonly code: LintCode
  /** As one would write it (`POLICY.resources[3]`); of a rule its id, since lists of places become rules too. */
  readonly key: string
  /** What it comes to, and where it is not plain what to do. */
  readonly message: string
}

export function finding(code: LintCode, key: string, message: string): LintFinding {
  return { severity: CODES[code], code, key, message }
}
