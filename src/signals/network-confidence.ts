import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { networkVerdict } from './network-verdict.ts'

/** How sure `network.class` is: `low` rests on a name alone. Absent when nobody knows the network. */
export const networkConfidence = defineSignal({
  name: 'network.confidence',
  kind: 'code',
  about: 'network',
  values: ['high', 'medium', 'low'],
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const found = networkVerdict(observations)
    return found === undefined ? absent('not_applicable') : observed(found.confidence, found.source)
  },
})
