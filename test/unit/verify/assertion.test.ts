import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { assertionMinter, type Statement } from '../../../src/session/assertion.ts'
import { importPublicKeys } from '../../../src/verify/assertion.ts'
import {
  ASSERTION_MAX_LIFETIME_SECONDS,
  ASSERTION_TYPE,
  assertionVerifier,
  pathHash,
} from '../../../src/verify/index.ts'
import vectors from '../../vectors/assertion.json' with { type: 'json' }
import {
  changed,
  countingRandom,
  ED25519_JWK,
  ES256_JWK,
  HEADER,
  ISSUER,
  keyring,
  keyringOf,
  NOW,
  otherKey,
  CLAIMS as SESSION_CLAIMS,
  signed as signedSession,
  signedText,
} from '../session/fixture.ts'

const TARGET = '/v1/messages?beta=1'
const CLAIMS = {
  iss: ISSUER,
  aud: 'origin.test',
  iat: NOW,
  exp: NOW + 60,
  jti: 'AAECAwQFBgcICQoLDA0ODw',
  htm: 'POST',
  pth: await pathHash(TARGET),
  geo: { country: 'US', region: 'US-CA' },
  net: { asn: 7922, class: 'residential' },
  acr: 'substantial',
  verdict: 'allow',
  pol: '0123456789abcdef',
}
const EXPECTED = { issuer: ISSUER, audience: 'origin.test', method: 'POST', pathAndQuery: TARGET }

const verifier = await assertionVerifier(keyring.published)
const signed = (claims: object = {}, header: object = {}, key = keyring.active.key) =>
  signedText(
    changed({ ...HEADER, typ: ASSERTION_TYPE }, header as Record<string, unknown>),
    changed(CLAIMS, claims as Record<string, unknown>),
    key,
  )

describe('assertionVerifier()', () => {
  it('gives the claims of what the gate minted for this request', async () => {
    const { iat, exp, jti, pth, ...rest } = CLAIMS
    const statement = { ...rest, pathAndQuery: TARGET, tier_max: 'controlled' } as Statement
    const assertion = await assertionMinter(keyring, 'reused', countingRandom())(statement, NOW)
    expect(await verifier(assertion, EXPECTED, NOW)).toEqual({
      ok: true,
      value: { ...CLAIMS, tier_max: 'controlled' },
    })
  })

  it('takes keys of both kinds from one JWKS', async () => {
    const ring = await keyringOf(ED25519_JWK, ES256_JWK)
    const both = await assertionVerifier(ring.published)
    const { iat, exp, jti, pth, ...rest } = CLAIMS
    const minted = await assertionMinter(
      ring,
      'reused',
      countingRandom(),
    )({ ...rest, pathAndQuery: TARGET } as Statement, NOW)
    expect(await both(minted, EXPECTED, NOW)).toMatchObject({ ok: true })
    expect(await both(await signed(), EXPECTED, NOW)).toMatchObject({ ok: true })
  })

  it.each([null, undefined, ''])('calls %j missing', async (assertion) => {
    expect(await verifier(assertion, EXPECTED, NOW)).toEqual({ ok: false, error: 'assertion.missing' })
  })

  it.each([
    ['assertion.method', 'another method', { method: 'GET' }],
    ['assertion.method', 'a method in another case', { method: 'post' }],
    ['assertion.path', 'another path', { pathAndQuery: '/v1/models?beta=1' }],
    ['assertion.path', 'another query', { pathAndQuery: '/v1/messages?beta=2' }],
    ['assertion.path', 'no query', { pathAndQuery: '/v1/messages' }],
    ['assertion.path', 'another spelling of the path', { pathAndQuery: '/v1/%6dessages?beta=1' }],
    ['assertion.path', 'a trailing slash', { pathAndQuery: '/v1/messages/?beta=1' }],
    ['assertion.path', 'an empty query behind', { pathAndQuery: '/v1/messages?beta=1&' }],
    ['token.audience', 'another origin', { audience: 'other.test' }],
    ['token.issuer', 'another gate', { issuer: 'https://staging.gate.test' }],
  ])('answers %s for a request with %s', async (error, _, changes) => {
    expect(await verifier(await signed(), { ...EXPECTED, ...changes }, NOW)).toEqual({ ok: false, error })
  })

  it.each([
    ['token.type', 'a session token', {}, { typ: HEADER.typ }],
    ['token.type', 'typ JWT', {}, { typ: 'JWT' }],
    ['token.header', 'no typ', {}, { typ: undefined }],
    ['token.header', 'a jwk of its own', {}, { jwk: {} }],
    ['token.kid', 'an unknown kid', {}, { kid: 'x' }],
    ['token.alg', 'alg none', {}, { alg: 'none' }],
    ['token.audience', 'a list of audiences', { aud: ['origin.test'] }, {}],
    ['token.lifetime', 'more than 60 seconds to live', { exp: NOW + ASSERTION_MAX_LIFETIME_SECONDS + 1 }, {}],
    ['token.claims', 'no iat', { iat: undefined }, {}],
    ['token.claims', 'no exp', { exp: undefined }, {}],
    ['token.claims', 'no jti', { jti: undefined }, {}],
    ['token.claims', 'an empty jti', { jti: '' }, {}],
    ['token.claims', 'no htm', { htm: undefined }, {}],
    ['token.claims', 'no pth', { pth: undefined }, {}],
    ['token.claims', 'pth that is null', { pth: null }, {}],
    ['token.claims', 'no geo', { geo: undefined }, {}],
    ['token.claims', 'no net', { net: undefined }, {}],
    ['token.claims', 'no acr', { acr: undefined }, {}],
    ['token.claims', 'no pol', { pol: undefined }, {}],
    ['token.claims', 'no verdict', { verdict: undefined }, {}],
    ['token.claims', 'the verdict deny', { verdict: 'deny' }, {}],
    ['token.claims', 'the verdict challenge', { verdict: 'challenge' }, {}],
    ['token.claims', 'a tier nobody knows', { tier_max: 'all' }, {}],
    ['token.claims', 'a class nobody knows', { net: { class: 'home' } }, {}],
    ['token.claims', 'a sid that is a number', { sid: 1 }, {}],
    ['token.claims', 'a kind of subject nobody knows', { sub: 'x', sub_kind: 'admin' }, {}],
  ])('answers %s for an assertion with %s', async (error, _, claims, header) => {
    expect(await verifier(await signed(claims, header), EXPECTED, NOW)).toEqual({ ok: false, error })
  })

  it('refuses a session token of the same gate, even one addressed to the origin', async () => {
    const token = await signedSession({ aud: 'origin.test', exp: SESSION_CLAIMS.iat + 60 })
    expect(await verifier(token, EXPECTED, NOW)).toEqual({ ok: false, error: 'token.type' })
  })

  it('refuses what another key signed under our kid', async () => {
    const { privateKey } = await otherKey()
    expect(await verifier(await signed({}, {}, privateKey), EXPECTED, NOW)).toEqual({
      ok: false,
      error: 'token.signature',
    })
  })

  it.each<[number, { clockToleranceSeconds?: number }]>([
    [30, {}],
    [30, { clockToleranceSeconds: 30 }],
    [5, { clockToleranceSeconds: 5 }],
    [0, { clockToleranceSeconds: 0 }],
    [120, { clockToleranceSeconds: 120 }],
  ])('holds for a minute, and %i s on either side, as clocks may differ: %j', async (tolerance, changes) => {
    const assertion = await signed()
    const at = async (seconds: number) => {
      const result = await verifier(assertion, { ...EXPECTED, ...changes }, NOW + seconds)
      return result.ok ? 'ok' : result.error
    }
    expect([
      await at(-tolerance - 1),
      await at(-tolerance),
      await at(59 + tolerance),
      await at(60 + tolerance),
    ]).toEqual(['token.not_yet_valid', 'ok', 'ok', 'token.expired'])
  })

  it('does not stretch the longest life by the tolerance', async () => {
    const assertion = await signed({ exp: NOW + ASSERTION_MAX_LIFETIME_SECONDS + 1 })
    expect(await verifier(assertion, { ...EXPECTED, clockToleranceSeconds: 120 }, NOW)).toEqual({
      ok: false,
      error: 'token.lifetime',
    })
  })

  it('goes by the clock when no time is given', async () => {
    const now = Math.floor(Date.now() / 1000)
    expect(await verifier(await signed({ iat: now, exp: now + 60 }), EXPECTED)).toMatchObject({ ok: true })
    expect(await verifier(await signed({ iat: now - 120, exp: now - 60 }), EXPECTED)).toEqual({
      ok: false,
      error: 'token.expired',
    })
  })
})

