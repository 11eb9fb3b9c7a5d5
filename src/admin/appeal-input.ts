import * as v from 'valibot'
import { APPEAL_OUTCOMES, APPEAL_STATES } from '../state/control/appeal-types.ts'
import { oneOf, pageLimit, text, wholeNumber, why } from './input.ts'

const appealId = text(/^[A-Za-z0-9_-]{22}$/, 'the id of an appeal, 22 characters of base64url')

/** A queue is read from its head on, unlike a log. */
export const appealPage = v.strictObject({
  state: v.exactOptional(oneOf(APPEAL_STATES)),
  limit: v.exactOptional(pageLimit),
  after: v.exactOptional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
})

export const closedAppeal = v.strictObject({ id: appealId, outcome: oneOf(APPEAL_OUTCOMES), why })
