import type { UnixSeconds } from '../../lib/time.ts'
import type { Policy } from '../types.ts'
import { writtenInstant } from '../written-policy.ts'
import { finding, type LintFinding } from './finding.ts'

/** What time has gone past, and somebody should look at again. */
export function* lintDates({ rules, networkOverrides }: Policy, now: UnixSeconds): Generator<LintFinding> {
  for (const { id, mode, from, to, basis } of rules) {
    if (to !== undefined && to <= now) {
      yield finding('rule_ended', id, `it ended on ${writtenInstant(to)}`)
      continue
    }
    if (basis?.to !== undefined && basis.to <= now)
      yield finding(
        'basis_ended',
        id,
        `the law it rests on ended on ${writtenInstant(basis.to)}: it goes on, and answers 403 instead of 451`,
      )
    if (mode === 'notice' && from !== undefined && from <= now)
      yield finding('notice_past', id, `announced for ${writtenInstant(from)}: it is enforced by now`)
  }
  for (const [index, { expires }] of networkOverrides.entries())
    if (expires <= now)
      yield finding(
        'override_expired',
        `NETWORK_OVERRIDES[${index}]`,
        `it expired on ${writtenInstant(expires)}`,
      )
}
