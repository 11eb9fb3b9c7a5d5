import { describe, expect, it } from 'vitest'
import { isReasonCode, REASON_CODES, type ReasonCode, rankOf, statusOf } from '../../../src/policy/reasons.ts'

/** DESIGN §4, row by row. */
const TABLE: readonly (readonly [status: number, codes: string])[] = [
  [400, 'request.path request.host request.method request.body resource.ambiguous'],
  [429, 'request.rate'],
  [503, 'service.misconfigured service.no_key service.stale'],
  [502, 'origin.unreachable origin.invalid'],
  [504, 'origin.timeout'],
  [451, 'place.restricted place.not_allowed'],
  [
    403,
    'network.hosting network.vpn network.proxy network.tor network.privacy_relay network.edge_worker network.unknown',
  ],
  [403, 'place.unknown place.ambiguous place.unproven place.impossible place.not_served policy.denied'],
  [403, 'key.shared key.travel key.cluster key.surge key.exposed'],
  [403, 'account.card account.phone account.ownership account.conflict'],
  [401, 'session.required session.expired session.revoked session.invalid session.proof'],
  [403, 'session.place_changed session.network_changed session.binding session.cross_site'],
]
const CODES = TABLE.flatMap(([status, codes]) =>
  codes.split(' ').map((code) => [code as ReasonCode, status] as const),
)

describe('reasons', () => {
  it('are those of the table, in its order', () => {
    expect(REASON_CODES).toEqual(CODES.map(([code]) => code))
  })

  it.each(CODES)('%s is answered with %i', (code, status) => {
    expect(statusOf(code, true)).toBe(status)
    expect(statusOf(code, false)).toBe(status === 451 ? 403 : status)
  })

  it('rank as they stand in the table', () => {
    expect(REASON_CODES.map(rankOf)).toEqual(REASON_CODES.map((_, index) => index))
  })

  it.each([
    ['place.restricted', true],
    ['place.Restricted', false],
    ['place', false],
    ['', false],
    ['toString', false],
  ])('%j is one: %s', (text, is) => {
    expect(isReasonCode(text)).toBe(is)
  })
})
