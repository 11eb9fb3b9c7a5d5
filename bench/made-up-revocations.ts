import type { UnixSeconds } from '../src/lib/time.ts'
import { Revocations } from '../src/state/control/revocations.ts'

/** So many revocations in force at this time, half of sessions and half of accounts, none of which anybody has. */
export function madeUpRevocations(count: number, now: UnixSeconds): Revocations {
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
      revocations: Array.from({ length: count }, (_, index) => ({
        id: `revocation-${index}`,
        kind: index % 2 === 0 ? 'session' : 'account',
        value: `value-${index}`,
        at: now,
        expires: (now + 3600) as UnixSeconds,
      })),
    },
    now,
  )
  return revocations
}
