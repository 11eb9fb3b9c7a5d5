import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { compileLifetimes } from '../../../src/session/lifetime.ts'
import {
  CLOCK_TOLERANCE_SECONDS,
  type SessionExpectation,
  sessionVerifier,
} from '../../../src/session/verify.ts'
import {
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
} from './fixture.ts'
import { FORGERIES, MALLEATED, VALID } from './forgeries.ts'

/** By a verifier that has seen no token before. */
const verify = (
  token: string,
  now: number = NOW,
  expected: Partial<SessionExpectation> = {},
  ring = keyring,
) => sessionVerifier(ring, { ...EXPECTED, ...expected })(token, now as UnixSeconds)

function statusOf(code: string): string {
  if (code.startsWith('revoked.')) return 'revoked'
  return code === 'token.expired' ? 'expired' : 'invalid'
}

describe('sessionVerifier()', () => {
  it('reads every claim of a token that holds', async () => {
    expect(await verify(VALID)).toEqual({
      status: 'verified',
      facts: {
        subject: CLAIMS.sub,
        identity: 'account',
        authenticatedAt: CLAIMS.auth_time,
        sessionId: CLAIMS.sid,
        tokenId: CLAIMS.jti,
        issuedAt: NOW,
        expiresAt: CLAIMS.exp,
        assurance: 'substantial',
        assuredAt: NOW,
        assuranceStands: true,
        renewalDue: false,
        place: CLAIMS.geo,
        asn: 7922,
        networkClass: 'residential',
        addressFamily: 4,
        ja4: undefined,
        policyRevision: CLAIMS.pol,
        confirmation: undefined,
      },
    })
  })

  it.each([
    ['no place', { geo: {} }],
    ['a country without a region', { geo: { country: 'US' } }],
    ['no ASN', { net: { class: 'unknown' } }],
    ['a claim of a later version', { extra: { a: 1 } }],
    ['no address and no TLS identity', { bind: {} }],
    ['a TLS identity', { bind: { fam: 6, ja4: 't13d1516h2_8daaf6152771_02713d6af862' } }],
    ['an epoch that this isolate has not heard of', { epoch: EPOCH + 1 }],
    ['a key', { cnf: { jkt: HEADER.kid } }],
    ['a certificate', { cnf: { 'x5t#S256': HEADER.kid } }],
    ['a key and a certificate', { cnf: { jkt: HEADER.kid, 'x5t#S256': ED25519_JWK.kid } }],
    ['a subject of 128 characters', { sub: 'x'.repeat(128) }],
    ['the longest life allowed', { exp: NOW + 1800 }],
    ['a life of one second', { exp: NOW + 1 }],
  ])('accepts %s', async (_, changes) => {
    expect(await verify(await signed(changes))).toMatchObject({ status: 'verified' })
  })

  it.each(FORGERIES.map(({ name, token, code }) => [code, name, token] as const))(
    'refuses as %s: %s',
    async (code, _, token) => {
      expect(await verify(token)).toEqual({ status: statusOf(code), code })
    },
  )

  it('accepts (r, n − s) beside (r, s), the one malleation ECDSA has by nature, as the same token', async () => {
    expect(MALLEATED).not.toBe(VALID)
    expect(await verify(MALLEATED)).toEqual(await verify(VALID))
  })

  it('accepts a malleated token after its twin was revoked no more than before: revoked is what its words name', async () => {
    const verifier = sessionVerifier(keyring, { ...EXPECTED, revokes: ({ jti }) => revokedId(jti) })
    let revoked = false
    const revokedId = (jti: string) => (revoked && jti === CLAIMS.jti ? 'token' : undefined)
    expect([await verifier(VALID, NOW), await verifier(MALLEATED, NOW)]).toMatchObject([
      { status: 'verified' },
      { status: 'verified' },
    ])
    revoked = true
    const outcome = { status: 'revoked', code: 'revoked.token' }
    expect([await verifier(VALID, NOW), await verifier(MALLEATED, NOW)]).toEqual([outcome, outcome])
  })

  it('reads 4,096 characters and refuses 4,097', async () => {
    const padded = async (length: number) => {
      for (let extra = 2000; extra < 3000; extra++) {
        const token = await signed({ extra: 'x'.repeat(extra) })
        if (token.length >= length) return token
      }
      throw new Error('not reached')
    }
    const longest = await padded(4095)
    expect(longest.length).toBeLessThanOrEqual(4096)
    expect(await verify(longest)).toMatchObject({ status: 'verified' })
    expect(await verify(await padded(4097))).toEqual({ status: 'invalid', code: 'token.size' })
  })

  const { identitySeconds } = EXPECTED
  it.each([
    ['an account', 'account', NOW - identitySeconds + 1, 'account', CLAIMS.sub],
    ['an account', 'account', NOW - identitySeconds, 'none', CLAIMS.sid],
    ['an account, since 1970', 'account', 0, 'none', CLAIMS.sid],
    ['a key', 'key', NOW - identitySeconds + 1, 'key', CLAIMS.sub],
    ['a key', 'key', NOW - identitySeconds, 'none', CLAIMS.sid],
    ['nobody in particular', 'none', NOW - identitySeconds, 'none', CLAIMS.sid],
  ])(
    'takes a session for %s (%s, vouched for at %i) for one of %s',
    async (_, sub_kind, auth_time, identity, subject) => {
      const whole = await verify(await signed({ sub_kind, auth_time: NOW }))
      const presented = await verify(await signed({ sub_kind, auth_time }))
      if (whole.status !== 'verified' || presented.status !== 'verified') throw new Error('not verified')
      // Only whose it is ends: the place and the session hold on.
      expect(presented.facts).toEqual({ ...whole.facts, authenticatedAt: auth_time, identity, subject })
    },
  )

  it('ends an identity by the time it is presented, not by the time it was issued', async () => {
    const token = await signed({ auth_time: NOW - identitySeconds + 60 })
    expect(await verify(token, NOW + 59)).toMatchObject({ facts: { identity: 'account' } })
    expect(await verify(token, NOW + 60)).toMatchObject({ facts: { identity: 'none', subject: CLAIMS.sid } })
  })

  it('goes by the time the operator allows today', async () => {
    const shorter = { identitySeconds: 600 }
    expect(await verify(VALID, NOW - 1, shorter)).toMatchObject({ facts: { identity: 'account' } })
    expect(await verify(VALID, NOW, shorter)).toMatchObject({ facts: { identity: 'none' } })
  })

  it('ends every token of an earlier epoch', async () => {
    const revokes = ({ epoch }: { epoch: number }) => (epoch < EPOCH + 1 ? 'epoch' : undefined)
    expect(await verify(VALID, NOW, { revokes })).toEqual({ status: 'revoked', code: 'revoked.epoch' })
  })

  it('asks about a revocation by everything that one may name', async () => {
    const asked: unknown[] = []
    await verify(VALID, NOW, {
      revokes: ({ sid, jti, sub, kind, pol, kid, iat, epoch }) => {
        asked.push({ sid, jti, sub, kind, pol, kid, iat, epoch })
        return undefined
      },
    })
    const { sid, jti, sub, pol, iat, epoch } = CLAIMS
    expect(asked).toEqual([{ sid, jti, sub, kind: 'account', pol, kid: HEADER.kid, iat, epoch }])
  })

  it('asks nothing about a token that is none, so that no forgery tells what is revoked', async () => {
    const asked: unknown[] = []
    const revokes = (token: unknown) => void asked.push(token)
    const { privateKey } = await otherKey()
    const old = { iat: NOW - 3600, nbf: NOW - 3600, exp: NOW - 1800 }
    for (const token of [await signed({}, {}, privateKey), await signed(old), 'x'])
      await verify(token, NOW, { revokes })
    expect(asked).toEqual([])
  })

  it.each([
    ['of any kind', { high: 1799, substantial: 1799, low: 600, none: 300 }],
    ['of its assurance', { high: 3600, substantial: 1799, low: 600, none: 300 }],
    [
      'of its assurance and network class',
      { high: 3600, substantial: { residential: 1799, other: 1800 }, low: 600, none: 300 },
    ],
  ])('refuses a token that lives longer than the operator allows by now for one %s', async (_, table) => {
    expect(await verify(VALID, NOW, { lifetimes: compileLifetimes(table) })).toEqual({
      status: 'invalid',
      code: 'token.lifetime',
    })
  })

  it('counts the life of an assurance from when it was verified, however often the token was renewed', async () => {
    const renewed = await signed({ acr: 'high', acr_time: NOW - 3000, exp: NOW + 600 })
    expect(await verify(renewed)).toMatchObject({ status: 'verified' })
    const lifetimes = compileLifetimes({ high: 1800, substantial: 1800, low: 600, none: 300 })
    expect(await verify(renewed, NOW, { lifetimes })).toEqual({ status: 'invalid', code: 'token.lifetime' })
  })

  it('believes no claim before the signature: an expired forgery is invalid, not expired', async () => {
    const { privateKey } = await otherKey()
    const token = await signed({ iat: NOW - 60, exp: NOW - 30 }, {}, privateKey)
    expect(await verify(token)).toEqual({ status: 'invalid', code: 'token.signature' })
  })

  it('verifies with a key that no longer signs, and not once it is gone', async () => {
    const rotated = await keyringOf({ ...ED25519_JWK, active_from: NOW }, ES256_JWK)
    const gone = await keyringOf(ED25519_JWK)
    expect(await verify(VALID, NOW, {}, rotated)).toMatchObject({ status: 'verified' })
    expect(await verify(VALID, NOW, {}, gone)).toEqual({ status: 'invalid', code: 'token.kid' })
  })

  it('verifies with a key that does not sign yet, for the isolate whose clock is behind', async () => {
    const ring = await keyringOf({ ...ES256_JWK, active_from: NOW + 3 }, ED25519_JWK)
    expect(await verify(VALID, NOW, {}, ring)).toMatchObject({ status: 'verified' })
  })

  it('never takes one key of the ring for another', async () => {
    const both = await keyringOf({ ...ED25519_JWK, active_from: NOW }, ES256_JWK)
    const borrowed = await signed({}, { kid: ED25519_JWK.kid })
    const relabelled = await signed({}, { kid: ED25519_JWK.kid, alg: 'EdDSA' })
    expect(await verify(borrowed, NOW, {}, both)).toEqual({ status: 'invalid', code: 'token.alg' })
    expect(await verify(relabelled, NOW, {}, both)).toEqual({ status: 'invalid', code: 'token.signature' })
    expect(HEADER.kid).not.toBe(ED25519_JWK.kid)
  })
})

