import { describe, expect, it } from 'vitest'
import { describeReceived, formatIssue, formatPath } from '../../../src/config/issue.ts'

describe('describeReceived()', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['', '""'],
    ['a "b"', '"a \\"b\\""'],
    [['CU', 1], '["CU",1]'],
    [{ a: true }, '{"a":true}'],
    [Number.NaN, 'null'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(79)}…`],
  ])('says of %j: %s', (value, text) => {
    expect(describeReceived(value)).toBe(text)
  })

  it('says what JSON has no text for, and does not throw', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    expect(describeReceived(circle)).toBe('object')
    expect(describeReceived(7n)).toBe('bigint')
    expect(describeReceived(Symbol('s'))).toBe('Symbol(s)')
  })

  it('keeps what is logged on one line', () => {
    expect(describeReceived('a\nb\r\u0000')).not.toMatch(/[\n\r\0]/)
  })
})

describe('formatIssue()', () => {
  it('says what was expected, and what was found where that may be said', () => {
    expect(formatIssue({ key: 'MODE', expected: 'a mode' })).toBe('MODE: expected a mode')
    expect(formatIssue({ key: 'MODE', expected: 'a mode', received: '"x"' })).toBe(
      'MODE: expected a mode, got "x"',
    )
  })
})

describe('formatPath()', () => {
  it.each([
    [[], 'HOSTS'],
    [[0], 'HOSTS[0]'],
    [[0, 'regions', 2], 'HOSTS[0].regions[2]'],
    [['a', 'b'], 'HOSTS.a.b'],
    [['0'], 'HOSTS.0'],
  ])('of %j is %s', (path, text) => {
    expect(formatPath('HOSTS', path)).toBe(text)
  })
})
