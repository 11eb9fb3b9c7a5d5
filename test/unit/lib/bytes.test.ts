import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, decodeUtf8, encodeBase64url, hex, utf8 } from '../../../src/lib/bytes.ts'

describe('base64url', () => {
  // RFC 4648 §10, without padding.
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('writes and reads %j as %j', (text, encoded) => {
    expect(encodeBase64url(utf8(text))).toBe(encoded)
    expect(decodeBase64url(encoded)).toEqual(utf8(text))
  })

  // RFC 7515 appendix C.
  it('uses the url alphabet', () => {
    const octets = Uint8Array.of(3, 236, 255, 224, 193)
    expect(encodeBase64url(octets)).toBe('A-z_4ME')
    expect(decodeBase64url('A-z_4ME')).toEqual(octets)
  })

  it.each([
    ['padding', 'Zg=='],
    ['the alphabet of base64', 'A+z/4ME'],
    ['one character too many', 'Zm9vY'],
    ['one character', 'Z'],
    ['white space inside', 'Zm 9v'],
    ['white space around', ' Zm8'],
    ['a line break', 'Zm9v\n'],
    ['a dot', 'Zm9.'],
    ['NUL', 'Zm9\0'],
    ['a character beyond ASCII', 'Zm9é'],
    ['a character whose low byte is a letter', 'Zm9\u0141'],
    ['bits left in the last of two', 'Zh'],
    ['bits left in the last of three', 'Zm9'],
  ])('refuses %s', (_, text) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })

  it('gives back any bytes, and agrees with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(decodeBase64url(text)).toEqual(bytes)
      }),
    )
  })

  it('has one text for each byte string', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'ABQYZabgqwz0189-_=+/ '), maxLength: 12 })
    fc.assert(
      fc.property(nearly, (text) => {
        const bytes = decodeBase64url(text)
        if (bytes !== undefined) expect(encodeBase64url(bytes)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('decodeUtf8()', () => {
  it('keeps a byte order mark, so that two byte strings never give one text', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
  })

  it.each([
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['a lone continuation', [0x80]],
    ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses %s', (_, bytes) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBeUndefined()
  })

  it('reads what utf8() wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(utf8(text))).toBe(text)
      }),
    )
  })
})

describe('hex()', () => {
  it('writes two lower-case digits a byte', () => {
    expect(hex(Uint8Array.of(0, 1, 15, 16, 171, 255))).toBe('00010f10abff')
  })
})
