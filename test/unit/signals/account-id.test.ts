import { describe, expect, it } from 'vitest'
import { absent, observed } from '../../../src/observations/types.ts'
import { accountId } from '../../../src/signals/account-id.ts'
import { AT, observationsOf, placeNamed } from '../../support/evidence.ts'
import { withSession } from '../../support/session.ts'

describe('account.id', () => {
  it.each([
    ['nobody', observationsOf(), absent('missing')],
    ['the account of the session', withSession(), observed('account-1', 'derived')],
    ['a session of nobody in particular', withSession({ identity: 'none' }), absent('missing')],
    ['a session from another country', withSession({ place: placeNamed('CU') }), absent('missing')],
    [
      'the account of an accepted key',
      observationsOf(
        {},
        { key: { keyId: 'k', formerKeyId: undefined, acceptedAt: AT, account: { id: 'account-2', at: AT } } },
      ),
      observed('account-2', 'derived'),
    ],
    [
      'a key nobody accepted, whatever is remembered of it',
      observationsOf(
        {},
        {
          key: {
            keyId: 'k',
            formerKeyId: undefined,
            acceptedAt: undefined,
            account: { id: 'account-2', at: AT },
          },
        },
      ),
      absent('missing'),
    ],
  ])('%s', (_, observations, signal) => {
    expect(accountId.detect(observations)).toEqual(signal)
  })
})
