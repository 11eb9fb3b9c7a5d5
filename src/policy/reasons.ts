/**
 * Every reason Cordon can give, in the order in which the primary one is chosen: the first that applies, counted over
 * the groups from top to bottom. The status is what the client gets; a place rule without a legal basis gets 403.
 *
 * One row more here is a compile error in `enforcement/public-message` until it has its public text.
 */
const REASON_GROUPS = [
  [400, ['request.path', 'request.host', 'request.method', 'request.body', 'resource.ambiguous']],
  [429, ['request.rate']],
  [503, ['service.misconfigured', 'service.no_key', 'service.stale']],
  [502, ['origin.unreachable', 'origin.invalid']],
  [504, ['origin.timeout']],
  [451, ['place.restricted', 'place.not_allowed']],
  [
    403,
    [
      'network.hosting',
      'network.vpn',
      'network.proxy',
      'network.tor',
      'network.privacy_relay',
      'network.edge_worker',
      'network.unknown',
    ],
  ],
  [
    403,
    [
      'place.unknown',
      'place.ambiguous',
      'place.unproven',
      'place.impossible',
      'place.not_served',
      'policy.denied',
    ],
  ],
  [403, ['key.shared', 'key.travel', 'key.cluster', 'key.surge', 'key.exposed']],
  [403, ['account.card', 'account.phone', 'account.ownership', 'account.conflict']],
  [401, ['session.required', 'session.expired', 'session.revoked', 'session.invalid', 'session.proof']],
  [403, ['session.place_changed', 'session.network_changed', 'session.binding', 'session.cross_site']],
] as const

type Group = (typeof REASON_GROUPS)[number]
export type ReasonCode = Group[1][number]

/** Statuses of the table above. */
export type RefusalStatus = Group[0]

export const REASON_CODES: readonly ReasonCode[] = REASON_GROUPS.flatMap(([, codes]) => [...codes])

const STATUS = new Map<ReasonCode, RefusalStatus>(
  REASON_GROUPS.flatMap(([status, codes]) => codes.map((code) => [code, status] as const)),
)
const RANK = new Map<ReasonCode, number>(REASON_CODES.map((code, index) => [code, index]))

export function isReasonCode(text: string): text is ReasonCode {
  return RANK.has(text as ReasonCode)
}

/**
 * The status a reason is answered with.
 *
 * @param hasLegalBasis 451 says "for legal reasons" (RFC 7725 §3), so without a basis a place rule is a plain 403.
 */
export function statusOf(reason: ReasonCode, hasLegalBasis: boolean): RefusalStatus {
  const status = STATUS.get(reason) ?? 403
  return status === 451 && !hasLegalBasis ? 403 : status
}

/** Sort order of the primary reason: smaller comes first. */
export function rankOf(reason: ReasonCode): number {
  return RANK.get(reason) ?? REASON_CODES.length
}
