import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** JA4 fingerprint (sorted, so stable); only with Bot Management. */
export const tlsJa4 = defineSignal({
  name: 'tls.ja4',
  kind: 'text',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.ja4),
})
