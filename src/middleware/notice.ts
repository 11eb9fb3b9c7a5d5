import { createMiddleware } from 'hono/factory'
import type { Announcement } from '../enforcement/apply-mode.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { ReasonCode } from '../policy/reasons.ts'
import { writtenInstant } from '../policy/written-policy.ts'
import type { CordonEnv } from './types.ts'

export const NOTICE_HEADER = 'Cordon-Notice'
const MAX_NOTICES = 5

/**
 * Tells a client whose request passes that the like of it will be refused: why, and from when on. Stands before whatever
 * may still refuse, and before `sessions`, which takes away what the origin calls by our names.
 */
export function notice() {
  return createMiddleware<CordonEnv>(async function notice(c, next) {
    await next()
    const passage = c.get('passage')
    const refusal = c.get('refusal')
    if (refusal !== undefined || c.error !== undefined || c.res.status === 101) return
    if (passage.notices.length > 0) c.res.headers.set(NOTICE_HEADER, writtenNotices(passage.notices))
  })
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
