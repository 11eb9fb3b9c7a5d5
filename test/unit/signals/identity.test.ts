import { describe, expect, it } from 'vitest'
import type { PresentedKey, SessionFacts, Subject } from '../../../src/observations/types.ts'
import { identityOf } from '../../../src/signals/identity.ts'
import { HOME_SESSION, observationsOf, placeNamed } from '../../support/evidence.ts'

const ACCOUNT: SessionFacts = HOME_SESSION
const KEY: SessionFacts = { ...HOME_SESSION, identity: 'key', subject: 'key-1' }
const NOBODY: SessionFacts = { ...HOME_SESSION, identity: 'none', subject: HOME_SESSION.sessionId }
const away = (facts: SessionFacts): SessionFacts => ({ ...facts, place: placeNamed('CU') })

const unknown: PresentedKey = { keyId: 'key-1', formerKeyId: undefined, accepted: false, account: undefined }
/** Known since before the secret was changed. */
const renamed: PresentedKey = { ...unknown, formerKeyId: 'former-1' }
const accepted: PresentedKey = { ...unknown, accepted: true }
const named: PresentedKey = { ...accepted, account: 'account-2' }

const account = (id: string): Subject => ({ kind: 'account', id })
const key = (id: string): Subject => ({ kind: 'key', id })

describe('identityOf()', () => {
  it.each<readonly [string, SessionFacts | undefined, PresentedKey | undefined, Subject | undefined]>([
    ['nothing', undefined, undefined, undefined],
    ['a key nobody accepted', undefined, unknown, undefined],
    ['an accepted key', undefined, accepted, key('key-1')],
    ['an accepted key of an account', undefined, named, account('account-2')],
    ["an account's session", ACCOUNT, undefined, account('account-1')],
    ["an account's session and a key nobody accepted", ACCOUNT, unknown, account('account-1')],
    ["an account's session and an accepted key", ACCOUNT, accepted, account('account-1')],
    ["an account's session and another account's key", ACCOUNT, named, account('account-1')],
    ["a key's session alone", KEY, undefined, undefined],
    ["a key's session with its key", KEY, unknown, key('key-1')],
    ["a key's session with its key, accepted", KEY, accepted, key('key-1')],
    ["a key's session with its key, of an account", KEY, named, account('account-2')],
    ["a key's session with another key", { ...KEY, subject: 'key-2' }, unknown, undefined],
    ["a key's session with another key, accepted", { ...KEY, subject: 'key-2' }, accepted, key('key-1')],
    ['an anonymous session', NOBODY, undefined, undefined],
    ['an anonymous session with a key nobody accepted', NOBODY, unknown, undefined],
    ['an anonymous session with an accepted key', NOBODY, accepted, key('key-1')],
    ["an account's session from elsewhere", away(ACCOUNT), undefined, undefined],
    ["an account's session from elsewhere and an accepted key", away(ACCOUNT), accepted, key('key-1')],
    ["a key's session from elsewhere with its key", away(KEY), unknown, undefined],
    [
      "a key's session by its former id, with its key",
      { ...KEY, subject: 'former-1' },
      renamed,
      key('key-1'),
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
      account('former-1'),
    ],
    ['an anonymous session whose id is a former id', { ...NOBODY, subject: 'former-1' }, renamed, undefined],
  ])('of %s', (_, facts, presented, expected) => {
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
    expect(identityOf(observationsOf({}, { session, key: accepted }))).toEqual(key('key-1'))
  })
})
