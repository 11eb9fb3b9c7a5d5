import { describe, expect, it } from 'vitest'
import { assertionMinter, type Statement } from '../../../src/session/assertion.ts'
import { ASSERTION_MAX_LIFETIME_SECONDS } from '../../../src/verify/assertion.ts'
import { remoteKeys, type VerifyOptions, verifyAssertion } from '../../../src/verify/index.ts'
import vectors from '../../vectors/assertion.json' with { type: 'json' }
import {
  countingRandom,
  ED25519_JWK,
  ISSUER,
  keyring,
  NOW,
  otherKey,
  CLAIMS as SESSION_CLAIMS,
  signed as signedSession,
  signerOf,
} from '../session/fixture.ts'
import {
  AUDIENCE,
  assertionNow,
  CLAIMS,
  fakeEndpoint,
  GATE_KEYS_URL,
  JWKS,
  PUBLIC_JWK,
  signedAssertion,
  TARGET,
} from './fixture.ts'

const ORIGIN = { jwks: JWKS, issuer: ISSUER, audience: AUDIENCE, now: NOW }
const REQUEST = { method: 'POST', pathAndQuery: TARGET }

async function reasonOf(
  assertion: string,
  options: Partial<VerifyOptions> = {},
  request: Partial<typeof REQUEST> = {},
): Promise<string> {
  const verified = await verifyAssertion({ ...REQUEST, ...request, assertion }, { ...ORIGIN, ...options })
  return verified.ok ? 'ok' : verified.reason
}

describe('verifyAssertion()', () => {
  it('gives the claims of what the gate minted for this request', async () => {
    const { iat, exp, jti, pth, ...rest } = CLAIMS
    const statement: Statement = { ...rest, pathAndQuery: TARGET, tier_max: 'controlled' }
    const assertion = await assertionMinter('reused', countingRandom())(
      () => statement,
      signerOf(keyring),
      NOW,
    )
    expect(await verifyAssertion({ ...REQUEST, assertion }, ORIGIN)).toEqual({
      ok: true,
      claims: { ...CLAIMS, tier_max: 'controlled' },
    })
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
  ])('answers %s for a replay with %s', async (reason, _, request) => {
    expect(await reasonOf(await signedAssertion(), {}, request)).toBe(reason)
  })

  it.each([
    ['token.audience', 'another origin', { audience: 'other.test' }],
    [
      'token.issuer',
      'the staging gate, though it has the same keys',
      { issuer: 'https://staging.gate.test' },
    ],
  ])('answers %s where the assertion is for %s', async (reason, _, options) => {
    expect(await reasonOf(await signedAssertion(), options)).toBe(reason)
  })

  it.each([
    ['token.type', 'typ JWT', {}, { typ: 'JWT' }],
    ['token.header', 'no typ', {}, { typ: undefined }],
    ['token.header', 'a jwk of its own', {}, { jwk: {} }],
    ['token.header', 'a jku of its own', {}, { jku: 'https://attacker.test/jwks.json' }],
    ['token.kid', 'an unknown kid', {}, { kid: 'x' }],
    ['token.alg', 'alg none', {}, { alg: 'none' }],
    ['token.alg', 'alg HS256', {}, { alg: 'HS256' }],
    ['token.audience', 'a list of audiences', { aud: [AUDIENCE] }, {}],
    ['token.issuer', 'the issuer of staging', { iss: 'https://staging.gate.test' }, {}],
    ['token.lifetime', 'more than 60 seconds to live', { exp: NOW + ASSERTION_MAX_LIFETIME_SECONDS + 1 }, {}],
    ['token.claims', 'no exp', { exp: undefined }, {}],
    ['token.claims', 'no jti', { jti: undefined }, {}],
    ['token.claims', 'no verdict', { verdict: undefined }, {}],
    ['token.claims', 'the verdict deny', { verdict: 'deny' }, {}],
  ])('answers %s for an assertion with %s', async (reason, _, claims, header) => {
    expect(await reasonOf(await signedAssertion(claims, header))).toBe(reason)
  })

  it('refuses a session token of the same gate, even one addressed to the origin', async () => {
    const token = await signedSession({ aud: AUDIENCE, exp: SESSION_CLAIMS.iat + 60 })
    expect(await reasonOf(token)).toBe('token.type')
  })

  it("refuses an assertion of the staging gate, which has keys of its own under the gate's kid", async () => {
    const { privateKey } = await otherKey()
    expect(await reasonOf(await signedAssertion({}, {}, privateKey))).toBe('token.signature')
  })

  it.each<[number, { clockToleranceSeconds?: number }]>([
    [30, {}],
    [5, { clockToleranceSeconds: 5 }],
    [0, { clockToleranceSeconds: 0 }],
    [60, { clockToleranceSeconds: 60 }],
  ])('holds for a minute, and %i s on either side, as clocks may differ: %j', async (tolerance, options) => {
    const assertion = await signedAssertion()
    const at = (seconds: number) => reasonOf(assertion, { ...options, now: NOW + seconds })
    expect([
      await at(-tolerance - 1),
      await at(-tolerance),
      await at(59 + tolerance),
      await at(60 + tolerance),
    ]).toEqual(['token.not_yet_valid', 'ok', 'ok', 'token.expired'])
  })

  it('does not stretch the longest life by the tolerance', async () => {
    const assertion = await signedAssertion({ exp: NOW + ASSERTION_MAX_LIFETIME_SECONDS + 1 })
    expect(await reasonOf(assertion, { clockToleranceSeconds: 60 })).toBe('token.lifetime')
  })

  it('goes by the clock when no time is given', async () => {
    const { now, ...options } = ORIGIN
    const assertion = await assertionNow('POST', TARGET)
    expect(await verifyAssertion({ ...REQUEST, assertion }, options)).toMatchObject({ ok: true })
    expect(await verifyAssertion({ ...REQUEST, assertion: await signedAssertion() }, options)).toEqual({
      ok: false,
      reason: Date.now() / 1000 > NOW ? 'token.expired' : 'token.not_yet_valid',
    })
  })

  it('takes the time that Date.now() gives for one at which nothing holds any more', async () => {
    expect(await reasonOf(await signedAssertion(), { now: NOW * 1000 })).toBe('token.expired')
  })
})

