import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { importKeyring, type Keyring, type PrivateJwk } from '../../../src/session/keyring.ts'
import { ED25519_JWK, ES256_JWK, keyringOf, NOW, signerOf, VERIFY_FOR_SECONDS } from './fixture.ts'

async function generated(alg: string, options = {}): Promise<JWK & { kid: string }> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, ...options })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg, kid: await calculateJwkThumbprint(jwk) }
}

const another = await generated('ES256')
const anotherEd = await generated('EdDSA')
const p384 = await generated('ES384')
const TERMS = { verifyForSeconds: VERIFY_FOR_SECONDS }

const later = (seconds: number) => (NOW + seconds) as UnixSeconds

describe('a keyring of an old key and one that begins at NOW', async () => {
  const [old, fresh] = [ES256_JWK.kid, ED25519_JWK.kid]
  const ring = await keyringOf({ ...ED25519_JWK, active_from: NOW }, ES256_JWK)
  const known = (keyring: Keyring, now: UnixSeconds) => [...keyring.verifyingAt(now).keys()].toSorted()
  const published = (now: UnixSeconds) =>
    ring
      .publishedAt(now)
      .keys.map(({ kid }) => kid)
      .toSorted()
  const both = [old, fresh].toSorted()

  it.each([
    ['long before', later(-1_000_000), old, both],
    ['before the epoch', -1 as UnixSeconds, undefined, both],
    ['a second before', later(-1), old, both],
    ['in that second', NOW, fresh, both],
    ['while tokens of the old key may hold', later(VERIFY_FOR_SECONDS - 1), fresh, both],
    ['when none can', later(VERIFY_FOR_SECONDS), fresh, [fresh]],
    ['for ever after', later(1_000_000_000), fresh, [fresh]],
  ])('%s', (_, now, signer, verifying) => {
    expect(ring.activeAt(now)?.kid).toBe(signer)
    expect(known(ring, now)).toEqual(verifying)
    expect(published(now)).toEqual(verifying)
  })

  it('looks a request up without making anything', () => {
    expect(ring.verifyingAt(later(1))).toBe(ring.verifyingAt(later(VERIFY_FOR_SECONDS - 1)))
    expect(ring.publishedAt(later(1))).toBe(ring.publishedAt(later(2)))
  })

  it('never signs with a revoked key, and does not publish it', () => {
    const isRevoked = (kid: string) => kid === fresh
    expect(ring.activeAt(NOW, isRevoked)?.kid).toBe(old)
    expect(ring.publishedAt(NOW, isRevoked).keys.map(({ kid }) => kid)).toEqual([old])
    expect(ring.activeAt(NOW, () => false)?.kid).toBe(fresh)
    expect(ring.activeAt(NOW, () => true)).toBeUndefined()
  })

  it('signs nothing rather than with an ended key, or with one that has not begun', () => {
    expect(ring.activeAt(later(VERIFY_FOR_SECONDS), (kid) => kid === fresh)).toBeUndefined()
    expect(ring.activeAt(later(-1), (kid) => kid === old)).toBeUndefined()
  })

  it('signs with the newest that is left when several are revoked', async () => {
    const three = await keyringOf(
      another,
      { ...ES256_JWK, active_from: NOW - 2 },
      {
        ...ED25519_JWK,
        active_from: NOW - 1,
      },
    )
    expect(three.activeAt(NOW, (kid) => kid === fresh)?.kid).toBe(old)
    expect(three.activeAt(NOW, (kid) => kid === fresh || kid === old)?.kid).toBe(another.kid)
  })

  it('tells the state of every key, the newest first', () => {
    expect(ring.states(later(-1))).toEqual([
      { kid: fresh, alg: 'EdDSA', state: 'next', activeFrom: NOW },
      { kid: old, alg: 'ES256', state: 'active', activeFrom: 0 },
    ])
    const retirement = { retiredSince: NOW, verifiesUntil: NOW + VERIFY_FOR_SECONDS }
    expect(ring.states(NOW)).toEqual([
      { kid: fresh, alg: 'EdDSA', state: 'active', activeFrom: NOW },
      { kid: old, alg: 'ES256', state: 'retired', activeFrom: 0, ...retirement },
    ])
    expect(ring.states(later(VERIFY_FOR_SECONDS))[1]).toEqual({
      kid: old,
      alg: 'ES256',
      state: 'ended',
      activeFrom: 0,
      ...retirement,
    })
  })

  it('takes a clock that is no number for a bug', () => {
    expect(() => ring.activeAt(Number.NaN as UnixSeconds)).toThrow(RangeError)
    expect(() => ring.verifyingAt(Number.NaN as UnixSeconds)).toThrow(RangeError)
  })
})

