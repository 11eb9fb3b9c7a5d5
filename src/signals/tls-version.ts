import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** TLS version of the client's connection to the edge; absent on plaintext. */
export const tlsVersion = defineSignal({
  name: 'tls.version',
  kind: 'text',
  about: 'network',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.tlsVersion),
})
