import { describe, expect, it, vi } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { Keyring } from '../../../src/session/keyring.ts'
import { type SessionExpectation, sessionVerifier } from '../../../src/session/verify.ts'
import { Revocations } from '../../../src/state/control/revocations.ts'
import type { RevocationKind } from '../../../src/state/control/types.ts'
import {
  type Changes,
  CLAIMS,
  ED25519_JWK,
  EPOCH,
  ES256_JWK,
  EXPECTED,
  GRACE_SECONDS,
  HEADER,
  keyring,
  keyringOf,
  NOW,
  otherKey,
  signed,
  VERIFY_FOR_SECONDS,
} from './fixture.ts'
import { VALID } from './forgeries.ts'

const later = (seconds: number) => (NOW + seconds) as UnixSeconds

/** A verifier that counts the signatures it checks. */
function counting(expected: Partial<SessionExpectation> = {}, ring: Keyring = keyring) {
  const check = vi.spyOn(crypto.subtle, 'verify')
  const begun = check.mock.calls.length
  const verify = sessionVerifier(ring, { ...EXPECTED, ...expected })
  return { verify, checks: () => check.mock.calls.length - begun }
}

describe('a token that was seen before', () => {
  it('costs no second signature check, and is not awaited', async () => {
    const { verify, checks } = counting()
    const first = await verify(VALID, NOW)
    expect(checks()).toBe(1)
    const second = verify(VALID, later(1))
    expect(second).not.toBeInstanceOf(Promise)
    expect(second).toEqual(first)
    expect(checks()).toBe(1)
  })

  it('is known by its whole text: another signature over the same words is checked for itself', async () => {
    const { verify, checks } = counting()
    await verify(VALID, NOW)
    const { privateKey } = await otherKey()
    expect(await verify(await signed({}, {}, privateKey), NOW)).toMatchObject({ code: 'token.signature' })
    expect(await verify(await signed(), NOW)).toMatchObject({ status: 'verified' })
    expect(checks()).toBe(3)
  })

  it.each([
    ['its end', later(1800 + GRACE_SECONDS + 5), { status: 'expired', code: 'token.expired' }],
    ['a clock that goes back', later(-6), { status: 'invalid', code: 'token.not_yet_valid' }],
  ])('notices %s', async (_, now, outcome) => {
    const { verify, checks } = counting()
    await verify(VALID, NOW)
    expect(await verify(VALID, now)).toEqual(outcome)
    expect(checks()).toBe(1)
    expect(await verify(VALID, NOW)).toMatchObject({ status: 'verified' })
  })

  it.each([
    [1799, false],
    [1800, true],
    [1800 + GRACE_SECONDS + 4, true],
  ])('notices its time after %i seconds: to be renewed: %s', async (seconds, renewalDue) => {
    const { verify } = counting()
    await verify(VALID, NOW)
    expect(await verify(VALID, later(seconds))).toMatchObject({
      status: 'verified',
      facts: { renewalDue, assuranceStands: !renewalDue },
    })
  })

  it('notices that a date of the policy has come', async () => {
    const nextChange = (after: number) => (after < NOW + 60 ? later(60) : undefined)
    const { verify } = counting({ nextChange })
    await verify(VALID, NOW)
    expect(await verify(VALID, later(59))).toMatchObject({ status: 'verified' })
    expect(await verify(VALID, later(60))).toEqual({ status: 'expired', code: 'token.policy_date' })
  })

  it('notices that nobody has vouched for its subject for too long', async () => {
    const { verify } = counting({ identitySeconds: 660 })
    await verify(VALID, NOW)
    expect(await verify(VALID, later(59))).toMatchObject({
      facts: { identity: 'account', subject: CLAIMS.sub },
    })
    expect(await verify(VALID, later(60))).toMatchObject({ facts: { identity: 'none', subject: CLAIMS.sid } })
    expect(await verify(VALID, later(59))).toMatchObject({ facts: { identity: 'account' } })
  })

  it('notices that its key has ended', async () => {
    const activeFrom = NOW + 1600 - VERIFY_FOR_SECONDS
    const ring = await keyringOf(ES256_JWK, { ...ED25519_JWK, active_from: activeFrom })
    const { verify } = counting({}, ring)
    expect(await verify(VALID, later(1599))).toMatchObject({ status: 'verified' })
    expect(await verify(VALID, later(1600))).toEqual({ status: 'invalid', code: 'token.kid' })
  })

  it('notices that its key is there no longer', async () => {
    let ring = keyring
    const { verify } = counting({}, { ...keyring, verifyingAt: (now) => ring.verifyingAt(now) })
    await verify(VALID, NOW)
    ring = await keyringOf(ED25519_JWK)
    expect(await verify(VALID, NOW)).toEqual({ status: 'invalid', code: 'token.kid' })
  })

  it('is unknown to the verifier of another configuration, which holds it to its own table', async () => {
    await counting().verify(VALID, NOW)
    const { verify, checks } = counting({ lifetimes: { seconds: () => 1799, longestSeconds: 3600 } })
    expect(await verify(VALID, NOW)).toEqual({ status: 'invalid', code: 'token.lifetime' })
    expect(checks()).toBe(1)
  })
})

