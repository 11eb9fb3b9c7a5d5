import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStrictJson } from '../../../src/lib/strict-json.ts'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('parseStrictJson()', () => {
  it('reads an object as one without a prototype, at every depth', () => {
    const result = parseStrictJson('{"a":{"__proto__":1,"constructor":[{}]}}')
    if (!result.ok) throw new Error(result.error)
    const outer = result.value as { a: Record<string, unknown> }
    expect(Object.getPrototypeOf(outer)).toBeNull()
    expect(Object.getPrototypeOf(outer.a)).toBeNull()
    expect(Object.keys(outer.a)).toEqual(['__proto__', 'constructor'])
    expect('toString' in outer.a).toBe(false)
  })

  it.each([
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, once escaped', '{"exp":1,"\\u0065xp":2}'],
    ['a name twice, apart', '{"a":1,"b":2,"a":3}'],
    ['the empty name twice', '{"":1,"":2}'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
    ['a name twice inside', '[{"x":{"a":1,"a":2}}]'],
    ['an integer name twice', '{"1":1,"1":2}'],
  ])('refuses %s as duplicate_member', (_, text) => {
    expect(parseStrictJson(text)).toEqual({ ok: false, error: 'duplicate_member' })
  })

  it('accepts one name in two objects, and names that only look alike', () => {
    expect(parseStrictJson('[{"a":1},{"a":2,"A":3,"\u0430":4,"a ":5}]').ok).toBe(true)
    expect(parseStrictJson('{"\u00e9":1,"e\u0301":2}').ok).toBe(true)
  })

  it('accepts 32 levels and refuses 33 as too_deep', () => {
    expect(parseStrictJson(nested(32)).ok).toBe(true)
    expect(parseStrictJson(nested(33))).toEqual({ ok: false, error: 'too_deep' })
    expect(parseStrictJson(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`)).toEqual({
      ok: false,
      error: 'too_deep',
    })
  })

  it('counts depth, not brackets', () => {
    expect(parseStrictJson(`[${Array(100).fill('[[]]').join(',')}]`).ok).toBe(true)
  })

  it.each([
    '1e400',
    '-1e400',
    '1'.repeat(310),
    '[1e309]',
    '"\ud800"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '{"\\udfff":1}',
  ])('refuses %s, which JSON.parse takes', (text) => {
    expect(() => JSON.parse(text)).not.toThrow()
    expect(parseStrictJson(text)).toEqual({ ok: false, error: 'syntax' })
  })

  it.each([
    '',
    ' ',
    '\ufeff{}',
    '{}{}',
    '{} x',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{,}',
    '{"a" 1}',
    '{a:1}',
    "{'a':1}",
    '{1:1}',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[',
    ']',
    '"',
    '"\\',
    '"\\"',
    '"\\x41"',
    '"\\u004"',
    '"\\u00g0"',
    '"\\u+041"',
    '"\\U0041"',
    '"\n"',
    '"\t"',
    '"\0"',
    '01',
    '-',
    '-01',
    '+1',
    '.5',
    '1.',
    '1.e1',
    '1e',
    '1e+',
    '0x10',
    '1_000',
    '1n',
    'NaN',
    'Infinity',
    '-Infinity',
    'undefined',
    'tru',
    'True',
    'truee',
    'nul',
    '// x\n1',
    '/**/1',
    '1\u00a0',
    '\u000b1',
    '1\f',
    '\u20281',
  ])('refuses %j, as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(parseStrictJson(text)).toEqual({ ok: false, error: 'syntax' })
  })

  it.each([
    ' \t\r\n{ "a" : [ 1 , 2 ] } ',
    '-0',
    '0',
    '-0.0e-0',
    '1E5',
    '1.5e+3',
    '123456789012345678901234567890',
    '5e-324',
    '1e-400',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9"',
    '"\\ud83d\\ude00 \ud83d\ude00"',
    '"\u007f\u2028"',
    'true',
    'false',
    'null',
    '[]',
    '{}',
    '[[],{},""]',
  ])('reads %j as JSON.parse does', (text) => {
    const result = parseStrictJson(text)
    expect(result.ok && plain(result.value)).toEqual(JSON.parse(text))
  })

  it('reports what comes first in the text', () => {
    expect(parseStrictJson('{"a":1,"a":')).toEqual({ ok: false, error: 'duplicate_member' })
    expect(parseStrictJson('[x,{"a":1,"a":1}]')).toEqual({ ok: false, error: 'syntax' })
  })

  it('reads what JSON.stringify writes, with and without white space', () => {
    const json = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' })
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space)
        const result = parseStrictJson(text)
        expect(result.ok && plain(result.value)).toStrictEqual(JSON.parse(text))
      }),
      { numRuns: 200 },
    )
  })

  it('accepts nothing that JSON.parse refuses, and reads the rest alike', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"',
        '"a"',
        '"b"',
        '\\',
        'u0061',
        '1',
        '-',
        '0',
        '.',
        'e',
        ' ',
        'null',
        'true',
      ],
    )
    const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (candidate) => {
        const result = parseStrictJson(candidate)
        let expected: unknown
        try {
          expected = JSON.parse(candidate)
        } catch {
          // Text can repeat a member and break off after it: either is a reason.
          expect(result.ok ? 'ok' : result.error).toMatch(/^(?:syntax|duplicate_member)$/)
          return
        }
        if (result.ok) expect(plain(result.value)).toStrictEqual(expected)
        else expect(result.error).toBe('duplicate_member')
      }),
      { numRuns: 20_000 },
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(typeof parseStrictJson(text).ok).toBe('boolean')
        expect(typeof parseStrictJson(text.slice(1)).ok).toBe('boolean')
      }),
    )
  })

  it.each([
    ['escapes', `"${'\\u0041'.repeat(200_000)}"`],
    ['members', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join(',')}}`],
    ['digits', '0.'.padEnd(1_000_000, '1')],
    ['open brackets', '['.repeat(1_000_000)],
    ['white space', ' '.repeat(1_000_000)],
    ['an open string', `"${'\\\\'.repeat(500_000)}`],
  ])('takes linear time over a million characters of %s', (_, text) => {
    const start = performance.now()
    parseStrictJson(text)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

/** The same value with ordinary prototypes. Through define, because `__proto__` may be a member. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}
