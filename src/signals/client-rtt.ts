import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Round trip between client and edge in milliseconds. 0 is the edge's placeholder and counts as absent. */
export const clientRtt = defineSignal({
  name: 'client.rtt_ms',
  kind: 'number',
  about: 'network',
  optional: true,
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.clientRttMillis),
})
