import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { boundSession } from './session-status.ts'

/** The account the origin named for this session or key. */
export const accountId = defineSignal({
  name: 'account.id',
  kind: 'text',
  about: 'session',
  optional: true,
  reason: policyDenied,
  detect: (observations) => {
    const session = boundSession(observations)
    if (session?.identity === 'account') return observed(session.subject, 'token')
    const { key } = observations
    return key?.account === undefined ? absent('missing') : observed(key.account, 'derived')
  },
})
