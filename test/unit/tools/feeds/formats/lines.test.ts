import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entries, parse } from '../fixture.ts'

const LINES = { kind: 'lines' } as const

describe('a list of lines', () => {
  test('is one prefix a line, with comments and blank lines', () => {
    const text = '\ufeff# head\r\n5.6.7.0/24\r\n\r\n  8.9.0.0/16  # note\r\n2a01:7e00::/32\r\n5.6.7.0/24'
    expect(entries(parse(LINES, text))).toEqual(['5.6.7.0/24', '8.9.0.0/16', '2a01:7e00::/32', '5.6.7.0/24'])
  })

  test('is spoilt by one bad line, and every bad line is told', () => {
    expect(parse(LINES, '5.6.7.0/24\n# x\n5.6.7.8/24\n0.0.0.0/0\n')).toEqual([
      'line 3: "5.6.7.8/24" has host bits: expected the first address of the prefix',
      'line 4: "0.0.0.0/0" covers too much: /8 is the shortest prefix accepted of IPv4',
    ])
  })

  test('tells twenty bad lines and counts the rest', () => {
    const messages = parse(LINES, 'x\n'.repeat(1234)) as string[]
    expect(messages).toHaveLength(21)
    expect(messages[19]).toBe('line 20: "x" is not a prefix or an address')
    expect(messages[20]).toBe('and 1,214 more such entries')
  })

  test('may have the share of bad lines that is tolerated, as warnings', () => {
    const good = '5.6.7.0/24\n'.repeat(99)
    const parsed = parse(LINES, `${good}oops\n`, { tolerate: 0.01 })
    expect(parsed).toMatchObject({ warnings: ['left out: line 100: "oops" is not a prefix or an address'] })
    expect(entries(parsed)).toHaveLength(99)
    expect(parse(LINES, `${good}oops\noops\n`, { tolerate: 0.01 })).toHaveLength(2)
  })

  test('leaves special-use space out with a note', () => {
    const parsed = parse(LINES, '5.6.7.0/24\n10.0.0.0/8\n192.0.2.0/24\n10.1.0.0/16\n')
    expect(entries(parsed)).toEqual(['5.6.7.0/24'])
    expect(parsed).toMatchObject({
      warnings: [],
      notes: [
        '3 prefixes of special-use space left out (2 private, 1 documentation; first: line 2: private)',
      ],
    })
  })

  test.each([
    ['# nothing\n\n', 'the list is empty'],
    ['10.0.0.0/8\n', 'no prefix of the list can be used'],
    ['', 'got an empty file instead of a list of prefixes'],
    ['<!DOCTYPE html><html>', 'got an HTML page instead of a list of prefixes'],
    ['\n <html lang="en">', 'got an HTML page instead of a list of prefixes'],
    ['<!-- maintenance --><p>', 'got an HTML page instead of a list of prefixes'],
    ['<?xml version="1.0"?><Error/>', 'got an XML document instead of a list of prefixes'],
    ['\u001f\u008b', 'got a gzip archive instead of a list of prefixes'],
    ['PK\u0003\u0004', 'got a zip archive instead of a list of prefixes'],
    [`5.6.7.0/24\n${'x'.repeat(5000)}`, 'line 2: longer than 4,096 bytes'],
  ])('that is %j is refused', (text, message) => {
    expect(parse(LINES, Buffer.from(text, 'latin1'))).toEqual([message])
  })

  test('may be in several files, which messages name', () => {
    expect(entries(parse(LINES, ['5.6.7.0/24', '8.9.0.0/16']))).toEqual(['5.6.7.0/24', '8.9.0.0/16'])
    expect(parse(LINES, ['5.6.7.0/24', 'oops'])).toEqual([
      'part2 line 1: "oops" is not a prefix or an address',
    ])
  })

  test('is given up when it is longer than it may be', () => {
    expect(parse(LINES, '5.6.7.8\n'.repeat(20), { maxPrefixes: 10 })).toEqual([
      'line 11: more than 10 prefixes, which is the most this source may have (max_prefixes)',
    ])
  })

  test('gives back any prefixes that were written into it', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    const ipv4 = fc
      .tuple(fc.integer({ min: 11, max: 99 }), byte, byte, byte, fc.integer({ min: 8, max: 32 }))
      .map(([a, b, c, d, length]) => {
        const word = (((a << 24) | (b << 16) | (c << 8) | d) & (length === 0 ? 0 : -1 << (32 - length))) >>> 0
        return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}/${length}`
      })
    const ipv6 = fc
      .tuple(fc.integer({ min: 0x2400, max: 0x2fff }), fc.integer({ min: 1, max: 0xffff }))
      .map(([a, b]) => `${a.toString(16)}:${b.toString(16)}::/32`)
    fc.assert(
      fc.property(fc.array(fc.oneof(ipv4, ipv6), { minLength: 1, maxLength: 200 }), (prefixes) => {
        expect(entries(parse(LINES, prefixes.join('\n')))).toEqual(prefixes)
      }),
    )
  })
})
