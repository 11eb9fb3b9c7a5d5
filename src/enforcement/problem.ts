import { type ReasonCode, type RefusalStatus, statusOf } from '../policy/reasons.ts'
import type { Decision } from '../policy/types.ts'
import { publicMessage } from './public-message.ts'

/** Problem details of a refusal (RFC 9457), with Cordon's members. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: RefusalStatus
  readonly detail: string
  readonly reason: ReasonCode
  readonly observed: Decision['observed']
  readonly decision: string
  readonly retryable: boolean
  readonly next_steps: readonly string[]
  readonly support?: string
}

export interface ProblemContext {
  /** Undefined while the configuration is broken: the type is then relative, and resolves against the request. */
  readonly issuer: string | undefined
  readonly support: string | undefined
  readonly decisionId: string
}

export const PROBLEMS_PATH = '/.cordon/problems'

export function problem(
  reason: ReasonCode,
  context: ProblemContext,
  status: RefusalStatus = statusOf(reason, true),
  observed: Decision['observed'] = {},
): Problem {
  const { title, detail, retryable, nextSteps } = publicMessage(reason)
  return {
    type: `${context.issuer ?? ''}${PROBLEMS_PATH}/${reason}`,
    title,
    status,
    detail,
    reason,
    observed,
    decision: context.decisionId,
    retryable,
    next_steps: nextSteps,
    ...(context.support === undefined ? {} : { support: context.support }),
  }
}
