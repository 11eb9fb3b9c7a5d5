import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { assertionMinter } from '../../../src/session/assertion.ts'
import { SESSION_TYPE } from '../../../src/session/claims.ts'
import { issueSession } from '../../../src/session/issue.ts'
import { sessionVerifier } from '../../../src/session/verify.ts'
import { ASSERTION_TYPE } from '../../../src/verify/assertion.ts'
import { verifyAssertion } from '../../../src/verify/index.ts'
import { ALGORITHMS } from '../../../src/verify/signed-token.ts'
import {
  CLAIMS,
  claimsOf,
  countingRandom,
  ED25519_JWK,
  ES256_JWK,
  EXPECTED,
  HEADER,
  headerOf,
  ISSUER,
  keyring,
  keyringOf,
  LIFETIMES,
  NOW,
  otherKey,
  signed,
  signedText,
  signerOf,
} from './fixture.ts'
import { FORGERIES, MALLEATED, VALID } from './forgeries.ts'

const verify = async (token: string, ring = keyring) => sessionVerifier(ring, EXPECTED)(token, NOW)
const invalid = (code: string) => ({ status: 'invalid', code })

/** Every forgery whose name says so is refused; and there are as many as the clause needs. */
async function expectRefused(names: RegExp, atLeast: number): Promise<void> {
  const rows = FORGERIES.filter(({ name }) => names.test(name))
  expect(rows.length).toBeGreaterThanOrEqual(atLeast)
  for (const { token, code } of rows) expect(await verify(token)).toMatchObject({ code })
}

async function issued(ring = keyring, random = countingRandom()) {
  return issueSession(
    {
      subject: undefined,
      authenticatedAt: NOW,
      sessionId: undefined,
      assurance: 'low',
      assuredAt: NOW,
      place: undefined,
      asn: undefined,
      networkClass: 'unknown',
      addressFamily: undefined,
      ja4: undefined,
      policyRevision: CLAIMS.pol,
      confirmation: undefined,
    },
    { issuer: ISSUER, lifetimes: LIFETIMES, nextChange: () => undefined, epoch: CLAIMS.epoch },
    signerOf(ring),
    NOW,
    random,
  )
}

async function asserted(audience = ISSUER): Promise<string> {
  const statement = {
    iss: ISSUER,
    aud: audience,
    htm: 'GET',
    pathAndQuery: '/',
    geo: {},
    net: { class: 'residential' },
    acr: 'low',
    verdict: 'allow',
    pol: CLAIMS.pol,
  } as const
  return assertionMinter('per-request', countingRandom())(() => statement, signerOf(keyring), NOW)
}

const atOrigin = (assertion: string, audience = ISSUER) =>
  verifyAssertion(
    { method: 'GET', pathAndQuery: '/', assertion },
    { jwks: keyring.publishedAt(NOW), issuer: ISSUER, audience, now: NOW },
  )

describe('RFC 8725 §3, clause by clause', () => {
  it('§3.1 the algorithm is the key’s own, whatever the header says', async () => {
    await expectRefused(/^alg "(?!none)/i, 8)
    const both = await keyringOf({ ...ED25519_JWK, active_from: NOW }, ES256_JWK)
    expect(await verify(await signed({}, { kid: ED25519_JWK.kid }), both)).toEqual(invalid('token.alg'))
  })

  it('§3.2 only signatures with asymmetric keys: no none, no HMAC, nothing that is not asked for', async () => {
    expect([...ALGORITHMS].toSorted()).toEqual(['ES256', 'Ed25519', 'EdDSA'])
    await expectRefused(/none/i, 18)
    await expectRefused(/^HS(256|384|512) under/, 21)
  })

  it('§3.3 every signature is checked, over the very bytes that are read', async () => {
    await expectRefused(/under the old signature|the signature of another token|, spaced/, 10)
    const { privateKey } = await otherKey()
    expect(await verify(await signed({}, {}, privateKey))).toEqual(invalid('token.signature'))
  })

  it('§3.4 what goes into the mathematics is checked: r and s in range, 64 bytes, the right curve', async () => {
    await expectRefused(/^a signature of/, 14)
    await expect(keyringOf({ ...ES256_JWK, x: ES256_JWK.y as string })).rejects.toThrow()
    await expect(keyringOf({ ...ED25519_JWK, crv: 'X25519' })).rejects.toThrow()
  })

  it('§3.5 no token rests on a text that somebody chose: keys are key pairs, ids are 128 random bits', async () => {
    const asked: number[] = []
    const random = (bytes: number) => {
      asked.push(bytes)
      return crypto.getRandomValues(new Uint8Array(bytes))
    }
    const { token } = await issued(keyring, random)
    expect(asked).toEqual([16, 16])
    const { jti, sid } = claimsOf(token)
    expect([jti, sid].every((id) => /^[A-Za-z0-9_-]{22}$/.test(String(id)))).toBe(true)
    await expect(keyringOf({ kty: 'oct', k: 'c2VjcmV0', kid: 'x', alg: 'HS256' })).rejects.toThrow()
  })

  it('§3.6 nothing is compressed, and nothing compressed is read', async () => {
    expect(Object.keys(headerOf((await issued()).token)).toSorted()).toEqual(['alg', 'kid', 'typ'])
    await expectRefused(/^header member zip/, 2)
  })

  it('§3.7 header and claims are UTF-8, and nothing else is an error of ours', async () => {
    await expectRefused(
      /stray byte|overlong|half a sequence|surrogate|U\+10FFFF|UTF-8|UTF-16|byte order mark/,
      11,
    )
  })

  it('§3.8 the issuer is ours, by its exact text, and every subject has a kind', async () => {
    await expectRefused(/^iss that is/, 8)
    await expectRefused(/^sub(_kind)? that is|^no sub/, 8)
    expect(await verify(await signed({ iss: 'https://staging.gate.test' }))).toEqual(invalid('token.issuer'))
  })

  it('§3.9 the audience is ours alone: a list is for others as well', async () => {
    await expectRefused(/^aud that is/, 8)
    expect(await atOrigin(await asserted('origin.test'))).toMatchObject({
      ok: false,
      reason: 'token.audience',
    })
    expect(await atOrigin(await asserted('origin.test'), 'origin.test')).toMatchObject({ ok: true })
  })

  it('§3.10 no key, address or path of the token’s is followed; a kid is looked up and no more', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    await expectRefused(/^header member (jwk|jku|x5u|x5c|x5t)/, 10)
    await expectRefused(/^kid /, 13)
    expect(fetched).not.toHaveBeenCalled()
  })

  it('§3.11 every kind of token says its kind, and that is compared', async () => {
    expect(headerOf((await issued()).token).typ).toBe(SESSION_TYPE)
    expect(headerOf(await asserted()).typ).toBe(ASSERTION_TYPE)
    await expectRefused(/^typ /, 11)
  })

  it('§3.12 no token of one kind is one of another: an assertion no session, a session no assertion', async () => {
    expect(SESSION_TYPE).not.toBe(ASSERTION_TYPE)
    expect(await verify(await asserted())).toEqual(invalid('token.type'))
    expect(await atOrigin(VALID)).toMatchObject({ ok: false, reason: 'token.type' })
    // Not by their type alone: neither has all the claims of the other.
    const { iss: _, aud: _aud, ...facts } = claimsOf(await asserted())
    expect(await verify(await signed({ ...facts, sub: undefined, sid: undefined }))).toMatchObject({
      status: 'invalid',
    })
    expect(await atOrigin(await signed({}, { typ: ASSERTION_TYPE }))).toMatchObject({ ok: false })
  })
})

