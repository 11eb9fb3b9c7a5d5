import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { fixedKeys, importPublicKeys } from '../../../src/verify/key-set.ts'
import { ES256_JWK, NOW } from '../session/fixture.ts'
import { JWKS, PUBLIC_JWK } from './fixture.ts'

describe('importPublicKeys()', () => {
  it.each<[string, unknown]>([
    ['without an alg', { ...PUBLIC_JWK, alg: undefined }],
    ['without a kid', { ...PUBLIC_JWK, kid: undefined }],
    ['whose kid is a number', { ...PUBLIC_JWK, kid: 7 }],
    ['of a kind that is not ours', { kty: 'RSA', n: 'AQAB', e: 'AQAB', alg: 'RS256', kid: 'rsa' }],
    ['that is a secret', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'oct' }],
    ['that is a secret and says ES256', { kty: 'oct', k: 'c2VjcmV0', alg: 'ES256', kid: 'oct' }],
    ['that is private', { ...ES256_JWK, kid: 'private' }],
    ['on a curve nobody has', { kty: 'OKP', crv: 'Ed448', x: 'AA', alg: 'EdDSA', kid: 'ed448' }],
    ['that is not on its curve', { ...PUBLIC_JWK, y: PUBLIC_JWK.x ?? '', kid: 'off' }],
    ['of no kind', { kty: '?', alg: 'ES256', kid: '?' }],
    ['that is null', null],
    ['that is text', 'key'],
    ['that is a number', 7],
  ])('passes over a key %s, and the others still verify', async (_, odd) => {
    const own = { ...PUBLIC_JWK, kid: 'own' }
    expect([...(await importPublicKeys([odd as JWK, own])).keys()]).toEqual(['own'])
    expect([...(await importPublicKeys([own, odd as JWK])).keys()]).toEqual(['own'])
  })

  it('gives a kid that two keys claim to neither, and not to a third', async () => {
    const twice = { ...PUBLIC_JWK, kid: 'twice' }
    const keys = await importPublicKeys([twice, { ...PUBLIC_JWK, kid: 'own' }, twice, twice])
    expect([...keys.keys()]).toEqual(['own'])
  })
})

describe('fixedKeys()', () => {
  it('imports a key set once, and knows no newer one', async () => {
    const keys = await fixedKeys(JWKS).current(NOW)
    expect(keys?.size).toBe(1)
    expect(await fixedKeys(JWKS).current(NOW)).toBe(keys)
    if (keys !== undefined) expect(await fixedKeys(JWKS).newer(keys, NOW)).toBeUndefined()
  })
})
