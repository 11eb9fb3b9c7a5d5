import type { Announcement } from '../enforcement/apply-mode.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { writtenInstant } from '../policy/written-policy.ts'
import type { Step } from './steps.ts'

export const NOTICE_HEADER = 'Cordon-Notice'
const MAX_NOTICES = 5

/**
 * Tells a client whose request passes that the like of it will be refused: why, and from when on. Stands before whatever
 * may still refuse, and before `sessions`, which takes away what the origin calls by our names.
 */
export const notice: Step = {
  after(c) {
    const { notices } = c.get('passage')
    if (notices.length === 0 || c.get('refusal') !== undefined) return
    if (c.error === undefined && c.res.status !== 101)
      c.res.headers.set(NOTICE_HEADER, writtenNotices(notices))
  },
}

/** `network.vpn; from=2026-12-01, place.restricted; from=2027-01-15`: each reason once, the soonest first, five of them. */
export function writtenNotices(notices: readonly Announcement[]): string {
  const soonest = new Map<ReasonCode, UnixSeconds>()
  for (const { reason, from } of notices.toSorted((one, other) => one.from - other.from))
    if (!soonest.has(reason)) soonest.set(reason, from)
  return [...soonest]
    .slice(0, MAX_NOTICES)
    .map(([reason, from]) => `${reason}; from=${writtenInstant(from)}`)
    .join(', ')
}
