import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { importKeyring } from '../../../src/session/keyring.ts'
import { ED25519_JWK, ES256_JWK, keyringOf } from './fixture.ts'

async function generated(alg: string, options = {}): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, ...options })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg, kid: await calculateJwkThumbprint(jwk) }
}

const another = await generated('ES256')
const anotherEd = await generated('EdDSA')
const p384 = await generated('ES384')

describe('importKeyring()', () => {
  it('signs with the first key and verifies with each', async () => {
    const ring = await keyringOf(ED25519_JWK, ES256_JWK)
    expect(ring.active).toMatchObject({ kid: ED25519_JWK.kid, alg: 'EdDSA' })
    expect([...ring.verification.keys()]).toEqual([ED25519_JWK.kid, ES256_JWK.kid])
    expect((await keyringOf(ES256_JWK, ED25519_JWK)).active.kid).toBe(ES256_JWK.kid)
  })

  it.each([
    ['ES256', ES256_JWK],
    ['EdDSA', ED25519_JWK],
  ])('takes a key without alg for %s, by its kind', async (alg, { alg: _, ...jwk }) => {
    expect((await keyringOf(jwk)).active.alg).toBe(alg)
  })

  it('imports private keys that cannot be exported again, and public ones that only verify', async () => {
    const { active, verification } = await keyringOf(ES256_JWK)
    expect(active.key).toMatchObject({ type: 'private', extractable: false, usages: ['sign'] })
    expect(verification.get(ES256_JWK.kid)?.key).toMatchObject({ type: 'public', usages: ['verify'] })
  })

  it('publishes the public members only, whatever else the JWK holds', async () => {
    const secret = 'do-not-publish'
    const rich = {
      ...ES256_JWK,
      p: secret,
      q: secret,
      k: secret,
      priv: secret,
      note: secret,
      x5c: [secret],
      key_ops: ['sign'],
      ext: true,
    }
    const { published } = await keyringOf(rich, { ...ED25519_JWK, note: secret } as JWK)
    expect(published).toEqual({
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: ES256_JWK.x,
          y: ES256_JWK.y,
          kid: ES256_JWK.kid,
          alg: 'ES256',
          use: 'sig',
        },
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: ED25519_JWK.x,
          kid: ED25519_JWK.kid,
          alg: 'EdDSA',
          use: 'sig',
        },
      ],
    })
    const text = JSON.stringify(published)
    for (const hidden of [secret, ES256_JWK.d, ED25519_JWK.d]) expect(text).not.toContain(hidden)
  })

  it.each<[string, JWK, RegExp]>([
    ['no kid', { ...ES256_JWK, kid: undefined } as unknown as JWK, /thumbprint/],
    ['a kid of its own choice', { ...ES256_JWK, kid: 'mine' }, /thumbprint/],
    ["another key's kid", { ...ES256_JWK, kid: another.kid }, /thumbprint/],
    ["another key's d (ES256)", { ...ES256_JWK, d: another.d ?? '' }, /belongs|import/],
    ["another key's d (Ed25519)", { ...ED25519_JWK, d: anotherEd.d ?? '' }, /belongs|import/],
    ['no d', { ...ES256_JWK, d: undefined } as unknown as JWK, /import/],
    ['an empty d', { ...ES256_JWK, d: '' }, /import/],
    ['another curve', p384, /ES256 or EdDSA/],
    ['another curve under the name of ES256', { ...p384, alg: 'ES256' }, /import/],
    ['EdDSA on a P-256 key', { ...ES256_JWK, alg: 'EdDSA' }, /import/],
    ['ES256 on an Ed25519 key', { ...ED25519_JWK, alg: 'ES256' }, /import/],
    ['HS256 on a P-256 key', { ...ES256_JWK, alg: 'HS256' }, /ES256 or EdDSA/],
  ])('refuses %s', async (_, jwk, message) => {
    const result = await importKeyring([jwk])
    if (result.ok) throw new Error('was accepted')
    expect(result.error).toMatch(message)
    expect(result.error).toMatch(/^keys\[0\]: /)
  })

  it('refuses a symmetric key, and a point that is not on the curve', async () => {
    const oct = { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }
    const off = { ...ES256_JWK, y: `A${ES256_JWK.y?.slice(1)}` }
    for (const jwk of [oct, off]) {
      const kid = await calculateJwkThumbprint(jwk)
      expect(await importKeyring([{ ...jwk, kid }])).toMatchObject({ ok: false })
    }
  })

  it('names the first bad key by its place, and quotes none of it', async () => {
    const result = await importKeyring([ES256_JWK, { ...ED25519_JWK, kid: 'mine' }])
    expect(result).toEqual({
      ok: false,
      error: 'keys[1]: a kid that is the RFC 7638 thumbprint of the key',
    })
    for (const member of [ED25519_JWK.d, ED25519_JWK.x]) expect(JSON.stringify(result)).not.toContain(member)
  })

  it('refuses no keys at all', async () => {
    expect(await importKeyring([])).toEqual({ ok: false, error: 'at least one key' })
  })
})
