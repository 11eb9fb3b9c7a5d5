import { createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { proofNonces } from '../../../src/session/proof-nonce.ts'

const SECRET = 'an-example-secret-of-32-characters'
const OLD = 'the-secret-before-it-of-32-letters'
/** The beginning of a window. */
const T = 1_793_491_200
const at = (seconds: number) => (T + seconds) as UnixSeconds

const from = (...texts: string[]) => texts.map((text) => ({ text, mintsFrom: 0 as UnixSeconds }))

describe('proofNonces()', () => {
  const nonces = proofNonces(from(SECRET))

  it('mints 22 characters that may stand in a header and in a claim (RFC 9449 §8.1)', async () => {
    expect(await nonces.mint(at(0))).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  it('mints HMAC-SHA-256 of the window, under HKDF of the secret', async () => {
    const key = Buffer.from(hkdfSync('sha256', SECRET, '', 'cordon dpop nonce 1', 32))
    const mac = createHmac('sha256', key)
      .update(String(T / 60))
      .digest('base64url')
    expect(await nonces.mint(at(0))).toBe(mac.slice(0, 22))
  })

  it('mints one nonce a minute, another each minute', async () => {
    const first = await nonces.mint(at(0))
    expect(await nonces.mint(at(59))).toBe(first)
    expect(await nonces.mint(at(60))).not.toBe(first)
    expect(await nonces.mint(at(-1))).not.toBe(first)
  })

  it.each([
    [0, -1, false],
    [0, 0, true],
    [0, 119, true],
    [0, 120, false],
    [59, 60, true],
    [59, 119, true],
    [59, 120, false],
    [0, 86_400, false],
    [0, -86_400, false],
  ])('a nonce minted at second %i is held at second %i: %s', async (minted, asked, held) => {
    expect(await nonces.holds(await nonces.mint(at(minted)), at(asked))).toBe(held)
    // The same without anything remembered.
    expect(await proofNonces(from(SECRET)).holds(await nonces.mint(at(minted)), at(asked))).toBe(held)
  })

  it('holds no other text', async () => {
    const nonce = await nonces.mint(at(0))
    for (const text of [
      '',
      nonce.slice(1),
      `${nonce}A`,
      `${nonce} `,
      nonce.toLowerCase(),
      'A'.repeat(22),
      `${nonce.slice(0, 21)}\u0141`,
    ])
      expect(await nonces.holds(text, at(0)), text).toBe(text === nonce)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(21),
        fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
        async (i, other) => {
          fc.pre(nonce[i] !== other)
          expect(await nonces.holds(nonce.slice(0, i) + other + nonce.slice(i + 1), at(0))).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('holds what every secret has minted, and mints with the one whose time came last', async () => {
    const both = proofNonces([...from(OLD), { text: SECRET, mintsFrom: at(0) }])
    const old = await proofNonces(from(OLD)).mint(at(0))
    expect(await both.mint(at(-1))).toBe(await proofNonces(from(OLD)).mint(at(-1)))
    expect(await both.mint(at(0))).toBe(await nonces.mint(at(0)))
    expect(await both.holds(old, at(70))).toBe(true)
    expect(await both.holds(old, at(120))).toBe(false)
    expect(await nonces.holds(old, at(0))).toBe(false)
  })

  it('mints with the first to come where none has begun', async () => {
    const coming = proofNonces([
      { text: OLD, mintsFrom: at(900) },
      { text: SECRET, mintsFrom: at(60) },
    ])
    expect(await coming.mint(at(0))).toBe(await nonces.mint(at(0)))
  })

  it('answers the same when the clock goes back and forth', async () => {
    const early = await nonces.mint(at(0))
    for (const seconds of [600, 0, 660, 30, 6000, 59]) {
      expect(await nonces.holds(early, at(seconds))).toBe(seconds < 120)
    }
  })

  it('computes each nonce once, and the key once', async () => {
    const sign = vi.spyOn(crypto.subtle, 'sign')
    const derive = vi.spyOn(crypto.subtle, 'deriveKey')
    const own = proofNonces(from(SECRET))
    for (const seconds of [0, 59, 60, 119]) await own.holds(await own.mint(at(seconds)), at(seconds))
    // Of the window before, and of the two that were asked in.
    expect(sign).toHaveBeenCalledTimes(3)
    expect(derive).toHaveBeenCalledTimes(1)
    vi.restoreAllMocks()
  })

  it('throws without a secret, or with a short one', () => {
    expect(() => proofNonces([])).toThrow(RangeError)
    expect(() => proofNonces(from('x'.repeat(31)))).toThrow(RangeError)
    expect(() => proofNonces(from(SECRET, ''))).toThrow(RangeError)
  })
})
