import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { assertionMinter, type Statement } from '../../../src/session/assertion.ts'
import type { SigningKey } from '../../../src/session/keyring.ts'
import {
  claimsOf,
  countingRandom,
  ED25519_JWK,
  ES256_JWK,
  headerOf,
  ISSUER,
  keyring,
  keyringOf,
  NOW,
  signerOf,
} from './fixture.ts'

const STATEMENT: Statement = {
  iss: ISSUER,
  aud: 'origin.test',
  sid: 'EBESExQVFhcYGRobHB0eHw',
  sub: 'acct_7',
  sub_kind: 'account',
  htm: 'POST',
  pathAndQuery: '/v1/messages?beta=1',
  geo: { country: 'US', region: 'US-CA' },
  net: { asn: 7922, class: 'residential' },
  acr: 'substantial',
  verdict: 'allow',
  tier_max: 'controlled',
  res: 'medium',
  pol: '0123456789abcdef',
}

const SIGNER = signerOf(keyring)

/** Mints with the key that signs, at a time. */
function minter(mode: 'reused' | 'per-request' = 'reused', random = countingRandom()) {
  const mint = assertionMinter(mode, random)
  return (statement: Statement, now: UnixSeconds, key: SigningKey = SIGNER) => mint(() => statement, key, now)
}
const later = (seconds: number) => (NOW + seconds) as UnixSeconds

