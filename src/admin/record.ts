import type { AdminRecord } from '../telemetry/records.ts'
import type { AdminFault } from './faults.ts'
import type { Performed } from './operation.ts'

type Outcome = Pick<AdminRecord, 'outcome' | 'cause' | 'change' | 'actor'>

/** What is recorded of a change: who and why is in the log of changes, which the stamp leads to. */
export function changedOutcome({ record, repeated = false }: Performed): Outcome {
  const outcome = repeated ? 'repeated' : 'done'
  if (record === undefined) return { outcome }
  const { stamp, change, revocation } = record
  const kind = change.action === 'revoke' ? { kind: change.kind } : {}
  const id = revocation === undefined ? {} : { revocation }
  return { outcome, change: { stamp, action: change.action, ...kind, ...id } }
}

export function refusedOutcome({ code, cause, actor }: AdminFault): Outcome {
  return {
    outcome: code,
    ...(cause === undefined ? {} : { cause }),
    ...(actor === undefined ? {} : { actor }),
  }
}
