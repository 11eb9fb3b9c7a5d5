import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { MAX_PROOF_LENGTH, proofVerifier } from '../../../src/session/proof.ts'
import { proofExpires } from '../../../src/session/proof-life.ts'
import { CASES, caseNamed, NOW, outcomeOf, REQUEST, requestOf, VALID, verify } from './proof-fixture.ts'

describe('proofVerifier(): test/vectors/dpop.json', () => {
  const held = CASES.filter(({ fault }) => fault === null)
  const refused = CASES.filter(({ fault }) => fault !== null)

  it.each(held.map((one) => [one.name, one] as const))('takes %s', async (_, one) => {
    expect(await outcomeOf(one)).toMatchObject({ jkt: one.jkt, jti: one.jti })
  })

  it.each(refused.map((one) => [one.fault, one.name, one] as const))('%s: %s', async (fault, _, one) => {
    expect(await outcomeOf(one)).toBe(fault)
  })

  it('has a case for every fault, and no two of one name', () => {
    expect(new Set(refused.map(({ fault }) => fault))).toEqual(
      new Set(
        'size format header key signature claims method target time token'
          .split(' ')
          .map((f) => `proof.${f}`),
      ),
    )
    const names = CASES.map(({ fault, name }) => `${fault} ${name}`)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('proofVerifier()', () => {
  it('says which key, which id, when, and the nonce if there is one', async () => {
    expect(await outcomeOf(VALID)).toEqual({ jkt: VALID.jkt, jti: VALID.jti, iat: NOW })
    const withNonce = await outcomeOf(caseNamed('a nonce'))
    expect(withNonce).toEqual({ jkt: VALID.jkt, jti: VALID.jti, iat: NOW, nonce: 'o6WbS1g5xYh4Qd8v2mJw_A' })
  })

  it('names the key of RFC 9449 as the RFC does (§6.1)', async () => {
    const example = await outcomeOf(caseNamed('the example of RFC 9449 §4.2'))
    expect(example).toMatchObject({ jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' })
  })

  it('answers the same when it has the key already, and when it has not', async () => {
    const fresh = proofVerifier()
    const cold = await outcomeOf(VALID, fresh)
    expect(await outcomeOf(VALID, fresh)).toEqual(cold)
    expect(await outcomeOf(caseNamed('an old signature over other claims'), fresh)).toBe('proof.signature')
    expect(await outcomeOf(caseNamed('EdDSA'), fresh)).toMatchObject({ jkt: caseNamed('EdDSA').jkt })
    expect(await outcomeOf(caseNamed('Ed25519'), fresh)).toMatchObject({ jkt: caseNamed('EdDSA').jkt })
    expect(await outcomeOf(caseNamed('ES256 under a key of Ed25519'), fresh)).toBe('proof.signature')
  })

  it('imports the key of a client that comes back once, and no key that has signed nothing is kept', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    const fresh = proofVerifier()
    await outcomeOf(caseNamed('an old signature over other claims'), fresh)
    await outcomeOf(caseNamed('an old signature over other claims'), fresh)
    expect(importKey).toHaveBeenCalledTimes(2)
    for (let i = 0; i < 3; i++) await outcomeOf(VALID, fresh)
    expect(importKey).toHaveBeenCalledTimes(3)
    vi.restoreAllMocks()
  })

  it('keeps many clients apart', async () => {
    const verifier = proofVerifier()
    for (let i = 0; i < 40; i++) {
      const { privateKey, publicKey } = await newKey()
      const jwk = await exportJWK(publicKey)
      const proof = await new SignJWT({ jti: `${i}`, htm: 'GET', htu: 'https://a.test/', iat: NOW })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .sign(privateKey)
      const result = await verifier(proof, { method: 'GET', url: 'https://a.test/' }, NOW)
      expect(result).toMatchObject({ ok: true, value: { jkt: await calculateJwkThumbprint(jwk) } })
    }
  })

  it('takes a proof to the second of its window, on either side, and to the length it may have', async () => {
    const made = async (after: number) =>
      (await verify(VALID.proof, REQUEST, (NOW + after) as UnixSeconds)).ok
    expect(await Promise.all([-36, -35, 0, 35, 36].map(made))).toEqual([false, true, true, true, false])
    const longest = `.${'A'.repeat(MAX_PROOF_LENGTH - 1)}`
    expect(await verify(longest, REQUEST, NOW)).toEqual({ ok: false, error: 'proof.format' })
    expect(await verify(`${longest}A`, REQUEST, NOW)).toEqual({ ok: false, error: 'proof.size' })
  })

  it('takes no proof once proofExpires() has come, and every good one until then', async () => {
    const end = proofExpires({ iat: NOW })
    expect(await verify(VALID.proof, REQUEST, end)).toEqual({ ok: false, error: 'proof.time' })
    expect((await verify(VALID.proof, REQUEST, (end - 1) as UnixSeconds)).ok).toBe(true)
  })

  it('takes nothing for a target that is none, however alike', async () => {
    for (const url of ['', '/v1', 'ftp://api.example.com/', 'https://']) {
      const result = await verify(VALID.proof, { ...requestOf(VALID), url }, NOW)
      expect(result).toEqual({ ok: false, error: 'proof.target' })
    }
  })

  it('finds the one other signature of ECDSA, (r, n − s), to be the same proof: no replay comes of it', async () => {
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const [header, claims, text = ''] = VALID.proof.split('.')
    const bytes = Buffer.from(text, 'base64url')
    const s = n - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
    bytes.write(s.toString(16).padStart(64, '0'), 32, 'hex')
    const twin = { ...VALID, proof: `${header}.${claims}.${bytes.toString('base64url')}` }
    expect(twin.proof).not.toBe(VALID.proof)
    expect(await outcomeOf(twin)).toEqual(await outcomeOf(VALID))
  })
})

function newKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>
}

/** The RFC's words, and the vectors that hold them: a prefix of a name, and what becomes of those cases. */
describe('RFC 9449 §4.3 and §11, clause by clause', () => {
  it.each([
    ['§4.3 (1) one header: two that were joined are no proof', 'two proofs in one header', 'proof.format'],
    ['§4.3 (2) well-formed: a legal compact form', 'two parts', 'proof.format'],
    ['§4.3 (2) well-formed: no member twice', 'htu twice', 'proof.format'],
    ['§4.3 (3) all claims: jti', 'jti missing', 'proof.claims'],
    ['§4.3 (3) all claims: htm', 'htm missing', 'proof.claims'],
    ['§4.3 (3) all claims: htu', 'htu missing', 'proof.claims'],
    ['§4.3 (3) all claims: iat', 'iat missing', 'proof.claims'],
    ['§4.3 (3) all claims: ath with a token', 'no ath', 'proof.token'],
    ['§4.3 (4), §11.5 typ: no other kind of JWT', 'typ "cordon-session+jwt"', 'proof.header'],
    ['§4.3 (4), §11.5 typ: not left out', 'typ missing', 'proof.header'],
    ['§4.3 (5), §11.6 alg: not none', 'alg "none"', 'proof.header'],
    ['§4.3 (5), §11.6 alg: not symmetric', 'HS256 under nothing', 'proof.header'],
    ['§4.3 (5) alg: only what we take', 'alg "RS256"', 'proof.header'],
    ['§4.3 (6) signature: by the key in the header', "another client's key in the header", 'proof.signature'],
    ['§4.3 (6) signature: over these claims', 'an old signature over other claims', 'proof.signature'],
    ['§4.3 (7) jwk: no private key', 'a key with its private part', 'proof.key'],
    ['§4.3 (8) htm: of this request', 'a proof for POST at GET', 'proof.method'],
    ['§4.3 (9) htu: of this request', 'a proof for one path at another', 'proof.target'],
    ['§4.3 (9) htu: whatever its query', 'htu https://api.example.com/v1/a%2Fb/~me?beta=1', null],
    ['§4.3 (9) htu: whatever its fragment', 'htu https://api.example.com/v1/a%2Fb/~me#part', null],
    ['§4.3 (11), §11.1 iat: not old', 'made -36 s from now', 'proof.time'],
    ['§4.3 (11), §11.2 iat: not made for later', 'made 86400 s from now', 'proof.time'],
    ['§11.1 iat: clocks may differ a little', 'made 35 s from now', null],
    ['§11.1 jti: none that is needlessly long', 'jti of 131 characters', 'proof.claims'],
    ['§4.3 (12) ath: of this token', 'a good proof with another token', 'proof.token'],
    ['§11.8 ath: the whole of the hash', 'half of the hash', 'proof.token'],
    ['§4.3 htu: RFC 3986 §6.2.2.1, case', 'htu HTTPS://API.EXAMPLE.COM/v1/a%2Fb/~me', null],
    ['§4.3 htu: RFC 3986 §6.2.2.2, escapes', 'htu https://api.example.com/v1/a%2Fb/%7Eme', null],
    ['§4.3 htu: RFC 3986 §6.2.2.3, dots', 'htu https://api.example.com/v1/./x/../a%2Fb/~me', null],
    ['§4.3 htu: RFC 3986 §6.2.3, port', 'htu https://api.example.com:443/v1/a%2Fb/~me', null],
    ['§4.2 claims of extensions may be there', 'claims of an extension', null],
    // (1) the header itself, (10) and §11.3 nonce, (12) the key of the token: proof-nonce.test, confirmation.test, and
    // whoever asks; §11.1 single use: test/contracts of state/replay; §11.4: the example keeps its key unexportable
    // (proof-client.test). Of no matter here: §11.7, integrity of the message is for TLS; §11.9 and §11.11, nobody is
    // authorized or registered by us; §11.10, SHA-256 is all there is.
  ])('%s', async (_, name, fault) => {
    const found = CASES.filter(
      (one) => one.name === name || (name.startsWith('jti of') && /^jti of 1\d\d/.test(one.name)),
    )
    expect(found.length).toBeGreaterThan(0)
    for (const one of found) {
      const outcome = await outcomeOf(one)
      expect(typeof outcome === 'string' ? outcome : null).toBe(fault)
    }
  })
})