describe('the clock', () => {
  const end = CLAIMS.exp + GRACE_SECONDS + CLOCK_TOLERANCE_SECONDS

  it.each([
    ['may be behind by the tolerance', NOW - CLOCK_TOLERANCE_SECONDS, false],
    ['at the beginning', NOW, false],
    ['a second before the end', CLAIMS.exp - 1, false],
    ['at the end: the token is to be renewed', CLAIMS.exp, true],
    ['in the grace period', CLAIMS.exp + GRACE_SECONDS - 1, true],
    ['after it, but clocks may differ', CLAIMS.exp + GRACE_SECONDS, true],
    ['the last second', end - 1, true],
  ])('%s (%i): the token holds', async (_, now, renewalDue) => {
    expect(await verify(VALID, now)).toMatchObject({
      status: 'verified',
      facts: { renewalDue, assuranceStands: !renewalDue },
    })
  })

  it.each([
    [
      'behind by more than the tolerance',
      NOW - CLOCK_TOLERANCE_SECONDS - 1,
      'invalid',
      'token.not_yet_valid',
    ],
    ['the first second after', end, 'expired', 'token.expired'],
    ['long after', end + 86_400, 'expired', 'token.expired'],
  ])('%s: the token does not hold', async (_, now, status, code) => {
    expect(await verify(VALID, now)).toEqual({ status, code })
  })

  it('is tolerated by five seconds, and without a grace period by no more', async () => {
    expect(CLOCK_TOLERANCE_SECONDS).toBe(5)
    expect(await verify(VALID, CLAIMS.exp + 4, { graceSeconds: 0 })).toMatchObject({
      facts: { renewalDue: true },
    })
    expect(await verify(VALID, CLAIMS.exp + 5, { graceSeconds: 0 })).toMatchObject({ status: 'expired' })
  })
})

