import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Hash of the offered extensions. Chrome permutes them per connection, so one client shows many values. */
export const tlsExtensionsSha1 = defineSignal({
  name: 'tls.extensions_sha1',
  kind: 'text',
  about: 'network',
  optional: true,
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.tlsExtensionsSha1),
})
