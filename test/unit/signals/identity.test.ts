import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { PresentedKey, SessionFacts, VouchedSubject } from '../../../src/observations/types.ts'
import { identityOf } from '../../../src/signals/identity.ts'
import { AT, HOME_SESSION, observationsOf, placeNamed } from '../../support/evidence.ts'

const ACCOUNT: SessionFacts = HOME_SESSION
const KEY: SessionFacts = { ...HOME_SESSION, identity: 'key', subject: 'key-1' }
const NOBODY: SessionFacts = { ...HOME_SESSION, identity: 'none', subject: HOME_SESSION.sessionId }
const away = (facts: SessionFacts): SessionFacts => ({ ...facts, place: placeNamed('CU') })

/** After the sessions' subjects were vouched for, so that the one time is never taken for the other. */
const ACCEPTED_AT = (AT - 30) as UnixSeconds
const VOUCHED_AT = HOME_SESSION.authenticatedAt
const unknown: PresentedKey = {
  keyId: 'key-1',
  formerKeyId: undefined,
  acceptedAt: undefined,
  account: undefined,
}
/** Known since before the secret was changed. */
const renamed: PresentedKey = { ...unknown, formerKeyId: 'former-1' }
const accepted: PresentedKey = { ...unknown, acceptedAt: ACCEPTED_AT }
/** Longer ago than the key was accepted: accepting it again names nobody again. */
const NAMED_AT = (AT - 900) as UnixSeconds
const named: PresentedKey = { ...accepted, account: { id: 'account-2', at: NAMED_AT } }

const FACTS = { created: (AT - 86_400) as UnixSeconds, home: placeNamed('DE') }

const account = (id: string, at: UnixSeconds): VouchedSubject => ({ kind: 'account', id, at })
const key = (id: string, at: UnixSeconds): VouchedSubject => ({ kind: 'key', id, at })

describe('identityOf()', () => {
  it.each<readonly [string, SessionFacts | undefined, PresentedKey | undefined, VouchedSubject | undefined]>([
    ['nothing', undefined, undefined, undefined],
    ['a key nobody accepted', undefined, unknown, undefined],
    ['an accepted key', undefined, accepted, key('key-1', ACCEPTED_AT)],
    ['an accepted key of an account', undefined, named, account('account-2', NAMED_AT)],
    ["an account's session", ACCOUNT, undefined, account('account-1', VOUCHED_AT)],
    [
      "an account's session, and what was said of the account",
      { ...ACCOUNT, account: FACTS },
      undefined,
      { ...account('account-1', VOUCHED_AT), facts: FACTS },
    ],
    [
      'an accepted key of an account, and what was said of it',
      undefined,
      { ...accepted, account: { id: 'account-2', at: NAMED_AT, facts: FACTS } },
      { ...account('account-2', NAMED_AT), facts: FACTS },
    ],
    [
      "an account's session, of which nothing was said, and another account's key",
      ACCOUNT,
      { ...accepted, account: { id: 'account-2', at: NAMED_AT, facts: FACTS } },
      account('account-1', VOUCHED_AT),
    ],
    ["an account's session and a key nobody accepted", ACCOUNT, unknown, account('account-1', VOUCHED_AT)],
    ["an account's session and an accepted key", ACCOUNT, accepted, account('account-1', VOUCHED_AT)],
    ["an account's session and another account's key", ACCOUNT, named, account('account-1', VOUCHED_AT)],
    ["a key's session alone", KEY, undefined, undefined],
    ["a key's session with its key", KEY, unknown, key('key-1', VOUCHED_AT)],
    ["a key's session with its key, accepted", KEY, accepted, key('key-1', ACCEPTED_AT)],
    ["a key's session with its key, of an account", KEY, named, account('account-2', NAMED_AT)],
    ["a key's session with another key", { ...KEY, subject: 'key-2' }, unknown, undefined],
    [
      "a key's session with another key, accepted",
      { ...KEY, subject: 'key-2' },
      accepted,
      key('key-1', ACCEPTED_AT),
    ],
    ['an anonymous session', NOBODY, undefined, undefined],
    ['an anonymous session with a key nobody accepted', NOBODY, unknown, undefined],
    ['an anonymous session with an accepted key', NOBODY, accepted, key('key-1', ACCEPTED_AT)],
    ["an account's session from elsewhere", away(ACCOUNT), undefined, undefined],
    [
      "an account's session from elsewhere and an accepted key",
      away(ACCOUNT),
      accepted,
      key('key-1', ACCEPTED_AT),
    ],
    ["a key's session from elsewhere with its key", away(KEY), unknown, undefined],
    [
      "a key's session by its former id, with its key",
      { ...KEY, subject: 'former-1' },
      renamed,
      key('key-1', VOUCHED_AT),
    ],
    [
      "a key's session by its former id, elsewhere",
      away({ ...KEY, subject: 'former-1' }),
      renamed,
      undefined,
    ],
    [
      "a key's session by its former id, without its key",
      { ...KEY, subject: 'former-1' },
      undefined,
      undefined,
    ],
    ["a key's session by the former id of another key", { ...KEY, subject: 'former-2' }, renamed, undefined],
    [
      "an account's session whose account is called like a former id",
      { ...ACCOUNT, subject: 'former-1' },
      renamed,
      account('former-1', VOUCHED_AT),
    ],
    ['an anonymous session whose id is a former id', { ...NOBODY, subject: 'former-1' }, renamed, undefined],
  ])('of %s, and since when', (_, facts, presented, expected) => {
    const session =
      facts === undefined
        ? ({ status: 'none' } as const)
        : ({ status: 'verified', facts, carrier: 'cookie' } as const)
    expect(identityOf(observationsOf({}, { session, key: presented }))).toEqual(expected)
  })

  it.each([
    { status: 'expired', code: 'token.expired' },
    { status: 'invalid', code: 'token.signature' },
    { status: 'revoked', code: 'revoked.account' },
    { status: 'unproved', code: 'proof.missing' },
  ] as const)('of a token that is $status is nobody, and the key counts by itself', (session) => {
    expect(identityOf(observationsOf({}, { session }))).toBeUndefined()
    expect(identityOf(observationsOf({}, { session, key: unknown }))).toBeUndefined()
    expect(identityOf(observationsOf({}, { session, key: accepted }))).toEqual(key('key-1', ACCEPTED_AT))
  })
})
