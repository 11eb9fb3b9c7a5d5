import { ASSUMPTIONS } from './limits.ts'
import { ADMISSION_RECORD_BYTES, DECISION_RECORD_BYTES } from './measured.ts'
import type { Shares } from './traffic.ts'

export interface LogSettings {
  /** `LOG_ALLOW_RATE`. */
  readonly allowRate: number
  /** `observability.head_sampling_rate`: of requests, with everything that they log. */
  readonly sampling: number
  /** `observability.logs.invocation_logs`: one event of the platform's for each request. */
  readonly invocations: boolean
}

/** Of one request in the mean, or of all. */
export interface LogVolume {
  readonly events: number
  readonly bytes: number
}

/** @param admissions records for each request of those that are let in and of those that are refused */
export function loggedBy(
  shares: Shares,
  admissions: { readonly admitted: number; readonly refused: number },
  settings: LogSettings,
): LogVolume {
  const admitted = 1 - shares.refused - shares.first
  const decisionRecords = shares.refused + (1 - shares.refused) * settings.allowRate
  // A first visit is a session that nobody has met before.
  const admissionRecords = shares.first + admitted * admissions.admitted + shares.refused * admissions.refused
  return volumeOf({ decisionRecords, admissionRecords }, settings)
}

/** @param records of a request */
export function volumeOf(
  records: { readonly decisionRecords: number; readonly admissionRecords: number },
  { sampling, invocations }: Omit<LogSettings, 'allowRate'>,
): LogVolume {
  const { decisionRecords, admissionRecords } = records
  const { enrichmentBytes, invocationEventBytes } = ASSUMPTIONS
  const invoked = invocations ? 1 : 0
  return {
    events: sampling * (invoked + decisionRecords + admissionRecords),
    bytes:
      sampling *
      (invoked * invocationEventBytes +
        decisionRecords * (DECISION_RECORD_BYTES + enrichmentBytes) +
        admissionRecords * (ADMISSION_RECORD_BYTES + enrichmentBytes)),
  }
}
