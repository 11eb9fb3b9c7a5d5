import { describe, expect, test } from 'vitest'
import { hasPart, type Part, partAt, type ReadFile } from '../../../../tools/policy/parts.ts'
import { readJson } from '../../../../tools/policy/read-json.ts'
import { readToml } from '../../../../tools/policy/read-toml.ts'

type Reading = ReturnType<typeof readToml>

function sound(read: Reading): ReadFile {
  if (!read.ok) throw new Error(read.error.expected)
  return read.value
}

const at = (root: Part, key: string) => Object.values(partAt(root, key).at).join(':')

const TOML = `MODE = "enforce"
RESTRICTED_REGIONS = ["CU", { id = "x", regions = [
  "UA-43",
  "UA-40"] }]
[POLICY]
default = "allow"
[[POLICY.rules]]
id = "a"
when.signal = "place"
[[POLICY.rules]]
id = "b"
[POLICY.rules.basis]
law = "L"
[[EXAMPLES]]
given = { "network.class" = "vpn", place = "CU" }
`

const JSON_TEXT = `{
  "MODE": "enforce",
  "RESTRICTED_REGIONS": ["CU", {"id": "x",
    "regions": ["UA-43", "UA-40"]}],
  "EXAMPLES": [{"given": {"network.class": "vpn"}}]
}`

describe('a part of a file stands where an editor finds it', () => {
  const toml = sound(readToml(TOML)).root
  test.each([
    ['MODE', '1:1'],
    ['RESTRICTED_REGIONS', '2:1'],
    ['RESTRICTED_REGIONS[0]', '2:23'],
    ['RESTRICTED_REGIONS[1].regions[1]', '4:3'],
    ['POLICY', '5:1'],
    ['POLICY.rules[0]', '7:1'],
    ['POLICY.rules[0].when.signal', '9:6'],
    ['POLICY.rules[1]', '10:1'],
    ['POLICY.rules[1].basis.law', '13:1'],
    ['EXAMPLES[0].given.network.class', '15:11'],
    ['EXAMPLES[0].given.place', '15:36'],
  ])('TOML: %s at %s', (key, position) => {
    expect(at(toml, key)).toBe(position)
    expect(hasPart(toml, key)).toBe(true)
  })

  const json = sound(readJson(JSON_TEXT)).root
  test.each([
    ['MODE', '2:3'],
    ['RESTRICTED_REGIONS[0]', '3:26'],
    ['RESTRICTED_REGIONS[1].regions', '4:5'],
    ['RESTRICTED_REGIONS[1].regions[1]', '4:26'],
    ['EXAMPLES[0].given.network.class', '5:27'],
  ])('JSON: %s at %s', (key, position) => {
    expect(at(json, key)).toBe(position)
    expect(hasPart(json, key)).toBe(true)
  })

  test.each([
    ['POLICY.rules[1].effect', '10:1'],
    ['POLICY.rules[7].id', '7:1'],
    ['NOTHING', '1:1'],
    ['MODE[0]', '1:1'],
  ])('what is not there is told at what is around it: %s', (key, position) => {
    expect(at(toml, key)).toBe(position)
    expect(hasPart(toml, key)).toBe(false)
  })

  test('both read the same values', () => {
    const value = { MODE: 'enforce', RESTRICTED_REGIONS: ['CU', { id: 'x', regions: ['UA-43', 'UA-40'] }] }
    expect(toml.value).toMatchObject(value)
    expect(json.value).toMatchObject(value)
  })
})

const fault = (key: string, line: number, column: number, expected: RegExp, received?: string) => ({
  key,
  at: { line, column },
  expected: expect.stringMatching(expected),
  ...(received === undefined ? {} : { received }),
})

describe('what a format makes of a value is told', () => {
  test('TOML: dates, numbers that are rounded or none, names that are traps', () => {
    const text = [
      'a = 2026-09-15',
      'b = { c = [1, 2026-09-15T00:00:00Z] }',
      'd = 99999999999999999999',
      'e = nan',
      'f = 1e26',
      'g.__proto__.h = 1',
      '[constructor]',
      'x = 1',
    ].join('\n')
    const { root, faults } = sound(readToml(text))
    expect(faults).toEqual([
      fault('a', 1, 5, /write it in quotes \("2026-09-15"\)/, "TOML's local date"),
      fault('b.c[1]', 2, 15, /write it in quotes/, "TOML's offset date time"),
      fault('d', 3, 5, /exponent/, '99999999999999999999'),
      fault('e', 4, 5, /a number that can be held/, 'nan'),
      fault('g.__proto__', 6, 3, /a name other than __proto__/),
      fault('constructor', 7, 1, /a name other than constructor/),
    ])
    expect(root.value).toMatchObject({ a: '2026-09-15', f: 1e26 })
    expect(Object.getPrototypeOf(root.value)).toBeNull()
  })

  test('JSON: members that are there twice, names that are traps, numbers that are none', () => {
    const { root, faults } = sound(
      readJson('{"a": 1,\n "a": 2, "__proto__": {"b": 1}, "c": 1e400, "d": 12345678901234567890}'),
    )
    expect(faults).toEqual([
      fault('a', 2, 2, /each name once/),
      fault('__proto__', 2, 10, /a name other than __proto__/),
      fault('c', 2, 38, /can be held/, '1e400'),
      fault('d', 2, 50, /can be held/, '12345678901234567890'),
    ])
    expect(Object.keys(root.value as object)).toEqual(['a', 'c', 'd'])
    expect(Object.getPrototypeOf({}).b).toBeUndefined()
  })
})

describe('what cannot be read is told with its place', () => {
  test.each([
    ['a = 1\nb =\n', 3, /TOML/],
    ['a = 1\na = 2\n', 2, /given a value before/],
    ['[x]\n[y]\n[x]\n', 3, /given a value before/],
    ['a = "open', 1, /unterminated/],
    [`a = ${'['.repeat(40)}${']'.repeat(40)}`, 1, /32 inside one another/],
    [`a${'.a'.repeat(40)} = 1`, 1, /32 inside one another/],
  ])('TOML: %j', (text, line, expected) => {
    expect(readToml(text)).toMatchObject({
      ok: false,
      error: { at: { line }, expected: expect.stringMatching(expected) },
    })
  })

  test.each([
    ['{"a": 1,\n}', 2, /JSON; property name expected/],
    ['{"a": 1}\n// x', 2, /JSON/],
    ['', 1, /JSON/],
    [`${'['.repeat(40)}${']'.repeat(40)}`, 1, /32 inside one another/],
  ])('JSON: %j', (text, line, expected) => {
    expect(readJson(text)).toMatchObject({
      ok: false,
      error: { at: { line }, expected: expect.stringMatching(expected) },
    })
  })

  test('a hundred thousand brackets are no stack overflow', () => {
    expect(readJson('['.repeat(100_000)).ok).toBe(false)
    expect(readToml(`a = ${'['.repeat(100_000)}`).ok).toBe(false)
  })

  test('comments and a last comma are those of wrangler.jsonc', () => {
    expect(readJson('{"a": 1, /* x */ }', true)).toMatchObject({ ok: true })
  })
})
