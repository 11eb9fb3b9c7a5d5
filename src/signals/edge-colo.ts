import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** IATA code of the data centre that answered. */
export const edgeColo = defineSignal({
  name: 'edge.colo',
  kind: 'text',
  about: 'other',
  optional: true,
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.colo),
})
