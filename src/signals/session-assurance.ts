import { ASSURANCE_LEVELS, absent, observed } from '../observations/types.ts'
import { defineSignal } from './define.ts'
import { boundSession, sessionReason } from './session-status.ts'

/**
 * What was verified about this session beyond its connection, earlier, and still counts. Lower levels are read off the
 * connection and so are seen anew with each request; a proof is not made again with each.
 */
export const sessionAssurance = defineSignal({
  name: 'session.assurance',
  kind: 'code',
  about: 'session',
  values: ASSURANCE_LEVELS,
  optional: true,
  reason: () => sessionReason(undefined),
  detect: (observations) => {
    const session = boundSession(observations)
    return session?.assurance === 'high' && session.assuranceStands
      ? observed(session.assurance, 'token')
      : absent('not_applicable')
  },
})
