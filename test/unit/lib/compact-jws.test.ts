import { describe, expect, it } from 'vitest'
import { decodeCompactJws, MAX_TOKEN_LENGTH } from '../../../src/lib/compact-jws.ts'

const encoded = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

const HEADER = { alg: 'ES256', kid: 'k', typ: 't' }
const CLAIMS = { sub: 'somebody' }
const token = (header: unknown = HEADER, claims: unknown = CLAIMS, signature = 'AAAA') =>
  `${encoded(header)}.${encoded(claims)}.${signature}`

describe('decodeCompactJws()', () => {
  it('reads header and claims, believing neither', () => {
    const result = decodeCompactJws(token())
    expect(result).toMatchObject({ ok: true, value: { header: HEADER, claims: CLAIMS } })
  })

  it.each([
    ['white space within the JSON', token(' { "alg":"x" , "kid":"","typ":"" } ', '\n{\t}\r\n')],
    ['members in another order', token({ typ: 't', kid: 'k', alg: 'none' })],
    ['no claims', token(HEADER, {})],
    ['text beyond ASCII', token(HEADER, { sub: 'Київ \u{1f600}' })],
    ['a claim called __proto__', token(HEADER, '{"__proto__":1}')],
    ['a signature of one byte', token(HEADER, CLAIMS, 'AA')],
    ['32 levels', token(HEADER, `{"a":${'['.repeat(31)}${']'.repeat(31)}}`)],
  ])('accepts %s', (_, text) => {
    expect(decodeCompactJws(text).ok).toBe(true)
  })

  it.each([
    ['token.format', 'an empty text', ''],
    ['token.format', 'two parts', token().replace(/\.[^.]*$/, '')],
    ['token.format', 'four parts', `${token()}.AA`],
    ['token.format', 'an empty signature', token(HEADER, CLAIMS, '')],
    ['token.format', 'a newline behind', `${token()}\n`],
    ['token.format', 'a newline in front', `\n${token()}`],
    ['token.format', 'padding', `${token()}=`],
    ['token.format', 'a signature with unused bits', token(HEADER, CLAIMS, 'AB')],
    ['token.format', 'a signature of one character', token(HEADER, CLAIMS, 'A')],
    ['token.format', 'a header with unused bits', token('{}').replace(/^e30/, 'e31')],
    ['token.format', 'the standard alphabet', token(HEADER, CLAIMS, 'AA+/')],
    ['token.format', 'a header that is a list', token([HEADER])],
    ['token.format', 'claims that are null', token(HEADER, 'null')],
    ['token.format', 'claims that are text', token(HEADER, '"x"')],
    ['token.format', '33 levels', token(HEADER, `{"a":${'['.repeat(32)}${']'.repeat(32)}}`)],
    ['token.format', 'a byte order mark', token(HEADER, '\ufeff{}')],
    [
      'token.format',
      'invalid UTF-8',
      `${encoded(HEADER)}.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.AA`,
    ],
    ['token.duplicate_member', 'a header member twice', token('{"alg":"a","alg":"b","kid":"k","typ":"t"}')],
    ['token.duplicate_member', 'a claim twice, once escaped', token(HEADER, '{"sub":1,"\\u0073ub":2}')],
    ['token.duplicate_member', 'a claim twice, far inside', token(HEADER, '{"a":[{"b":{"c":1,"c":1}}]}')],
    ['token.header', 'no header member', token({})],
    ['token.header', 'no kid', token({ alg: 'a', typ: 't' })],
    ['token.header', 'no typ', token({ alg: 'a', kid: 'k' })],
    ['token.header', 'no alg', token({ kid: 'k', typ: 't' })],
    ['token.header', 'a member more', token({ ...HEADER, x: 1 })],
    [
      'token.header',
      'a member more called __proto__',
      token('{"alg":"a","kid":"k","typ":"t","__proto__":1}'),
    ],
    ['token.header', 'a kid that is a number', token({ ...HEADER, kid: 1 })],
  ])('answers %s for %s', (error, _, text) => {
    expect(decodeCompactJws(text)).toEqual({ ok: false, error })
  })

  it('refuses by length before it looks at anything', () => {
    const padding = MAX_TOKEN_LENGTH - token(HEADER, CLAIMS, '').length
    const longest = token(HEADER, CLAIMS, 'A'.repeat(padding - (padding % 4 === 1 ? 1 : 0)))
    expect(longest.length).toBeGreaterThan(MAX_TOKEN_LENGTH - 2)
    expect(decodeCompactJws(longest)).toMatchObject({ ok: true })
    expect(decodeCompactJws('.'.repeat(MAX_TOKEN_LENGTH))).toEqual({ ok: false, error: 'token.format' })
    expect(decodeCompactJws('.'.repeat(MAX_TOKEN_LENGTH + 1))).toEqual({ ok: false, error: 'token.size' })
  })
})
