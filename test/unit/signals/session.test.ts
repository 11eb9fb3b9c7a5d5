import { describe, expect, it } from 'vitest'
import { absent, type Observations, observed, type SessionFacts } from '../../../src/observations/types.ts'
import { accountId } from '../../../src/signals/account-id.ts'
import { identityKind } from '../../../src/signals/identity-kind.ts'
import { keyId } from '../../../src/signals/key-id.ts'
import { boundSession, SESSION_STATUSES, sessionStatus } from '../../../src/signals/session-status.ts'
import { HOME_SESSION, observationsOf, placeNamed, RESIDENTIAL, type Sent } from '../../support/evidence.ts'

const withSession = (
  facts: Partial<SessionFacts> = {},
  sent: Sent = {},
  changes: Partial<Observations> = {},
) =>
  observationsOf(sent, { session: { status: 'verified', facts: { ...HOME_SESSION, ...facts } }, ...changes })

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
  ])('%s: %s', (_, facts, sent, status) => {
    const observations = withSession(facts, sent)
    expect(sessionStatus.detect(observations)).toEqual(observed(status, 'token'))
    expect(boundSession(observations) !== undefined).toBe(status === 'valid')
  })

  it('counts no class at all as unknown', () => {
    const sent: Sent = { address: null, cf: { asn: undefined } }
    const tables = { operator: undefined, asn: undefined, organization: undefined }
    const status = (networkClass: 'unknown' | 'residential') =>
      sessionStatus.detect(withSession({ networkClass }, sent, { tables }))
    expect(status('unknown')).toMatchObject({ value: 'valid' })
    expect(status('residential')).toMatchObject({ value: 'network_changed' })
  })

  it.each([
    ['none', { status: 'none' }],
    ['expired', { status: 'expired', code: 'token.expired' }],
    ['invalid', { status: 'invalid', code: 'token.signature' }],
  ] as const)('that is %s is told as such, and is bound to nothing', (status, session) => {
    const observations = observationsOf({}, { session })
    expect(sessionStatus.detect(observations)).toEqual(observed(status, 'token'))
    expect(boundSession(observations)).toBeUndefined()
  })

  it.each(SESSION_STATUSES)('%s has a reason of its own, if it can refuse', (status) => {
    const plain = status === 'none' || status === 'valid'
    expect(sessionStatus.reason(status)).toBe(plain ? 'session.required' : `session.${status}`)
  })
})

describe('who the origin vouches for', () => {
  const key = (accepted: boolean, account?: string) => ({ keyId: 'key-1', accepted, account })
  const keySession: Partial<SessionFacts> = { identity: 'key', subject: 'key-1' }

  it.each<readonly [string, Observations, string, unknown, unknown]>([
    ['nobody', observationsOf(), 'none', absent('missing'), absent('missing')],
    [
      'an account by its session',
      withSession(),
      'account',
      absent('missing'),
      observed('account-1', 'derived'),
    ],
    [
      'a key that was accepted',
      observationsOf({}, { key: key(true) }),
      'key',
      observed('key-1', 'request'),
      absent('missing'),
    ],
    [
      'an accepted key with an account',
      observationsOf({}, { key: key(true, 'account-2') }),
      'account',
      observed('key-1', 'request'),
      observed('account-2', 'derived'),
    ],
    [
      'a key nobody accepted',
      observationsOf({}, { key: key(false) }),
      'none',
      observed('key-1', 'request'),
      absent('missing'),
    ],
    [
      "a key's session with that key",
      withSession(keySession, {}, { key: key(false) }),
      'key',
      observed('key-1', 'request'),
      absent('missing'),
    ],
    [
      "a key's session without the key",
      withSession(keySession),
      'none',
      absent('missing'),
      absent('missing'),
    ],
    [
      "a key's session with another key",
      withSession({ ...keySession, subject: 'key-2' }, {}, { key: key(false) }),
      'none',
      observed('key-1', 'request'),
      absent('missing'),
    ],
    [
      'an anonymous session',
      withSession({ identity: 'none', subject: 'x' }),
      'none',
      absent('missing'),
      absent('missing'),
    ],
    [
      'an anonymous session whose subject is the key',
      withSession({ identity: 'none', subject: 'key-1' }, {}, { key: key(false) }),
      'none',
      observed('key-1', 'request'),
      absent('missing'),
    ],
    [
      "an account's session from another country",
      withSession({ place: placeNamed('CU') }),
      'none',
      absent('missing'),
      absent('missing'),
    ],
    [
      "an account's session through another network",
      withSession({ networkClass: 'mobile' }),
      'none',
      absent('missing'),
      absent('missing'),
    ],
    [
      "an account's session and another account's key",
      withSession({}, {}, { key: key(true, 'account-2') }),
      'account',
      observed('key-1', 'request'),
      observed('account-1', 'derived'),
    ],
  ])('%s', (_, observations, kind, keyed, account) => {
    expect(identityKind.detect(observations)).toEqual(observed(kind, 'derived'))
    expect(keyId.detect(observations)).toEqual(keyed)
    expect(accountId.detect(observations)).toEqual(account)
  })

  it('a session does not outlive the place it was issued for, even with its key', () => {
    const moved = withSession({ ...keySession, place: placeNamed('CU') }, {}, { key: key(false) })
    expect(identityKind.detect(moved)).toMatchObject({ value: 'none' })
  })

  it('the home network is listed, as the sessions above assume', () => {
    expect(RESIDENTIAL.class).toBe(HOME_SESSION.networkClass)
  })
})
