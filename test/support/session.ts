import type { Observations, SessionFacts } from '../../src/observations/types.ts'
import { HOME_SESSION, observationsOf, type Sent } from './evidence.ts'

/** Observations with a session that was issued to the home connection, changed in some facts. */
export const withSession = (
  facts: Partial<SessionFacts> = {},
  sent: Sent = {},
  changes: Partial<Observations> = {},
) =>
  observationsOf(sent, {
    session: { status: 'verified', facts: { ...HOME_SESSION, ...facts }, carrier: 'cookie' },
    ...changes,
  })
