import { TIERS } from '../policy/types.ts'
import type { AssertionClaims } from './assertion.ts'
import type { Verification } from './verify.ts'

export type Tier = NonNullable<AssertionClaims['tier_max']>

/**
 * Whether this client may use something of this tier. The origin has the last word on what was really asked for: it
 * parses the body, which the gate has not read, or not all of it.
 *
 * A client to whom nothing is open (`tier_max` absent) is refused on every tier. `tier_max` is what the policy says, in
 * `MODE = "monitor"` too, where the gate itself still lets everybody in: call this once the gate enforces. The verdict
 * `limit` passes here: it opens the tier, and what it limits (rate, size, models) is for the origin to apply by
 * `claims.verdict`.
 *
 * @param claims of an assertion that verified
 * @returns the claims again, or the reason `assertion.tier`
 * @throws TypeError for a tier that is none, which would otherwise be open to everybody
 */
export function requireTier(claims: AssertionClaims, tier: Tier): Verification {
  assertTier(tier)
  const { tier_max: highest } = claims
  const isOpen = highest !== undefined && TIERS.indexOf(highest) >= TIERS.indexOf(tier)
  return isOpen ? { ok: true, claims } : { ok: false, reason: 'assertion.tier' }
}

/** @throws TypeError for a tier that is none */
export function assertTier(tier: Tier): void {
  if (!TIERS.includes(tier)) throw new TypeError(`tier must be one of ${TIERS.join(', ')}`)
}
