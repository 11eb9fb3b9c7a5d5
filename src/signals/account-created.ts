import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { identityOf } from './identity.ts'

/**
 * When the account was created, as the origin that named it says. Absent for everybody else, new accounts among them: a
 * rule that spares old accounts spares nobody of whom that is not known.
 */
export const accountCreated = defineSignal({
  name: 'account.created',
  kind: 'instant',
  about: 'session',
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const created = identityOf(observations)?.facts?.created
    return created === undefined ? absent('missing') : observed(created, 'derived')
  },
})
