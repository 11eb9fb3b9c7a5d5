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

/** As the list has it. */
const network = text(
  /^(?:unknown|[0-9a-f.:]{2,39}\/(?:24|40|48))$/,
  'a network as GET /appeals has it, a /24 or a /48',
)
const MAX_ASN = 4_294_967_294

/** One of `asn` and `network`; which of them is for the operation to see. */
export const closedAppeals = v.strictObject({
  asn: v.exactOptional(wholeNumber(1, MAX_ASN)),
  network: v.exactOptional(network),
  outcome: oneOf(APPEAL_OUTCOMES),
  why,
})

export const closedAppeal = v.strictObject({ id: appealId, outcome: oneOf(APPEAL_OUTCOMES), why })
