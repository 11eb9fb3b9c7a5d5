import type { UnixSeconds } from '../../../src/lib/time.ts'
import { Revocations } from '../../../src/state/control/revocations.ts'
import { NOW } from '../../decide/made-up.ts'
import { overAll, type TrialMaker } from './trial.ts'

const TOKENS = 4_096

export const REVOCATIONS = {
  /** Of tokens that none of them means. */
  revocations(count) {
    const revocations = new Revocations()
    revocations.apply(
      {
        stamp: count,
        epoch: 0,
        tables: undefined,
        policy: undefined,
        candidate: undefined,
        breakGlassUntil: undefined,
        complete: true,
        lifted: [],
        revocations: Array.from({ length: count }, (_, at) => ({
          id: `revocation-${at}`,
          kind: at % 2 === 0 ? 'session' : 'account',
          value: `value-${at}`,
          at: NOW,
          expires: (NOW + 3600) as UnixSeconds,
        })),
      },
      NOW,
    )
    const tokens = Array.from({ length: TOKENS }, (_, at) => ({
      sid: `session-${at}`,
      jti: `token-${at}`,
      sub: `account-${at}`,
      kind: 'account' as const,
      pol: '0123456789abcdef',
      kid: 'key',
      iat: NOW,
      authTime: NOW,
      assuredAt: NOW,
      epoch: 0,
    }))
    return overAll(tokens, (token) => (revocations.revokes(token) === undefined ? 1 : 0))
  },
} satisfies Readonly<Record<string, TrialMaker>>
