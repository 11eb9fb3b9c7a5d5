import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** A crawler that Bot Management verified by its address, never by its User-Agent. */
export const botVerified = defineSignal({
  name: 'bot.verified',
  kind: 'boolean',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.verifiedBot),
})
