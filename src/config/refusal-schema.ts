import * as v from 'valibot'
import { pathPattern } from './policy-schema.ts'
import { oneOf } from './scalars.ts'

/** How much a refusal says beyond its cause. */
export const DETAIL_LEVELS = ['terse', 'standard', 'verbose'] as const
export type DetailLevel = (typeof DETAIL_LEVELS)[number]

/** Error forms of AI APIs that a refusal can take instead of problem details. */
export const ERROR_FORMS = ['openai', 'anthropic'] as const
export type ErrorForm = (typeof ERROR_FORMS)[number]

export const refusalDetail = v.strictObject(
  {
    open: v.optional(oneOf(DETAIL_LEVELS), 'standard'),
    standard: v.optional(oneOf(DETAIL_LEVELS), 'standard'),
    controlled: v.optional(oneOf(DETAIL_LEVELS), 'standard'),
  },
  'a table {open, standard, controlled}',
)

export const errorForms = v.array(
  v.strictObject({ path: pathPattern, form: oneOf(ERROR_FORMS) }, 'a table {path, form}'),
  'a list of tables {path, form}',
)
