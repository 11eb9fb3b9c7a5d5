import type { Confirmation, SessionFacts, Subject } from '../observations/types.ts'
import { type GeoClaim, geoClaim } from '../session/claims.ts'

/** A session as its holder is told of it: what its token says, and never the token. */
export interface ToldSession {
  readonly session: string
  /** Unix seconds, as all instants here. */
  readonly issued_at: number
  readonly expires_at: number
  readonly renew_until: number
  readonly acr: string
  readonly acr_time: number
  readonly geo: GeoClaim
  readonly net: { readonly class: string }
  readonly identity: string
  readonly bound_to: readonly string[]
}

/** @param facts of a session that is good on this very connection */
export function toldSession(
  facts: SessionFacts,
  identity: Pick<Subject, 'kind'> | undefined,
  graceSeconds: number,
): ToldSession {
  return {
    session: facts.sessionId,
    issued_at: facts.issuedAt,
    expires_at: facts.expiresAt,
    renew_until: facts.expiresAt + graceSeconds,
    acr: facts.assurance,
    acr_time: facts.assuredAt,
    geo: geoClaim(facts.place),
    net: { class: facts.networkClass },
    identity: identity?.kind ?? 'none',
    bound_to: boundTo(facts.confirmation),
  }
}

/** What must be shown beside the token. */
export function boundTo(confirmation: Confirmation | undefined): string[] {
  return [
    ...(confirmation?.jkt === undefined ? [] : ['key']),
    ...(confirmation?.['x5t#S256'] === undefined ? [] : ['certificate']),
  ]
}
