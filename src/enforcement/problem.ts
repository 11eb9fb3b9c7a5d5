import type * as v from 'valibot'
import { type ReasonCode, type RefusalStatus, statusOf } from '../policy/reasons.ts'
import type { Locale } from '../texts/locale.ts'
import { OUTLOOKS, type StepId, type StoryId } from '../texts/stories.ts'
import { type Disclosure, NOTHING_DISCLOSED } from './disclosure.ts'
import type { problemSchema } from './problem-schema.ts'

/** Problem details of a refusal; the schema explains each member. */
export type Problem = Readonly<v.InferOutput<typeof problemSchema>>

export interface ProblemContext {
  /** Undefined while the configuration is broken: the type is then relative, and resolves against the request. */
  readonly issuer: string | undefined
  readonly support: string | undefined
  /** Whether somebody reads appeals. */
  readonly takesAppeals: boolean
  readonly decisionId: string
}

export const PROBLEMS_PATH = '/.cordon/problems'
export const APPEAL_PATH = '/.cordon/appeal'

/** What is told, in which words. */
export interface Told {
  readonly story: StoryId
  /** Of the story's, those that fit this client; all of them when left out. */
  readonly steps?: readonly StepId[]
  readonly locale: Locale
}

export function problem(
  reason: ReasonCode,
  { story, steps = OUTLOOKS[story].steps, locale }: Told,
  { issuer, support, takesAppeals, decisionId }: ProblemContext,
  status: RefusalStatus = statusOf(reason, true),
  { observed, legalBasis, rules }: Disclosure = NOTHING_DISCLOSED,
): Problem {
  const { title, detail } = locale.stories[story]
  const { retryable } = OUTLOOKS[story]
  return {
    type: `${issuer ?? ''}${PROBLEMS_PATH}/${reason}`,
    title: title.text,
    status,
    detail: detail.text,
    reason,
    observed,
    decision: decisionId,
    retryable,
    next_steps: steps.map((step) => locale.steps[step].text),
    ...(support === undefined ? {} : { support }),
    ...(takesAppeals && isAppealable(reason, status)
      ? { appeal: `${issuer ?? ''}${APPEAL_PATH}?decision=${decisionId}` }
      : {}),
    ...(legalBasis.length === 0 ? {} : { legal_basis: [...legalBasis] }),
    ...(rules.length === 0 ? {} : { rules: [...rules] }),
  }
}

/** What a person has been refused for; not what a program got wrong, nor what is broken on our side. */
function isAppealable(reason: ReasonCode, status: RefusalStatus): boolean {
  return (status === 403 || status === 451) && !reason.startsWith('session.')
}
