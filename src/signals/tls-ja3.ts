import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** JA3 fingerprint; only with Bot Management. Order-dependent, so unstable for Chrome. */
export const tlsJa3 = defineSignal({
  name: 'tls.ja3',
  kind: 'text',
  about: 'network',
  optional: true,
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.ja3),
})
