import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** HTTP version between client and edge. */
export const httpProtocol = defineSignal({
  name: 'http.protocol',
  kind: 'text',
  about: 'network',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.httpProtocol),
})
