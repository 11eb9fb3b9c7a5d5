import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** The network's registered name: free text, worded differently by each registry. */
export const networkOrganization = defineSignal({
  name: 'network.organization',
  kind: 'text',
  about: 'network',
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.organization),
})
