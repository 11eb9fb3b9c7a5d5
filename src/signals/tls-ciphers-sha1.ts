import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Hash of the offered cipher suites: evidence of the TLS stack, shared by everyone who uses it, never an identity. */
export const tlsCiphersSha1 = defineSignal({
  name: 'tls.ciphers_sha1',
  kind: 'text',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.tlsCiphersSha1),
})
