import { describe, expect, it } from 'vitest'
import type { PresentedKey, SessionFacts, Subject } from '../../../src/observations/types.ts'
import { identityOf } from '../../../src/signals/identity.ts'
import { HOME_SESSION, observationsOf, placeNamed } from '../../support/evidence.ts'

const ACCOUNT: SessionFacts = HOME_SESSION
const KEY: SessionFacts = { ...HOME_SESSION, identity: 'key', subject: 'key-1' }
const NOBODY: SessionFacts = { ...HOME_SESSION, identity: 'none', subject: HOME_SESSION.sessionId }
const away = (facts: SessionFacts): SessionFacts => ({ ...facts, place: placeNamed('CU') })

const unknown: PresentedKey = { keyId: 'key-1', accepted: false, account: undefined }
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
  ])('of %s', (_, facts, presented, expected) => {
    const session =
      facts === undefined ? ({ status: 'none' } as const) : ({ status: 'verified', facts } as const)
    expect(identityOf(observationsOf({}, { session, key: presented }))).toEqual(expected)
  })

  it.each([
    { status: 'expired', code: 'token.expired' },
    { status: 'invalid', code: 'token.signature' },
  ] as const)('of a token that is $status is nobody, and the key counts by itself', (session) => {
    expect(identityOf(observationsOf({}, { session }))).toBeUndefined()
    expect(identityOf(observationsOf({}, { session, key: unknown }))).toBeUndefined()
    expect(identityOf(observationsOf({}, { session, key: accepted }))).toEqual(key('key-1'))
  })
})
