import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { CLOCK_TOLERANCE_SECONDS, verifySession } from '../../../src/session/verify.ts'
import vectors from '../../vectors/session-token.json' with { type: 'json' }
import {
  CLAIMS,
  ED25519_JWK,
  ES256_JWK,
  EXPECTED,
  HEADER,
  keyring,
  keyringOf,
  NOW,
  otherKey,
  signed,
} from './fixture.ts'
import { FORGERIES, MALLEATED, VALID } from './forgeries.ts'

const verify = (token: string, now: number = NOW, expected = EXPECTED) =>
  verifySession(token, keyring, expected, now as UnixSeconds)

describe('verifySession()', () => {
  it('reads every claim of a token that holds', async () => {
    expect(await verify(VALID)).toEqual({
      status: 'verified',
      facts: {
        subject: CLAIMS.sub,
        identity: 'account',
        authenticatedAt: CLAIMS.auth_time,
        sessionId: CLAIMS.sid,
        issuedAt: NOW,
        expiresAt: CLAIMS.exp,
        assurance: 'substantial',
        place: CLAIMS.geo,
        networkClass: 'residential',
      },
    })
  })

  it.each([
    ['no place', { geo: {} }],
    ['a country without a region', { geo: { country: 'US' } }],
    ['no ASN', { net: { class: 'unknown' } }],
    ['a claim of a later version', { cnf: { jkt: 'x' } }],
    ['a subject of 128 characters', { sub: 'x'.repeat(128) }],
    ['the longest life allowed', { exp: NOW + 1800 }],
    ['a life of one second', { exp: NOW + 1 }],
  ])('accepts %s', async (_, changes) => {
    expect(await verify(await signed(changes))).toMatchObject({ status: 'verified' })
  })

  it.each(FORGERIES.map(({ name, token, code }) => [code, name, token] as const))(
    'refuses as %s: %s',
    async (code, _, token) => {
      const status = code === 'token.expired' ? 'expired' : 'invalid'
      expect(await verify(token)).toEqual({ status, code })
    },
  )

  it('accepts (r, n − s) beside (r, s), the one malleation ECDSA has by nature, as the same token', async () => {
    expect(MALLEATED).not.toBe(VALID)
    expect(await verify(MALLEATED)).toEqual(await verify(VALID))
  })

  it('lets clocks differ by less than the tolerance after the end, and by all of it before the beginning', async () => {
    const { exp } = CLAIMS
    expect(CLOCK_TOLERANCE_SECONDS).toBe(5)
    expect(await verify(VALID, exp + CLOCK_TOLERANCE_SECONDS - 1)).toMatchObject({ status: 'verified' })
    expect(await verify(VALID, exp + CLOCK_TOLERANCE_SECONDS)).toEqual({
      status: 'expired',
      code: 'token.expired',
    })
    expect(await verify(VALID, NOW - CLOCK_TOLERANCE_SECONDS)).toMatchObject({ status: 'verified' })
    expect(await verify(VALID, NOW - CLOCK_TOLERANCE_SECONDS - 1)).toEqual({
      status: 'invalid',
      code: 'token.not_yet_valid',
    })
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
    const shorter = { ...EXPECTED, identitySeconds: 600 }
    expect(await verify(VALID, NOW - 1, shorter)).toMatchObject({ facts: { identity: 'account' } })
    expect(await verify(VALID, NOW, shorter)).toMatchObject({ facts: { identity: 'none' } })
  })

  it('ends every token of another epoch', async () => {
    expect(await verify(VALID, NOW, { ...EXPECTED, epoch: 4 })).toEqual({
      status: 'invalid',
      code: 'token.epoch',
    })
  })

  it('refuses tokens that live longer than the operator allows by now', async () => {
    expect(await verify(VALID, NOW, { ...EXPECTED, maxLifetimeSeconds: 1799 })).toEqual({
      status: 'invalid',
      code: 'token.lifetime',
    })
  })

  it('believes no claim before the signature: an expired forgery is invalid, not expired', async () => {
    const { privateKey } = await otherKey()
    const token = await signed({ iat: NOW - 60, exp: NOW - 30 }, {}, privateKey)
    expect(await verify(token)).toEqual({ status: 'invalid', code: 'token.signature' })
  })

  it('verifies with a key that no longer signs, and not once it is gone', async () => {
    const rotated = await keyringOf(ED25519_JWK, ES256_JWK)
    const gone = await keyringOf(ED25519_JWK)
    expect(await verifySession(VALID, rotated, EXPECTED, NOW)).toMatchObject({ status: 'verified' })
    expect(await verifySession(VALID, gone, EXPECTED, NOW)).toEqual({ status: 'invalid', code: 'token.kid' })
  })

  it('never takes one key of the ring for another', async () => {
    const both = await keyringOf(ED25519_JWK, ES256_JWK)
    const borrowed = await signed({}, { kid: ED25519_JWK.kid })
    const relabelled = await signed({}, { kid: ED25519_JWK.kid, alg: 'EdDSA' })
    expect(await verifySession(borrowed, both, EXPECTED, NOW)).toEqual({
      status: 'invalid',
      code: 'token.alg',
    })
    expect(await verifySession(relabelled, both, EXPECTED, NOW)).toEqual({
      status: 'invalid',
      code: 'token.signature',
    })
    expect(HEADER.kid).not.toBe(ED25519_JWK.kid)
  })
})

describe('test/vectors/session-token.json', () => {
  const expected = vectors.expectation
  const load = () => keyringOf(...vectors.private_keys.keys)

  it.each(vectors.cases.map(({ name, ...rest }) => [name, rest] as const))(
    '%s',
    async (_, { token, status, code, ...vector }) => {
      const result = await verifySession(
        token,
        await load(),
        {
          issuer: expected.issuer,
          maxLifetimeSeconds: expected.max_lifetime_seconds,
          epoch: expected.epoch,
          identitySeconds: expected.identity_seconds,
        },
        vectors.now as UnixSeconds,
      )
      expect(
        'code' in result
          ? { status: result.status, code: result.code }
          : { status: result.status, code: null },
      ).toEqual({
        status,
        code,
      })
      if ('facts' in vector && result.status === 'verified') expect(result.facts).toMatchObject(vector.facts)
    },
  )
})
