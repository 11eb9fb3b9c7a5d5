import { MAX_CONTACT_LENGTH, MAX_MESSAGE_LENGTH } from '../../request/appeal-input.ts'

/**
 * How long it takes until every isolate knows of a change, where `Control` can be reached: it refreshes at 15 to
 * 20 seconds of age, and one older than 50 waits for it. Until then an isolate may go on issuing what has been revoked.
 */
export const PROPAGATION_SECONDS = 60

export interface ControlLimits {
  /** In force at once: some 95 bytes each on their way to an isolate that starts, and 350 in it. */
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

/** Of what refused people say. Whatever they send, it stays this small: some 2 MB, and a list that a person can read. */
export const APPEAL_LIMITS = {
  /** At once. When they are so many nobody answers them, and more would only bury the first. */
  open: 1_000,
  /** Of a /24 or /48: enough for a household or a small office, and a flood needs hundreds of networks. */
  openOfNetwork: 3,
  /** Of a provider: one host's machines cannot take the room of everybody else. */
  openOfAsn: 100,
  /** In all, so that filling the queue takes half an hour in which somebody can look. */
  perMinute: 30,
  messageLength: MAX_MESSAGE_LENGTH,
  contactLength: MAX_CONTACT_LENGTH,
} as const

/** Open or closed. People are told thirty days at most, and what has expired may wait a day for the alarm. */
export const APPEAL_DAYS = 29

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
