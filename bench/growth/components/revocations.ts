import { NOW } from '../../decide/made-up.ts'
import { madeUpRevocations } from '../../made-up-revocations.ts'
import { overAll, type TrialMaker } from './trial.ts'

const TOKENS = 4_096

export const REVOCATIONS = {
  /** Of tokens that none of them means. */
  revocations(count) {
    const revocations = madeUpRevocations(count, NOW)
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
