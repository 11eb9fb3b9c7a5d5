import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** The network that announces the address (RFC 6793). */
export const networkAsn = defineSignal({
  name: 'network.asn',
  kind: 'asn',
  about: 'network',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.asn),
})