describe('the dates of the policy', () => {
  const change = (NOW + 900) as UnixSeconds
  const nextChange = (after: number) => (after < change ? change : undefined)

  it('end a token that was issued before, with no grace and no tolerance', async () => {
    expect(await verify(VALID, change - 1, { nextChange })).toMatchObject({ status: 'verified' })
    expect(await verify(VALID, change, { nextChange })).toEqual({
      status: 'expired',
      code: 'token.policy_date',
    })
  })

  it('leave alone a token that was issued at the date or after it', async () => {
    const token = await signed({ iat: change, nbf: change, acr_time: change, exp: change + 1800 })
    expect(await verify(token, change, { nextChange })).toMatchObject({ status: 'verified' })
  })
})

describe('another revision of the policy', () => {
  it.each([
    ['on_expiry', 'fedcba9876543210', true],
    ['on_revision', 'fedcba9876543210', false],
    ['on_expiry', CLAIMS.pol, true],
    ['on_revision', CLAIMS.pol, true],
  ] as const)(
    'reverify = %s, now %s: what was verified stands: %s',
    async (reverify, policyRevision, stands) => {
      const token = await signed({ acr: 'high' })
      expect(await verify(token, NOW, { reverify, policyRevision })).toMatchObject({
        status: 'verified',
        facts: { assurance: 'high', assuranceStands: stands, policyRevision: CLAIMS.pol },
      })
    },
  )
})
