import * as v from 'valibot'
import { APPEAL_OUTCOMES, type Appeal } from '../state/control/appeal-types.ts'
import { actor, count, seconds } from './output.ts'

const appeal = v.strictObject({
  id: v.string(),
  number: count,
  /** The reference code of the refusal, by the word of whoever sent this. */
  decision: v.string(),
  at: seconds,
  language: v.string(),
  /** The words of a stranger: not escaped for any page. */
  message: v.string(),
  contact: v.string(),
  place: v.nullable(v.string()),
  network_class: v.string(),
  asn: v.nullable(count),
  network: v.string(),
  /** Null while it is open. */
  closed: v.nullable(
    v.strictObject({ at: seconds, by: actor, outcome: v.picklist(APPEAL_OUTCOMES), why: v.string() }),
  ),
})

export const appeals = v.strictObject({
  appeals: v.array(appeal),
  /** The `after` of the next page; null where this is the last. */
  next: v.nullable(count),
})

export function appealsOutput(held: readonly Appeal[], limit: number): v.InferInput<typeof appeals> {
  const next = held.length < limit ? null : (held.at(-1)?.number ?? null)
  return { appeals: held.map(appealOutput), next }
}

function appealOutput({ place, networkClass, asn, closed, ...said }: Appeal): v.InferInput<typeof appeal> {
  const { id, number, decision, at, language, message, contact, network } = said
  return {
    id,
    number,
    decision,
    at,
    language,
    message,
    contact,
    place: place ?? null,
    network_class: networkClass,
    asn: asn ?? null,
    network,
    closed: closed === undefined ? null : { ...closed, by: { name: closed.by.name, role: closed.by.role } },
  }
}
