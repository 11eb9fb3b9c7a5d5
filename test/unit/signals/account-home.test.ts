import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { absent, observed, type PresentedKey } from '../../../src/observations/types.ts'
import { accountHome } from '../../../src/signals/account-home.ts'
import { AT, observationsOf, placeNamed } from '../../support/evidence.ts'
import { withSession } from '../../support/session.ts'

const account = { home: placeNamed('DE-BY') }
const other = { created: (AT - 86_400) as UnixSeconds }
const key: PresentedKey = {
  keyId: 'k',
  formerKeyId: undefined,
  acceptedAt: AT,
  account: { id: 'account-2', at: AT, facts: account },
}
const known = observed({ country: 'DE', region: 'DE-BY' }, 'derived')

describe('account.home', () => {
  it.each([
    ['nobody', observationsOf(), absent('missing')],
    ['an account of which nothing is said', withSession(), absent('missing')],
    ['an account of which something else is said', withSession({ account: other }), absent('missing')],
    ['the account of the session', withSession({ account }), known],
    ['the account of an accepted key', observationsOf({}, { key }), known],
    ['a session from another country', withSession({ account, place: placeNamed('CU') }), absent('missing')],
    [
      'a key nobody accepted, whatever is remembered of it',
      observationsOf({}, { key: { ...key, acceptedAt: undefined } }),
      absent('missing'),
    ],
    ["a session's account, whatever is known of the key's", withSession({}, {}, { key }), absent('missing')],
  ])('%s', (_, observations, signal) => {
    expect(accountHome.detect(observations)).toEqual(signal)
  })
})
