import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Cipher suite of the client's connection to the edge; absent on plaintext. */
export const tlsCipher = defineSignal({
  name: 'tls.cipher',
  kind: 'text',
  about: 'network',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.tlsCipher),
})
