/**
 * How long it takes until every isolate knows of a change, where `Control` can be reached: it refreshes from 20 seconds
 * of age on, and one older than 50 waits for it. Until then an isolate may go on issuing what has been revoked.
 */
export const PROPAGATION_SECONDS = 60

export interface ControlLimits {
  /** In force at once: some 120 bytes each, and about what an isolate that starts can read while its requests wait. */
  readonly revocations: number
  /** By one actor within a minute. */
  readonly changesPerMinute: number
  /** By all clients together, who end their own sessions. */
  readonly clientChangesPerMinute: number
}

export const LIMITS: ControlLimits = {
  revocations: 50_000,
  changesPerMinute: 60,
  clientChangesPerMinute: 1_200,
}

/** Of the room for revocations: clients logging out can never fill what the operators need. */
export const CLIENTS_SHARE = 0.5
export const MINUTE_SECONDS = 60
export const CLIENT_LOG_DAYS = 30
export const IDEMPOTENCY_DAYS = 1
/** Policy documents that are kept at least, besides those in force. */
export const KEPT_DOCUMENTS = 50
export const MAX_BREAK_GLASS_SECONDS = 86_400
/** Page sizes from outside are brought into 1 to this. */
export const MAX_PAGE = 200
