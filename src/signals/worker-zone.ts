import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Zone of the Worker that sent the request here: anybody's Worker is a free proxy. */
export const workerZone = defineSignal({
  name: 'worker.zone',
  kind: 'text',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.relayedBy),
})