describe('what RFC 8725bis and the standards beside it add (SECURITY.md S1 to S13)', () => {
  it('S1, S13 one key has one spelling of its algorithm: EdDSA and Ed25519 are not taken for each other', async () => {
    const spelled = await keyringOf({ ...ED25519_JWK, alg: 'Ed25519' })
    const token = (await issued(spelled)).token
    expect(headerOf(token).alg).toBe('Ed25519')
    expect(await verify(token, spelled)).toMatchObject({ status: 'verified' })
    expect(await verify(token, await keyringOf(ED25519_JWK))).toEqual(invalid('token.alg'))
  })

  it('S4 the legal compact form is checked before anything is decoded', async () => {
    await expectRefused(/ in front$| behind$| after the header$| within the claims$|parts?$|dots?$/, 48)
    await expectRefused(/unused bit/, 16)
    await expectRefused(/JSON serialisation|trailing data/, 2)
  })

  it('S5 whatever calls itself critical is refused, and so is every header member but three', async () => {
    await expectRefused(/crit/, 4)
    await expectRefused(/^header member/, 28)
    await expectRefused(/b64/, 3)
  })

  it('S6 no member twice, in whatever spelling, at whatever depth', async () => {
    await expectRefused(/ twice/, 11)
  })

  it('S8 times are whole seconds, there, in order, and no further apart than may be', async () => {
    await expectRefused(/^(iat|nbf|exp) (that is|written as)|^no (iat|nbf|exp)$/, 57)
    await expectRefused(/lon(g|ger)|its beginning|end of the year 9999/, 5)
  })

  it('S9, S10 tokens of other kinds under the same key, and the same kind elsewhere, are refused', async () => {
    await expectRefused(/^an assertion used as a session|staging/, 2)
  })

  it('S11 a kid is the thumbprint of its key (RFC 7638), and is looked up in no object', async () => {
    for (const key of keyring.publishedAt(NOW).keys) expect(key.kid).toBe(await calculateJwkThumbprint(key))
    await expectRefused(/^kid "(__proto__|constructor|toString)"/, 3)
  })

  it('S12 the one other signature that ECDSA has by nature is the same token: same jti, same session', async () => {
    const [first, second] = [await verify(VALID), await verify(MALLEATED)]
    expect(second).toEqual(first)
    expect(first).toMatchObject({ facts: { tokenId: CLAIMS.jti, sessionId: CLAIMS.sid } })
  })

  it('the clock has one tolerance, whichever claim it is about', async () => {
    const early = await signed({ iat: NOW + 5, nbf: NOW + 5, exp: NOW + 900 })
    expect(await verify(early)).toMatchObject({ status: 'verified' })
    expect(await sessionVerifier(keyring, EXPECTED)(early, (NOW - 1) as UnixSeconds)).toEqual(
      invalid('token.not_yet_valid'),
    )
  })

  it('claims without a prototype are claims, and no path to one', async () => {
    const text = `{"__proto__":{"acr":"high"},${JSON.stringify(CLAIMS).slice(1)}`
    expect(await verify(await signedText(JSON.stringify(HEADER), text))).toMatchObject({
      facts: { assurance: 'substantial' },
    })
  })
})