describe('importKeyring()', () => {
  it('lets the first of several keys without active_from sign', async () => {
    expect(signerOf(await keyringOf(ED25519_JWK, ES256_JWK))).toMatchObject({
      kid: ED25519_JWK.kid,
      alg: 'EdDSA',
    })
    expect(signerOf(await keyringOf(ES256_JWK, ED25519_JWK)).kid).toBe(ES256_JWK.kid)
  })

  it('takes a set whose keys all lie in the future: it verifies, and signs nothing yet', async () => {
    const ring = await keyringOf({ ...ES256_JWK, active_from: NOW + 1 })
    expect(ring.activeAt(NOW)).toBeUndefined()
    expect(ring.verifyingAt(NOW).has(ES256_JWK.kid)).toBe(true)
    expect(ring.activeAt(later(1))?.kid).toBe(ES256_JWK.kid)
  })

  it.each([
    ['ES256', ES256_JWK],
    ['EdDSA', ED25519_JWK],
  ])('takes a key without alg for %s, by its kind', async (alg, { alg: _, ...jwk }) => {
    expect(signerOf(await keyringOf(jwk)).alg).toBe(alg)
  })

  it('keeps the newer name of EdDSA where a key has it', async () => {
    expect(signerOf(await keyringOf({ ...ED25519_JWK, alg: 'Ed25519' })).alg).toBe('Ed25519')
  })

  it('imports private keys that cannot be exported again, and public ones that only verify', async () => {
    const ring = await keyringOf(ES256_JWK)
    expect(signerOf(ring).key).toMatchObject({ type: 'private', extractable: false, usages: ['sign'] })
    expect(ring.verifyingAt(NOW).get(ES256_JWK.kid)?.key).toMatchObject({
      type: 'public',
      usages: ['verify'],
    })
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
      active_from: NOW,
    }
    const ring = await keyringOf(rich, { ...ED25519_JWK, active_from: NOW - 10, note: secret } as PrivateJwk)
    const published = ring.publishedAt(NOW)
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

  it.each<[string, PrivateJwk, RegExp]>([
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
    ['an active_from before the epoch', { ...ES256_JWK, active_from: -1 }, /active_from/],
    ['an active_from in milliseconds', { ...ES256_JWK, active_from: NOW * 1000 }, /active_from/],
    ['a fraction of active_from', { ...ES256_JWK, active_from: 0.5 }, /active_from/],
    ['HS256 on a P-256 key', { ...ES256_JWK, alg: 'HS256' }, /ES256 or EdDSA/],
  ])('refuses %s', async (_, jwk, message) => {
    const result = await importKeyring([jwk], TERMS)
    if (result.ok) throw new Error('was accepted')
    expect(result.error).toMatch(message)
    expect(result.error).toMatch(/^keys\[0\]: /)
  })

  it('refuses a symmetric key, and a point that is not on the curve', async () => {
    const oct = { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }
    const off = { ...ES256_JWK, y: `A${ES256_JWK.y?.slice(1)}` }
    for (const jwk of [oct, off]) {
      const kid = await calculateJwkThumbprint(jwk)
      expect(await importKeyring([{ ...jwk, kid }], TERMS)).toMatchObject({ ok: false })
    }
  })

  it('names the first bad key by its place, and quotes none of it', async () => {
    const result = await importKeyring([ES256_JWK, { ...ED25519_JWK, kid: 'mine' }], TERMS)
    expect(result).toEqual({
      ok: false,
      error: 'keys[1]: a kid that is the RFC 7638 thumbprint of the key',
    })
    for (const member of [ED25519_JWK.d, ED25519_JWK.x]) expect(JSON.stringify(result)).not.toContain(member)
  })

  it('refuses no keys at all', async () => {
    expect(await importKeyring([], TERMS)).toEqual({ ok: false, error: 'at least one key' })
  })
})
