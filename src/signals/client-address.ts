import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** The client's address as the edge saw it. Policies compare it with prefixes; records keep only a /24 or /48. */
export const clientAddress = defineSignal({
  name: 'client.address',
  kind: 'address',
  about: 'network',
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.address, 'edge'),
})
