import { NETWORK_CLASSES } from '../net/network-class.ts'
import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { weakSigns } from './network-verdict.ts'

/**
 * What a single weak sign hints at: a mixed network, a probable hoster, a name that speaks of servers. Refuses nobody
 * under the shipped policy; a rule of the operator's may read it.
 */
export const networkSuspected = defineSignal({
  name: 'network.suspected',
  kind: 'code',
  about: 'network',
  values: NETWORK_CLASSES,
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const sign = weakSigns(observations)[0]
    return sign === undefined ? absent('not_applicable') : observed(sign.class, 'derived')
  },
})
