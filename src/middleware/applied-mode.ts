import type { Context } from 'hono'
import { type AppliedMode, withBreakGlass } from '../enforcement/apply-mode.ts'
import { secondsFromMillis, type UnixMillis } from '../lib/time.ts'
import { modeAt } from '../served-policy.ts'
import type { CordonEnv } from './types.ts'

/** The mode that this request is taken by: that of its policy, unless somebody has broken the glass. */
export function appliedMode(c: Context<CordonEnv>, at: UnixMillis): AppliedMode {
  const now = secondsFromMillis(at)
  return withBreakGlass(modeAt(c.get('policy'), now), c.get('gate').inForce.breakGlassUntil, now)
}