describe('importPublicKeys()', () => {
  const [own] = keyring.published.keys as [JWK]
  it.each<[string, JWK]>([
    ['without an alg', { ...own, alg: undefined } as unknown as JWK],
    ['without a kid', { ...own, kid: undefined } as unknown as JWK],
    ['of a kind that is not ours', { kty: 'RSA', n: 'AQAB', e: 'AQAB', alg: 'RS256', kid: 'rsa' }],
    ['that is a secret', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'oct' }],
    ['that is a secret and says ES256', { kty: 'oct', k: 'c2VjcmV0', alg: 'ES256', kid: 'oct' }],
    ['on a curve nobody has', { kty: 'OKP', crv: 'Ed448', x: 'AA', alg: 'EdDSA', kid: 'ed448' }],
    ['that is not on its curve', { ...own, y: own.x ?? '', kid: 'off' }],
    ['of no kind', { kty: '?', alg: 'ES256', kid: '?' }],
  ])('passes over a key %s, and the others still verify', async (_, odd) => {
    expect([...(await importPublicKeys([odd, { ...own, kid: 'own' }])).keys()]).toEqual(['own'])
  })
})

describe('pathHash()', () => {
  it.each(vectors.path_hash.map(({ path_and_query: text, pth }) => [text, pth] as const))(
    'of %j is %s',
    async (text, pth) => {
      expect(await pathHash(text)).toBe(pth)
    },
  )
})

describe('test/vectors/assertion.json', () => {
  it.each(vectors.cases.map(({ name, ...vector }) => [name, vector] as const))('%s', async (_, vector) => {
    const verify = await assertionVerifier(vectors.jwks)
    const {
      issuer,
      audience,
      method,
      path_and_query: pathAndQuery,
    } = { ...vectors.expectation, ...vector.expectation }
    const result = await verify(
      vector.assertion,
      { issuer, audience, method, pathAndQuery, clockToleranceSeconds: vectors.clock_tolerance_seconds },
      vector.now as UnixSeconds,
    )
    expect(result.ok ? null : result.error).toBe(vector.error)
  })
})
