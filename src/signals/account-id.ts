import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { identityOf } from './identity.ts'

/** The account the origin named for this session or key. */
export const accountId = defineSignal({
  name: 'account.id',
  kind: 'text',
  about: 'session',
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const identity = identityOf(observations)
    return identity?.kind === 'account' ? observed(identity.id, 'derived') : absent('missing')
  },
})
