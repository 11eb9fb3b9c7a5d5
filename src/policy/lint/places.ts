import { parsePlaceCode } from '../../net/region.ts'
import { signalNamed } from '../../signals/registry.ts'
import { leavesOf, operandsOf } from '../representative-evidence.ts'
import type { Policy, Rule } from '../types.ts'
import { finding, type LintFinding } from './finding.ts'
import { isEnforced } from './rules.ts'

/** What happens to those whom no list names, and to those of whom it cannot be told whether one does. */
export function* lintPlaces(policy: Policy): Generator<LintFinding> {
  if (policy.ambiguousPlace === 'allow')
    for (const rule of policy.rules.filter(refuses))
      if (namesParts(rule))
        yield finding(
          'silent_allow',
          rule.id,
          'AMBIGUOUS_PLACE = "allow" lets in whoever may be in one of its regions, where only the country is known',
        )
  if (policy.default === 'deny' && !policy.rules.some(admits))
    yield finding(
      'refuses_everybody',
      'POLICY.default',
      '"deny", and no rule allows or limits: nobody is let in',
    )
}

function refuses(rule: Rule): boolean {
  return isEnforced(rule) && (rule.effect === 'deny' || rule.effect === 'challenge')
}

function admits(rule: Rule): boolean {
  return isEnforced(rule) && (rule.effect === 'allow' || rule.effect === 'limit')
}

function namesParts({ when }: Rule): boolean {
  return leavesOf(when).some(
    (leaf) =>
      signalNamed(leaf.signal).decidesPlace === true &&
      operandsOf(leaf).some((code) => parsePlaceCode(String(code))?.region !== undefined),
  )
}
