import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Actor } from '../../src/state/control/actor.ts'
import type { Change, ChangeOrder, RevocationKind } from '../../src/state/control/types.ts'

/** In 2100, so that the alarms that are set for then do not ring by themselves. */
export const T = 4_102_444_800
export const at = (seconds: number) => (T + seconds) as UnixSeconds

export const OPERATOR: Actor = { name: 'olga', role: 'operator' }
export const CLIENT: Actor = { name: 'session-1', role: 'client' }
export const TABLES = 'ab'.repeat(32)

export const revoke = (kind: RevocationKind, value: string, forSeconds = 3_600): Change => ({
  action: 'revoke',
  kind,
  value,
  forSeconds,
})
export const lift = (revocation: string): Change => ({ action: 'lift', revocation })
export const RAISE: Change = { action: 'raise_epoch' }

export function order(change: Change, more: Partial<ChangeOrder> = {}): ChangeOrder {
  return { change, by: OPERATOR, why: 'a leak', decision: 'd'.repeat(22), ...more }
}

/** Of operators who never hurry, each by another name. */
let orders = 0
export function unhurried(change: Change): ChangeOrder {
  return order(change, { by: { name: `operator-${Math.floor(orders++ / 50)}`, role: 'operator' } })
}
