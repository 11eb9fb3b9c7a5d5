import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { ALGORITHMS, verifySignedToken } from '../../../src/verify/signed-token.ts'
import { CLAIMS, HEADER, ISSUER, keyring, NOW, signed, signedText, signerOf } from '../session/fixture.ts'
import { VALID } from '../session/forgeries.ts'

const TOLERANCE = 7
const RULES = {
  type: HEADER.typ,
  issuer: ISSUER,
  audience: ISSUER,
  maxLifetimeSeconds: 1800,
  clockToleranceSeconds: TOLERANCE,
}

const verify = (token: string, changes: Partial<typeof RULES> = {}, now: number = NOW) =>
  verifySignedToken(token, keyring.verifyingAt(NOW), { ...RULES, ...changes }, now as UnixSeconds)

describe('verifySignedToken()', () => {
  it('gives the claims as they were signed, in an object without a prototype', async () => {
    const result = await verify(await signed({ __proto__x: 1, extra: { a: [1] } }))
    if (!result.ok) throw new Error(result.error)
    expect({ ...result.value }).toEqual({ ...CLAIMS, __proto__x: 1, extra: { a: [1] } })
    expect(Object.getPrototypeOf(result.value)).toBeNull()
  })

  it('takes a claim called __proto__ for a claim', async () => {
    const token = await signedText(
      JSON.stringify(HEADER),
      `{"__proto__":{"iss":"x"},${JSON.stringify(CLAIMS).slice(1)}`,
    )
    expect(await verify(token)).toMatchObject({ ok: true })
  })

  it.each([
    ['token.type', { type: 'cordon-assertion+jwt' }],
    ['token.issuer', { issuer: 'https://staging.gate.test' }],
    ['token.audience', { audience: 'origin.test' }],
    ['token.lifetime', { maxLifetimeSeconds: 1799 }],
  ])('answers %s where the rules are others', async (error, rules) => {
    expect(await verify(VALID, rules)).toEqual({ ok: false, error })
  })

  it('counts from iat where there is no nbf, as in assertions', async () => {
    const token = await signed({ nbf: undefined })
    expect(await verify(token, {}, NOW - TOLERANCE)).toMatchObject({ ok: true })
    expect(await verify(token, {}, NOW - TOLERANCE - 1)).toEqual({
      ok: false,
      error: 'token.not_yet_valid',
    })
  })

  it.each([
    ['nbf', { nbf: NOW + 60 }],
    ['iat', { iat: NOW + 60 }],
  ])('waits for the later of nbf and iat: %s', async (_, claims) => {
    const token = await signed(claims)
    expect(await verify(token, {}, NOW + 60 - TOLERANCE)).toMatchObject({ ok: true })
    expect(await verify(token, {}, NOW + 60 - TOLERANCE - 1)).toEqual({
      ok: false,
      error: 'token.not_yet_valid',
    })
  })

  it('ends with exp, and as much later as clocks may differ', async () => {
    const ends = CLAIMS.exp
    const expired = { ok: false, error: 'token.expired' }
    expect(await verify(VALID, {}, ends + TOLERANCE - 1)).toMatchObject({ ok: true })
    expect(await verify(VALID, {}, ends + TOLERANCE)).toEqual(expired)
    expect(await verify(VALID, { clockToleranceSeconds: 0 }, ends - 1)).toMatchObject({ ok: true })
    expect(await verify(VALID, { clockToleranceSeconds: 0 }, ends)).toEqual(expired)
    expect(await verify(VALID, { clockToleranceSeconds: 0 }, NOW - 1)).toEqual({
      ok: false,
      error: 'token.not_yet_valid',
    })
  })

  it('does not stretch the lifetime by the tolerance', async () => {
    expect(await verify(await signed({ exp: NOW + 1800 }))).toMatchObject({ ok: true })
    expect(await verify(await signed({ exp: NOW + 1801 }))).toEqual({ ok: false, error: 'token.lifetime' })
  })

  it('refuses everything where there are no keys', async () => {
    expect(await verifySignedToken(VALID, new Map(), RULES, NOW)).toEqual({ ok: false, error: 'token.kid' })
  })

  it('refuses a key that is not what its alg says, without throwing', async () => {
    const { key } = keyring.verifyingAt(NOW).get(HEADER.kid) ?? signerOf(keyring)
    const mislabelled = new Map([[HEADER.kid, { alg: 'EdDSA', key }]])
    const token = await signed({}, { alg: 'EdDSA' })
    expect(await verifySignedToken(token, mislabelled, RULES, NOW)).toEqual({
      ok: false,
      error: 'token.signature',
    })
  })

  it('knows no symmetric algorithm and no none', () => {
    expect([...ALGORITHMS].sort()).toEqual(['ES256', 'Ed25519', 'EdDSA'])
  })
})
