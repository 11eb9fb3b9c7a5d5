import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'
import type { IdentityKind, PresentedSession, SessionFacts } from '../observations/types.ts'
import type { NextChange } from '../policy/next-change.ts'
import type { Policy } from '../policy/types.ts'
import { authenticate, registeredClaimFault, type TokenRules } from '../verify/signed-token.ts'
import { readSessionClaims, SESSION_TYPE, type TokenFacts } from './claims.ts'
import type { Keyring } from './keyring.ts'
import type { Lifetimes } from './lifetime.ts'

/** Between two data centres of one edge. */
export const CLOCK_TOLERANCE_SECONDS = 5

/** By what a token can be revoked. */
export interface RevocableToken {
  readonly sid: string
  readonly jti: string
  readonly sub: string
  /** What `sub` names; `none` where it is random. */
  readonly kind: IdentityKind
  readonly pol: string
  readonly kid: string
  readonly iat: number
  /** When the origin vouched for the subject: renewing a token changes `iat`, and not this. */
  readonly authTime: number
  /** When its assurance was verified, likewise. */
  readonly assuredAt: number
  readonly epoch: number
}

/** What the gate accepts. The members that are of the policy are read with every token: another one may have come into force. */
export interface SessionExpectation {
  readonly issuer: string
  /** Tokens that would live longer than the operator allows today are no tokens. */
  readonly lifetimes: Lifetimes
  readonly graceSeconds: number
  /** How long the origin's word for a subject holds without being repeated, however often the token is renewed. */
  readonly identitySeconds: number
  /** Dates of the policy: no token is worth anything beyond the first after it was issued. */
  readonly nextChange: NextChange
  readonly policyRevision: string
  readonly reverify: Policy['reverify']
  /** What the token was revoked by; undefined when it was not. Asked with every request. */
  readonly revokes: (token: RevocableToken) => string | undefined
}

/** A token as it stands on its own: not yet on which connection, nor whether its key was shown. */
export type TokenStanding =
  | { readonly status: 'verified'; readonly facts: SessionFacts }
  | Extract<PresentedSession, { readonly code: string }>

export type SessionVerifier = (token: string, now: UnixSeconds) => TokenStanding | Promise<TokenStanding>

interface KnownToken extends RevocableToken {
  readonly claims: Readonly<Record<string, unknown>>
  readonly facts: SessionFacts
}

/** Tokens; some 2 KB each with their claims. */
const MAX_KNOWN = 2_000

/**
 * Makes the verifier of session tokens: what a presented token says, once everything that does not depend on the
 * connection holds. Whether it holds on this connection (country, network class) is `signals/session-status`.
 *
 * What never changes about a token, its signature and the form of its claims, is remembered by its whole text, for
 * at most 2,000 tokens. What may change is asked each time: the clock, whether its key still verifies, revocations, the
 * epoch, the dates of the policy. A token that was refused is not remembered, so that nobody can push others out with rubbish.
 *
 * The token is entirely attacker-controlled. A bad one is as good as none; the code says why, for the record only.
 */
export function sessionVerifier(keyring: Keyring, expected: SessionExpectation): SessionVerifier {
  const known = new BoundedMap<string, KnownToken>(MAX_KNOWN)
  const rules: TokenRules = {
    type: SESSION_TYPE,
    issuer: expected.issuer,
    audience: expected.issuer,
    maxLifetimeSeconds: expected.lifetimes.longestSeconds,
    clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
    graceSeconds: expected.graceSeconds,
  }

  return (token, now) => {
    const held = known.get(token)
    if (held === undefined) return firstSeen(token, now)
    return keyring.verifyingAt(now).get(held.kid) === undefined ? invalid('token.kid') : standing(held, now)
  }

  async function firstSeen(token: string, now: UnixSeconds): Promise<TokenStanding> {
    const authentic = await authenticate(token, keyring.verifyingAt(now), SESSION_TYPE)
    if (!authentic.ok) return invalid(authentic.error)
    const { kid, claims } = authentic.value
    const fault = faultOf(claims, now)
    if (fault !== undefined) return fault
    const read = readSessionClaims(claims)
    if (read === undefined) return invalid('token.claims')
    const fresh = knownToken(kid, claims, read.facts, read.epoch)
    const result = standing(fresh, now)
    if (result.status === 'verified') known.set(token, fresh)
    return result
  }

  function knownToken(
    kid: string,
    claims: Readonly<Record<string, unknown>>,
    facts: TokenFacts,
    epoch: number,
  ): KnownToken {
    const {
      sessionId: sid,
      tokenId: jti,
      subject: sub,
      identity: kind,
      policyRevision: pol,
      issuedAt: iat,
      authenticatedAt: authTime,
      assuredAt,
    } = facts
    return {
      ...{ sid, jti, sub, kind, pol, kid, iat, authTime, assuredAt, epoch, claims },
      facts: { ...facts, assuranceStands: true, renewalDue: false },
    }
  }

  function faultOf(claims: Readonly<Record<string, unknown>>, now: UnixSeconds): TokenStanding | undefined {
    const fault = registeredClaimFault(claims, rules, now)
    if (fault === undefined) return undefined
    return fault === 'token.expired' ? { status: 'expired', code: fault } : invalid(fault)
  }

  function standing(token: KnownToken, now: UnixSeconds): TokenStanding {
    const fault = faultOf(token.claims, now)
    if (fault !== undefined) return fault
    const { facts } = token
    if (facts.expiresAt - facts.assuredAt > expected.lifetimes.seconds(facts.assurance, facts.networkClass))
      return invalid('token.lifetime')
    const change = expected.nextChange(facts.issuedAt as UnixSeconds)
    if (change !== undefined && now >= change) return { status: 'expired', code: 'token.policy_date' }
    const revokedBy = expected.revokes(token)
    if (revokedBy !== undefined) return { status: 'revoked', code: `revoked.${revokedBy}` }
    return { status: 'verified', facts: atThisTime(facts, now) }
  }

  function atThisTime(facts: SessionFacts, now: UnixSeconds): SessionFacts {
    const renewalDue = now >= facts.expiresAt
    const lapsed = now - facts.authenticatedAt >= expected.identitySeconds
    const stands = expected.reverify === 'on_expiry' || facts.policyRevision === expected.policyRevision
    if (!renewalDue && !lapsed && stands) return facts
    const current = { ...facts, renewalDue, assuranceStands: stands && !renewalDue }
    return lapsed ? anonymous(current) : current
  }
}

function invalid(code: string): TokenStanding {
  return { status: 'invalid', code }
}

/** The same session, of nobody in particular: its id stands for it, as in a session that never had a subject. */
function anonymous({ account: _, ...facts }: SessionFacts): SessionFacts {
  return { ...facts, identity: 'none', subject: facts.sessionId }
}
