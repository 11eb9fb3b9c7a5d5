import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { identityOf } from './identity.ts'

/**
 * Where the account is at home, as the origin that named it says: its contract or its billing address, say. Not where
 * the client is, so it settles no rule about that.
 */
export const accountHome = defineSignal({
  name: 'account.home',
  kind: 'place',
  about: 'session',
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const home = identityOf(observations)?.facts?.home
    return home === undefined ? absent('missing') : observed(home, 'derived')
  },
})
