import { describe, expect, test } from 'vitest'
import { helpText, readOptions } from '../../../../bench/growth/options.ts'
import { UsageError } from '../../../../tools/usage-error.ts'

const KNOWN = ['rules', 'entries', 'prefixes']
const read = (...args: string[]) => readOptions(args, KNOWN)

describe('readOptions()', () => {
  test('without options everything is measured as often as is usual', () => {
    expect(read()).toEqual({
      quick: false,
      rounds: undefined,
      only: undefined,
      json: undefined,
      svg: undefined,
    })
  })

  test('dimensions are taken once each, in the order of the report', () => {
    expect(read('--only', 'prefixes, rules,rules')?.only).toEqual(['rules', 'prefixes'])
  })

  test('rounds and files are taken beside --quick', () => {
    expect(read('--quick', '--rounds', '3', '--json', 'a', '--svg', 'b')).toEqual({
      quick: true,
      rounds: 3,
      only: undefined,
      json: 'a',
      svg: 'b',
    })
  })

  test('--help wants nothing else', () => {
    expect(read('--help', '--quick')).toBeUndefined()
  })

  test.each([
    [['--rounds', '0']],
    [['--rounds', '100']],
    [['--rounds', '1.5']],
    [['--only', 'rules,speed']],
    [['--only', '']],
  ])('refuses %j', (args) => {
    expect(() => read(...args)).toThrow(UsageError)
  })
})

test('helpText() names every dimension', () => {
  expect(helpText(KNOWN)).toContain('rules, entries, prefixes')
})
