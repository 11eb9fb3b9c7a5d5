import { assertTier, requireTier, type Tier } from './require-tier.ts'
import {
  type AssertionFault,
  checkVerifierOptions,
  type Verifier,
  type VerifierOptions,
  verifier,
} from './verify.ts'

/** What every adapter takes. */
export interface OriginOptions extends VerifierOptions {
  /** Everything behind this adapter is of this tier: clients who may not use it are refused. Default: not asked. */
  readonly tier?: Tier
}

/** @throws TypeError for options that would check nothing */
export function originVerifier(given: OriginOptions): Verifier {
  checkVerifierOptions(given, ['tier'])
  const { tier, ...options } = given
  if (tier !== undefined) assertTier(tier)
  const verify = verifier(options)
  return async (request, now) => {
    const verified = await verify(request, now)
    return verified.ok && tier !== undefined ? requireTier(verified.claims, tier) : verified
  }
}

export interface Refusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Problem details (RFC 9457) for a request that does not verify. The reason is for whoever operates gate and origin; it
 * tells an attacker nothing that this source does not. Without keys it is 503: the sender can do nothing about it, and
 * the same request may be let in a moment later.
 */
export function refusal(reason: AssertionFault): Refusal {
  const unavailable = reason === 'keys.unavailable'
  const status = unavailable ? 503 : 403
  const title = unavailable ? 'Service Unavailable' : 'Forbidden'
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    body: JSON.stringify({ type: 'about:blank', title, status, reason }),
  }
}