describe('a token that was seen before, and is revoked since', () => {
  const REVOCATIONS: readonly (readonly [RevocationKind, string, Changes])[] = [
    ['session', CLAIMS.sid, {}],
    ['token', CLAIMS.jti, {}],
    ['account', CLAIMS.sub, {}],
    ['key', CLAIMS.sub, { sub_kind: 'key' }],
    ['revision', CLAIMS.pol, {}],
    ['signing_key', HEADER.kid, {}],
  ]
  const update = {
    stamp: 1,
    epoch: EPOCH,
    tables: undefined,
    policy: undefined,
    candidate: undefined,
    breakGlassUntil: undefined,
    complete: true,
    revocations: [],
    lifted: [],
  }
  const expires = later(86_400)

  it.each(REVOCATIONS)(
    'by %s %s, is refused at once, and is good again once that is lifted',
    async (kind, value, claims) => {
      const revocations = new Revocations()
      revocations.apply(update, NOW)
      const { verify, checks } = counting({ revokes: (token) => revocations.revokes(token) })
      const token = await signed(claims)
      const first = await verify(token, NOW)
      expect(first.status).toBe('verified')
      const revocation = { id: 'r', kind, value, at: NOW, expires }
      revocations.apply({ ...update, revocations: [revocation] }, NOW)
      expect(await verify(token, NOW)).toEqual({ status: 'revoked', code: `revoked.${kind}` })
      revocations.apply({ ...update, complete: false, lifted: ['r'] }, NOW)
      expect(await verify(token, NOW)).toEqual(first)
      expect(checks()).toBe(1)
    },
  )

  it('by a higher epoch, is refused at once', async () => {
    const revocations = new Revocations()
    revocations.apply(update, NOW)
    const { verify } = counting({ revokes: (token) => revocations.revokes(token) })
    expect(await verify(VALID, NOW)).toMatchObject({ status: 'verified' })
    revocations.apply({ ...update, complete: false, epoch: EPOCH + 1 }, NOW)
    expect(await verify(VALID, NOW)).toEqual({ status: 'revoked', code: 'revoked.epoch' })
  })

  it('by an account of that name, is not meant where its subject is a key or nobody', async () => {
    const revocations = new Revocations()
    const revocation = { id: 'r', kind: 'account', value: CLAIMS.sub, at: NOW, expires } as const
    revocations.apply({ ...update, revocations: [revocation] }, NOW)
    const { verify } = counting({ revokes: (token) => revocations.revokes(token) })
    for (const sub_kind of ['key', 'none'])
      expect(await verify(await signed({ sub_kind }), NOW)).toMatchObject({ status: 'verified' })
  })

  it('by its account, is refused even where nobody has vouched for that account for too long', async () => {
    const revocations = new Revocations()
    const revocation = { id: 'r', kind: 'account', value: CLAIMS.sub, at: NOW, expires } as const
    revocations.apply({ ...update, revocations: [revocation] }, NOW)
    const { verify } = counting({ identitySeconds: 60, revokes: (token) => revocations.revokes(token) })
    expect(await verify(VALID, NOW)).toEqual({ status: 'revoked', code: 'revoked.account' })
  })
})

describe('a token that was refused', () => {
  it.each([
    ['for its signature', async () => signed({}, {}, (await otherKey()).privateKey)],
    ['for its claims', () => signed({ sid: '' })],
    ['for its lifetime', () => signed({ exp: NOW + 1801 })],
    ['as expired', () => signed({ iat: NOW - 3600, nbf: NOW - 3600, exp: NOW - 1800 })],
    ['as revoked', () => signed({ epoch: EPOCH - 1 })],
  ])('%s is checked anew each time, and so pushes no other out', async (_, made) => {
    const token = await made()
    const { verify, checks } = counting()
    const first = await verify(token, NOW)
    expect(first.status).not.toBe('verified')
    expect(await verify(token, NOW)).toEqual(first)
    expect(checks()).toBe(2)
  })

  it('leaves no trace: 3,000 of them, and the good one is still known', async () => {
    const { verify, checks } = counting()
    await verify(VALID, NOW)
    for (let n = 0; n < 3000; n++) await verify(`${VALID.slice(0, -40)}${String(n).padStart(40, 'A')}`, NOW)
    const before = checks()
    await verify(VALID, NOW)
    expect(checks()).toBe(before)
  })
})

it('no more than 2,000 tokens are known', async () => {
  const { verify, checks } = counting()
  await verify(VALID, NOW)
  const others = await Promise.all(Array.from({ length: 2000 }, (_, n) => signed({ jti: `jti-${n}` })))
  for (const token of others.slice(0, 1999)) await verify(token, NOW)
  await verify(VALID, NOW)
  expect(checks()).toBe(2000)
  for (const token of others) await verify(token, NOW)
  const before = checks()
  await verify(VALID, NOW)
  expect(checks()).toBe(before + 1)
})
