import { defineSignal, policyDenied } from './define.ts'
import { fromFact } from './from-fact.ts'

/** Bot Management's score, 1 (surely automated) to 99 (surely human). */
export const botScore = defineSignal({
  name: 'bot.score',
  kind: 'number',
  about: 'network',
  optional: true,
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot }) => fromFact(snapshot.edge.botScore),
})