describe('verifyAssertion() rejects with TypeError', () => {
  it.each<[string, Record<string, unknown>]>([
    ['no audience', { audience: undefined }],
    ['an empty audience', { audience: '' }],
    ['a list of audiences', { audience: [AUDIENCE] }],
    ['a key set and no issuer', { issuer: undefined }],
    ['an empty issuer', { issuer: '' }],
    ['a time that is no number', { now: Number.NaN }],
    ['a tolerance that is no number', { clockToleranceSeconds: Number.NaN }],
    ['a negative tolerance', { clockToleranceSeconds: -1 }],
    ['a tolerance longer than the life of an assertion', { clockToleranceSeconds: 61 }],
    ['no keys', { jwks: undefined }],
    ['something else for keys', { jwks: { keys: 'x' } }],
    ['a key set over plain http', { jwks: 'http://gate.test/.cordon/jwks.json' }],
    ['text that is no URL for keys', { jwks: 'jwks' }],
    ['a misspelt option, which nobody would read', { audiance: AUDIENCE }],
    ['a tier, which is for adapters and requireTier()', { tier: 'controlled' }],
  ])('for %s, whatever the request', async (_, change) => {
    const options = { ...ORIGIN, ...change } as VerifyOptions
    const good = { ...REQUEST, assertion: await signedAssertion() }
    await expect(verifyAssertion(good, options)).rejects.toThrow(TypeError)
    await expect(verifyAssertion({ ...good, assertion: null }, options)).rejects.toThrow(TypeError)
  })
})

describe('verifyAssertion() says what is wrong with its options', () => {
  const GOOD = { jwks: JWKS, issuer: ISSUER, audience: AUDIENCE }
  const NEEDED = 'options must be an object with jwks and audience, and with a key set as jwks the issuer'

  it.each<[string, unknown, string]>([
    ['none', undefined, NEEDED],
    ['null', null, NEEDED],
    ['text', GATE_KEYS_URL, NEEDED],
    ['a misspelt one', { ...GOOD, audiance: 'x' }, 'unknown option "audiance": did you mean "audience"?'],
    [
      'one of an adapter',
      { ...GOOD, tier: 'open' },
      'unknown option "tier": there are jwks, audience, issuer, clockToleranceSeconds, now',
    ],
    [
      'keys that are a name',
      { ...GOOD, jwks: 'jwks' },
      "jwks must be the URL of the gate's /.cordon/jwks.json, what remoteKeys() made of it, or a key set",
    ],
    ['keys over plain http', { ...GOOD, jwks: 'http://gate.test/' }, 'the URL for jwks must be https'],
  ])('for %s', async (_, options, message) => {
    const given = verifyAssertion({ ...REQUEST, assertion: null }, options as VerifyOptions)
    await expect(given).rejects.toThrow(TypeError)
    await expect(given).rejects.toThrow(message)
  })
})

