import { describe, expect, it } from 'vitest'
import { absent, type Observations, observed, type SessionFacts } from '../../../src/observations/types.ts'
import { accountId } from '../../../src/signals/account-id.ts'
import { identityKind } from '../../../src/signals/identity-kind.ts'
import { keyId } from '../../../src/signals/key-id.ts'
import { AT, HOME_SESSION, observationsOf, placeNamed, RESIDENTIAL } from '../../support/evidence.ts'

import { withSession } from '../../support/session.ts'

describe('who the origin vouches for', () => {
  const key = (accepted: boolean, account?: string) => ({
    keyId: 'key-1',
    formerKeyId: undefined,
    acceptedAt: accepted ? AT : undefined,
    account: account === undefined ? undefined : { id: account, at: AT },
  })
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
