import * as v from 'valibot'
import { REASON_CODES } from '../policy/reasons.ts'

const STATUSES = [400, 401, 403, 429, 451, 502, 503, 504] as const

/**
 * Problem details of a refusal (RFC 9457), with Cordon's members: the type, `problem.schema.json` and the tests come from
 * here. Members may be added; those here stay.
 */
export const problemSchema = v.looseObject({
  type: v.pipe(v.string(), v.description('Stable, and where the reason is explained.')),
  title: v.string(),
  status: v.picklist(STATUSES),
  detail: v.string(),
  reason: v.picklist(REASON_CODES),
  observed: v.pipe(
    v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
    v.description(
      'What the rules that refused it saw, by signal name, as far as REFUSAL_DETAIL lets it be told.',
    ),
  ),
  decision: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{22}$/),
    v.description('Names the decision in the records: what support asks for.'),
  ),
  retryable: v.pipe(
    v.boolean(),
    v.description(
      'It may succeed after the client changes something. The same request sent again never does, but for faults of ours (5xx) and 429.',
    ),
  ),
  next_steps: v.array(v.string()),
  support: v.exactOptional(v.string()),
  appeal: v.exactOptional(v.pipe(v.string(), v.description('Where a person can say that it is a mistake.'))),
  legal_basis: v.exactOptional(
    v.pipe(v.array(v.string()), v.description('The laws that a 451 rests on (RFC 7725 section 3).')),
  ),
  rules: v.exactOptional(v.pipe(v.array(v.string()), v.description('Ids of the rules that refused it.'))),
})
