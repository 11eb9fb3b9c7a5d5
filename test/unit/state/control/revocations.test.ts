import { describe, expect, it } from 'vitest'
import type { RevocableToken } from '../../../../src/session/verify.ts'
import { Revocations } from '../../../../src/state/control/revocations.ts'
import type { ControlUpdate, Revocation, RevocationKind } from '../../../../src/state/control/types.ts'
import { at } from '../../../contracts/control-orders.ts'

const TOKEN: RevocableToken = {
  sid: 'sid-1',
  jti: 'jti-1',
  sub: 'sub-1',
  kind: 'account',
  pol: 'pol-1',
  kid: 'kid-1',
  iat: at(0),
  authTime: at(0),
  assuredAt: at(0),
  epoch: 3,
}
const of = (kind: RevocationKind, value: string, more: Partial<Revocation> = {}): Revocation => ({
  id: `${kind} ${value}`,
  kind,
  value,
  at: at(0),
  expires: at(600),
  ...more,
})
const update = (revocations: readonly Revocation[], more: Partial<ControlUpdate> = {}): ControlUpdate => ({
  stamp: 1,
  epoch: 3,
  tables: undefined,
  policy: undefined,
  candidate: undefined,
  breakGlassUntil: undefined,
  complete: false,
  revocations,
  lifted: [],
  ...more,
})
function holding(...revocations: readonly Revocation[]): Revocations {
  const held = new Revocations()
  held.apply(update(revocations, { complete: true }), at(0))
  return held
}

describe('revokes()', () => {
  it.each<readonly [RevocationKind, string, Partial<RevocableToken>]>([
    ['session', 'sid-1', {}],
    ['token', 'jti-1', {}],
    ['account', 'sub-1', {}],
    ['key', 'sub-1', { kind: 'key' }],
    ['revision', 'pol-1', {}],
    ['signing_key', 'kid-1', {}],
  ])('finds a %s by its claim', (kind, value, more) => {
    expect(holding(of(kind, value)).revokes({ ...TOKEN, ...more })).toBe(kind)
    expect(holding(of(kind, 'other')).revokes({ ...TOKEN, ...more })).toBeUndefined()
  })

  it('takes no claim for another', () => {
    const all = ['sid-1', 'jti-1', 'sub-1', 'pol-1', 'kid-1']
    const own = {
      session: 'sid-1',
      token: 'jti-1',
      account: 'sub-1',
      key: '',
      revision: 'pol-1',
      signing_key: 'kid-1',
    }
    for (const [kind, claim] of Object.entries(own)) {
      const others = all.filter((value) => value !== claim).map((value) => of(kind as RevocationKind, value))
      expect(holding(...others).revokes(TOKEN)).toBeUndefined()
    }
  })

  it('does not take an account for a key of the same name, nor nobody for either', () => {
    expect(holding(of('key', 'sub-1')).revokes(TOKEN)).toBeUndefined()
    expect(holding(of('account', 'sub-1')).revokes({ ...TOKEN, kind: 'key' })).toBeUndefined()
    const both = holding(of('key', 'sub-1'), of('account', 'sub-1'))
    expect(both.revokes({ ...TOKEN, kind: 'none' })).toBeUndefined()
  })

  it.each([
    [-1, 'account'],
    [0, 'account'],
    [1, undefined],
  ] as const)(
    'means an account vouched for %s seconds after the last that is meant: %s',
    (later, expected) => {
      const held = holding(of('account', 'sub-1', { issuedUpTo: at(60) }))
      expect(held.revokes({ ...TOKEN, authTime: at(60 + later) })).toBe(expected)
      // Renewed long afterwards, by an isolate that has not heard: it is the same session.
      expect(held.revokes({ ...TOKEN, authTime: at(60 + later), iat: at(9_000) })).toBe(expected)
    },
  )

  it.each([
    [-1, 'revision'],
    [0, 'revision'],
    [1, undefined],
  ] as const)(
    'means a token that is all of %s seconds after the last of a revision: %s',
    (later, expected) => {
      const held = holding(of('revision', 'pol-1', { issuedUpTo: at(60) }))
      const time = at(60 + later)
      expect(held.revokes({ ...TOKEN, iat: time, authTime: time, assuredAt: time })).toBe(expected)
    },
  )

  it.each([
    ['iat', 60, 'revision'],
    ['authTime', 60, 'revision'],
    ['assuredAt', 60, 'revision'],
    ['iat', 61, undefined],
    ['authTime', 61, undefined],
    ['assuredAt', 61, undefined],
  ] as const)(
    'means by a revision whatever is renewed long afterwards with %s at second %s of 60: %s',
    (oldest, second, expected) => {
      const held = holding(of('revision', 'pol-1', { issuedUpTo: at(60) }))
      const renewed = { ...TOKEN, iat: at(9_000), authTime: at(9_000), assuredAt: at(9_000) }
      expect(held.revokes({ ...renewed, [oldest]: at(second) })).toBe(expected)
      expect(held.revokes({ ...renewed, pol: 'pol-2', [oldest]: at(second) })).toBeUndefined()
    },
  )

  it.each([
    ['session', { iat: at(61) }],
    ['token', { iat: at(61) }],
    ['signing_key', { iat: at(61) }],
    ['account', { authTime: at(61) }],
  ] as const)('asks for a %s by one time only, however old the others are', (kind, times) => {
    const own = { session: 'sid-1', token: 'jti-1', signing_key: 'kid-1', account: 'sub-1' }
    const held = holding(of(kind, own[kind], { issuedUpTo: at(60) }))
    expect(held.revokes(TOKEN)).toBe(kind)
    expect(held.revokes({ ...TOKEN, ...times })).toBeUndefined()
  })

  it('tells a revoked signing key, for those who sign and publish', () => {
    const held = holding(of('signing_key', 'kid-1'))
    expect([held.revokesKey('kid-1'), held.revokesKey('kid-2')]).toEqual([true, false])
  })

  it('says epoch for an earlier one only', () => {
    const held = holding()
    expect([2, 3, 4].map((epoch) => held.revokes({ ...TOKEN, epoch }))).toEqual([
      'epoch',
      undefined,
      undefined,
    ])
  })
})

