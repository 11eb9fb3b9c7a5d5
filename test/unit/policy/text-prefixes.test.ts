import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextPrefixes } from '../../../src/policy/text-prefixes.ts'

describe('TextPrefixes', () => {
  it.each([
    [[], 'a', false],
    [[''], '', true],
    [['', 'b'], 'a', true],
    [['ab'], 'a', false],
    [['ab'], 'ab', true],
    [['ab'], 'abc', true],
    [['a', 'ab', 'b'], 'az', true],
    [['aa', 'ac'], 'ab', false],
    [['\u{1F600}'], '\u{1F600}!', true],
  ] as const)('%j and %j: %s', (prefixes, text, expected) => {
    expect(new TextPrefixes(prefixes).beginsOneOf(text)).toBe(expected)
  })

  it('say what startsWith says of each of them', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '\uffff', '\u{1F600}'), maxLength: 5 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), text, (prefixes, text) => {
        expect(new TextPrefixes(prefixes).beginsOneOf(text)).toBe(
          prefixes.some((prefix) => text.startsWith(prefix)),
        )
      }),
    )
  })
})
