import { describe, expect, it } from 'vitest'
import { observed, type SessionFacts } from '../../../src/observations/types.ts'
import { boundSession, SESSION_STATUSES, sessionStatus } from '../../../src/signals/session-status.ts'
import { HOME_SESSION, NO_ANSWERS, observationsOf, placeNamed, type Sent } from '../../support/evidence.ts'

import { withSession } from '../../support/session.ts'

describe('the session', () => {
  it('is valid on the connection it was issued on', () => {
    expect(sessionStatus.detect(withSession())).toEqual(observed('valid', 'token'))
    expect(boundSession(withSession())).toEqual(HOME_SESSION)
  })

  it.each<readonly [string, Partial<SessionFacts>, Sent, string]>([
    ['in another region of the country', { place: placeNamed('US-NY') }, {}, 'valid'],
    ['where the region is no longer known', {}, { cf: { regionCode: undefined } }, 'valid'],
    ['in another country', { place: placeNamed('CU') }, {}, 'place_changed'],
    ['where the country is no longer known', {}, { cf: { country: undefined } }, 'place_changed'],
    ['through Tor', {}, { cf: { country: 'T1' } }, 'place_changed'],
    ['issued without a place, and now with one', { place: undefined }, {}, 'place_changed'],
    ['issued without a place, and still without', { place: undefined }, { cf: { country: 'XX' } }, 'valid'],
    ['through another kind of network', { networkClass: 'mobile' }, {}, 'network_changed'],
    ['relayed by a Worker', {}, { headers: { 'CF-Worker': 'x.test' } }, 'network_changed'],
    [
      'in another country through another network',
      { place: placeNamed('CU'), networkClass: 'mobile' },
      {},
      'place_changed',
    ],
    ['at another address', {}, { address: '73.162.10.2' }, 'valid'],
    ['over another ASN of the same kind, which is a notice', {}, { cf: { asn: 701 } }, 'valid'],
    ['past its time, within the grace period', { renewalDue: true }, {}, 'valid'],
  ])('%s: %s', (_, facts, sent, status) => {
    const observations = withSession(facts, sent)
    expect(sessionStatus.detect(observations)).toEqual(observed(status, 'token'))
    expect(boundSession(observations) !== undefined).toBe(status === 'valid')
  })

  it('counts no class at all as unknown', () => {
    const sent: Sent = { address: null, cf: { asn: undefined } }
    const tables = NO_ANSWERS
    const status = (networkClass: 'unknown' | 'residential') =>
      sessionStatus.detect(withSession({ networkClass }, sent, { tables }))
    expect(status('unknown')).toMatchObject({ value: 'valid' })
    expect(status('residential')).toMatchObject({ value: 'network_changed' })
  })

  it.each([
    ['none', { status: 'none' }],
    ['expired', { status: 'expired', code: 'token.expired' }],
    ['invalid', { status: 'invalid', code: 'token.signature' }],
    ['revoked', { status: 'revoked', code: 'revoked.session' }],
    ['unproved', { status: 'unproved', code: 'proof.missing' }],
  ] as const)('that is %s is told as such, and is bound to nothing', (status, session) => {
    const observations = observationsOf({}, { session })
    expect(sessionStatus.detect(observations)).toEqual(observed(status, 'token'))
    expect(boundSession(observations)).toBeUndefined()
  })

  it.each(SESSION_STATUSES)('%s has a reason of its own, if it can refuse', (status) => {
    const plain = status === 'none' || status === 'valid'
    const own = status === 'unproved' ? 'session.proof' : `session.${status}`
    expect(sessionStatus.reason(status)).toBe(plain ? 'session.required' : own)
  })
})