describe('assertionMinter()', () => {
  it('signs the statement, its times and its name, and the hash of the target instead of the target', async () => {
    const { pathAndQuery: _, ...claims } = STATEMENT
    const assertion = await minter()(STATEMENT, NOW)
    expect(headerOf(assertion)).toEqual({ alg: 'ES256', kid: ES256_JWK.kid, typ: 'cordon-assertion+jwt' })
    expect(claimsOf(assertion)).toEqual({
      ...claims,
      // SHA-256 of the text "/v1/messages?beta=1", by sha256sum.
      pth: '6a0Vp5XiOn6lzkDbhJh8HVZFycPEW8CuZcXBp63nldY',
      iat: NOW,
      exp: NOW + 60,
      jti: 'AAECAwQFBgcICQoLDA0ODw',
    })
  })

  it('signs with an Ed25519 key as well', async () => {
    const ring = await keyringOf(ED25519_JWK)
    const assertion = await minter()(STATEMENT, NOW, signerOf(ring))
    expect(headerOf(assertion)).toMatchObject({ alg: 'EdDSA', kid: ED25519_JWK.kid })
  })

  it('lets one assertion serve the same statement for less than 15 seconds', async () => {
    const mint = minter()
    const first = await mint(STATEMENT, NOW)
    expect(await mint({ ...STATEMENT }, NOW)).toBe(first)
    expect(await mint(STATEMENT, later(14))).toBe(first)
    const second = await mint(STATEMENT, later(15))
    expect(claimsOf(second)).toMatchObject({ iat: NOW + 15, exp: NOW + 75 })
    expect(claimsOf(second).jti).not.toBe(claimsOf(first).jti)
  })

  const { sid: _sid, ...withoutSid } = STATEMENT
  const { sub: _sub, ...withoutSub } = STATEMENT
  const { sub_kind: _kind, ...withoutKind } = STATEMENT
  const { tier_max: _tier, ...withoutTier } = STATEMENT
  const { res: _res, ...withoutValue } = STATEMENT
  it.each<[string, Statement]>([
    ['issuer', { ...STATEMENT, iss: 'https://staging.gate.test' }],
    ['audience', { ...STATEMENT, aud: 'other.test' }],
    ['session', { ...STATEMENT, sid: 'another' }],
    ['no session', withoutSid],
    ['subject', { ...STATEMENT, sub: 'acct_8' }],
    ['no subject', withoutSub],
    ['kind of subject', { ...STATEMENT, sub_kind: 'key' }],
    ['no kind of subject', withoutKind],
    ['subject and session exchanged', { ...STATEMENT, sid: 'acct_7', sub: 'EBESExQVFhcYGRobHB0eHw' }],
    ['method', { ...STATEMENT, htm: 'PUT' }],
    ['target', { ...STATEMENT, pathAndQuery: '/v1/messages?beta=2' }],
    ['target in another case', { ...STATEMENT, pathAndQuery: '/V1/messages?beta=1' }],
    ['country', { ...STATEMENT, geo: { country: 'CA' } }],
    ['region', { ...STATEMENT, geo: { country: 'US', region: 'US-NY' } }],
    ['no region', { ...STATEMENT, geo: { country: 'US' } }],
    ['no place', { ...STATEMENT, geo: {} }],
    ['ASN', { ...STATEMENT, net: { asn: 7018, class: 'residential' } }],
    ['no ASN', { ...STATEMENT, net: { class: 'residential' } }],
    ['class', { ...STATEMENT, net: { asn: 7922, class: 'mobile' } }],
    ['assurance', { ...STATEMENT, acr: 'low' }],
    ['verdict', { ...STATEMENT, verdict: 'limit' }],
    ['highest tier', { ...STATEMENT, tier_max: 'standard' }],
    ['no tier', withoutTier],
    ['body value', { ...STATEMENT, res: 'large' }],
    ['no body value', withoutValue],
    ['policy revision', { ...STATEMENT, pol: 'fedcba9876543210' }],
  ])('signs another one for another %s', async (_, other) => {
    const mint = minter()
    const first = await mint(STATEMENT, NOW)
    const second = await mint(other, NOW)
    expect(claimsOf(second).jti).not.toBe(claimsOf(first).jti)
    const { pathAndQuery, ...claims } = other
    expect(claimsOf(second)).toMatchObject(claims)
    expect(Object.keys(claimsOf(second)).sort()).toEqual(
      [...Object.keys(claims), 'exp', 'iat', 'jti', 'pth'].sort(),
    )
    expect(await mint(STATEMENT, NOW)).toBe(first)
  })

  it('has changed every member of a statement in the list above', () => {
    expect(Object.keys(STATEMENT).sort()).toEqual(
      [
        'acr',
        'aud',
        'geo',
        'htm',
        'iss',
        'net',
        'pathAndQuery',
        'pol',
        'res',
        'sid',
        'sub',
        'sub_kind',
        'tier_max',
        'verdict',
      ].sort(),
    )
  })

  it('signs anew once another key signs, so that a key that was revoked says nothing more', async () => {
    const mint = minter()
    const first = await mint(STATEMENT, NOW)
    const second = await mint(STATEMENT, NOW, signerOf(await keyringOf(ED25519_JWK)))
    expect(headerOf(second).kid).toBe(ED25519_JWK.kid)
    expect(headerOf(first).kid).toBe(ES256_JWK.kid)
    expect(await mint(STATEMENT, NOW)).toBe(first)
  })

  it('signs each one in mode per-request', async () => {
    const mint = minter('per-request')
    expect(claimsOf(await mint(STATEMENT, NOW)).jti).not.toBe(claimsOf(await mint(STATEMENT, NOW)).jti)
  })

  it('signs anew when the clock goes back, rather than hand out an assertion from the future', async () => {
    const mint = minter()
    const first = await mint(STATEMENT, NOW)
    const back = await mint(STATEMENT, later(-1))
    expect(back).not.toBe(first)
    expect(claimsOf(back)).toMatchObject({ iat: NOW - 1 })
  })

  it('holds targets of up to 512 characters, and signs longer ones each time', async () => {
    const mint = minter()
    const of = (length: number) => ({ ...STATEMENT, pathAndQuery: `/${'a'.repeat(length - 1)}` })
    expect(await mint(of(512), NOW)).toBe(await mint(of(512), NOW))
    expect(claimsOf(await mint(of(513), NOW)).jti).not.toBe(claimsOf(await mint(of(513), NOW)).jti)
  })

  it('holds 2,000 statements and forgets the one that was asked for least lately', async () => {
    const ring = await keyringOf(ED25519_JWK)
    const mint = minter('reused', (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
    const signer = signerOf(ring)
    const at = (index: number) => mint({ ...STATEMENT, pathAndQuery: `/${index}` }, NOW, signer)
    const first = await at(0)
    const second = await at(1)
    for (let index = 2; index < 2000; index++) await at(index)
    expect(await at(0)).toBe(first)
    await at(2000)
    expect(await at(0)).toBe(first)
    expect(await at(1)).not.toBe(second)
  })
})