describe('verifyAssertion() with remote keys', () => {
  it("takes the origin of the key set's URL for the issuer", async () => {
    const { issuer, ...options } = ORIGIN
    const assertion = await signedAssertion()
    const of = (url: string) => remoteKeys(url, { fetch: fakeEndpoint().fetch })
    const by = (jwks: VerifyOptions['jwks']) =>
      verifyAssertion({ ...REQUEST, assertion }, { ...options, jwks })
    expect(await by(of(GATE_KEYS_URL))).toMatchObject({ ok: true })
    expect(await by(of('https://staging.gate.test/.cordon/jwks.json'))).toEqual({
      ok: false,
      reason: 'token.issuer',
    })
  })

  it('prefers the issuer it is told', async () => {
    const jwks = remoteKeys('https://keys.test/jwks.json', { fetch: fakeEndpoint().fetch })
    expect(await reasonOf(await signedAssertion(), { jwks })).toBe('ok')
  })

  it('answers keys.unavailable when there are none, and never asks for them without an assertion', async () => {
    const endpoint = fakeEndpoint(() => new Response(null, { status: 503 }))
    const jwks = remoteKeys(GATE_KEYS_URL, { fetch: endpoint.fetch })
    expect(await verifyAssertion({ ...REQUEST, assertion: undefined }, { ...ORIGIN, jwks })).toEqual({
      ok: false,
      reason: 'assertion.missing',
    })
    expect(endpoint.asked).toEqual([])
    expect(await reasonOf(await signedAssertion(), { jwks })).toBe('keys.unavailable')
    expect(endpoint.asked).toEqual([GATE_KEYS_URL])
  })

  it('reads once for an unknown kid and verifies with what came, and not again within the cool-down', async () => {
    const endpoint = fakeEndpoint(() => Response.json({ keys: [{ ...PUBLIC_JWK, kid: 'old' }] }))
    const jwks = remoteKeys(GATE_KEYS_URL, { fetch: endpoint.fetch })
    const assertion = await signedAssertion({ iat: NOW + 40, exp: NOW + 100 })
    const at = (seconds: number, token = assertion) => reasonOf(token, { jwks, now: NOW + seconds })
    expect([await at(10), endpoint.asked.length]).toEqual(['token.kid', 1])
    endpoint.answer = () => Response.json(JWKS)
    expect([await at(39), endpoint.asked.length]).toEqual(['token.kid', 1])
    expect([await at(40), endpoint.asked.length]).toEqual(['ok', 2])
    const flood = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => at(41, await signedAssertion({}, { kid: `attacker-${n}` }))),
    )
    expect([new Set(flood), endpoint.asked.length]).toEqual([new Set(['token.kid']), 2])
  })

  it('takes keys of both kinds from one set', async () => {
    const { d, ...ed25519 } = ED25519_JWK
    const jwks = { keys: [ed25519, PUBLIC_JWK] }
    expect(await reasonOf(await signedAssertion(), { jwks })).toBe('ok')
    const key = await crypto.subtle.importKey('jwk', ED25519_JWK, 'Ed25519', false, ['sign'])
    const { iat, exp, jti, pth, ...rest } = CLAIMS
    const signer = { alg: 'EdDSA', kid: ED25519_JWK.kid, key }
    const mint = assertionMinter('per-request', countingRandom())
    const assertion = await mint(
      () => ({ ...rest, pathAndQuery: TARGET }),
      { ...signerOf(keyring), ...signer },
      NOW,
    )
    expect(await reasonOf(assertion, { jwks })).toBe('ok')
  })
})

describe('test/vectors/assertion.json', () => {
  it.each(vectors.cases.map(({ name, ...vector }) => [name, vector] as const))('%s', async (_, vector) => {
    const {
      issuer,
      audience,
      method,
      path_and_query: pathAndQuery,
    } = { ...vectors.expectation, ...vector.expectation }
    const verified = await verifyAssertion(
      { method, pathAndQuery, assertion: vector.assertion },
      {
        jwks: vectors.jwks,
        issuer,
        audience,
        clockToleranceSeconds: vectors.clock_tolerance_seconds,
        now: vector.now,
      },
    )
    expect(verified.ok ? null : verified.reason).toBe(vector.error)
  })
})