describe('revokesSubject()', () => {
  const vouched = (kind: 'account' | 'key', id: string, seconds: number) => ({ kind, id, at: at(seconds) })

  it.each([
    [0, true],
    [59, true],
    [60, true],
    [61, false],
    [9_000, false],
  ])('whoever was vouched for in second %s, where the last that is meant is 60: %s', (second, expected) => {
    const held = holding(
      of('account', 'acct_1', { issuedUpTo: at(60) }),
      of('key', 'key_1', { issuedUpTo: at(60) }),
    )
    expect(held.revokesSubject(vouched('account', 'acct_1', second))).toBe(expected)
    expect(held.revokesSubject(vouched('key', 'key_1', second))).toBe(expected)
  })

  it('means everybody of that name where there is no last', () => {
    const held = holding(of('account', 'acct_1'))
    expect(held.revokesSubject(vouched('account', 'acct_1', 1_000_000))).toBe(true)
  })

  it('takes no kind for another, and no name for another', () => {
    const held = holding(
      of('account', 'acct_1'),
      of('key', 'key_1'),
      ...(['session', 'token', 'revision', 'signing_key'] as const).map((kind) => of(kind, 'x')),
    )
    for (const subject of [
      vouched('key', 'acct_1', 0),
      vouched('account', 'key_1', 0),
      vouched('account', 'x', 0),
      vouched('key', 'x', 0),
      vouched('account', '', 0),
      vouched('account', '__proto__', 0),
    ])
      expect(held.revokesSubject(subject)).toBe(false)
  })

  it('is over when it is lifted, and when it expires', () => {
    const subject = vouched('account', 'acct_1', 0)
    const lifted = holding(of('account', 'acct_1'))
    lifted.apply(update([], { lifted: ['account acct_1'] }), at(1))
    expect(lifted.revokesSubject(subject)).toBe(false)
    const expiring = holding(of('account', 'acct_1'))
    expiring.apply(update([]), at(599))
    expect(expiring.revokesSubject(subject)).toBe(true)
    expiring.apply(update([]), at(600))
    expect(expiring.revokesSubject(subject)).toBe(false)
  })

  it('outlasts the epoch, which ends tokens and not those who hold them', () => {
    const held = holding(of('account', 'acct_1'))
    held.apply(update([], { epoch: 4 }), at(1))
    expect(held.revokesSubject(vouched('account', 'acct_1', 0))).toBe(true)
  })
})

describe('apply()', () => {
  it('adds what is new, and drops what was lifted', () => {
    const held = holding(of('session', 'sid-1'))
    held.apply(update([of('token', 'jti-1')]), at(1))
    expect([held.count, held.revokes(TOKEN)]).toEqual([2, 'session'])
    held.apply(update([], { lifted: ['session sid-1', 'never heard of'] }), at(2))
    expect([held.count, held.revokes(TOKEN)]).toEqual([1, 'token'])
  })

  it('keeps a revocation that was made anew when its lifted forerunner goes', () => {
    const held = holding(of('account', 'sub-1', { id: 'old' }))
    held.apply(update([of('account', 'sub-1', { id: 'new' })], { lifted: ['old'] }), at(1))
    held.apply(update([], { lifted: ['old'] }), at(2))
    expect([held.count, held.revokes(TOKEN)]).toEqual([1, 'account'])
  })

  it('prolongs under the same id', () => {
    const held = holding(of('session', 'sid-1'))
    held.apply(update([of('session', 'sid-1', { expires: at(900) })]), at(1))
    held.apply(update([]), at(700))
    expect([held.count, held.revokes(TOKEN)]).toEqual([1, 'session'])
  })

  it('forgets from the expiry on', () => {
    const held = holding(of('session', 'sid-1'), of('token', 'jti-1', { expires: at(700) }))
    held.apply(update([]), at(599))
    expect(held.count).toBe(2)
    held.apply(update([]), at(600))
    expect([held.count, held.revokes(TOKEN)]).toEqual([1, 'token'])
    held.apply(update([]), at(800))
    expect(held.count).toBe(0)
    held.apply(update([of('session', 'sid-1')], { complete: true }), at(0))
    expect(held.count).toBe(1)
  })

  it('replaces everything by what is complete, a later epoch too', () => {
    const held = holding(of('session', 'sid-1'), of('account', 'sub-1'))
    held.apply(update([of('token', 'jti-1')], { complete: true, epoch: 1 }), at(1))
    expect([held.count, held.epoch, held.revokes(TOKEN)]).toEqual([1, 1, 'token'])
  })

  it('drops sessions and tokens when the epoch rises, but not those that come with it', () => {
    const held = holding(
      of('session', 'sid-1'),
      of('token', 'jti-1'),
      of('account', 'sub-1'),
      of('signing_key', 'k'),
    )
    held.apply(update([of('session', 'later')], { epoch: 4 }), at(1))
    expect([held.count, held.revokes({ ...TOKEN, epoch: 4 })]).toEqual([3, 'account'])
    expect(held.revokes({ ...TOKEN, kind: 'none', sid: 'later', epoch: 4 })).toBe('session')
  })
})
