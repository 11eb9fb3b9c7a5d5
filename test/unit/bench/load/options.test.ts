import { describe, expect, test } from 'vitest'
import { helpText, readOptions } from '../../../../bench/load/options.ts'
import { UsageError } from '../../../../tools/usage-error.ts'

const KNOWN = ['ok', 'floor', 'knownSession']
const read = (...args: string[]) => readOptions(args, KNOWN)

describe('readOptions()', () => {
  test('without options all subjects have seven turns of three seconds', () => {
    expect(read()).toEqual({
      rounds: 7,
      seconds: 3,
      warmUpSeconds: 6,
      subjects: undefined,
      json: undefined,
      svg: undefined,
    })
  })

  test('--quick is shorter, and what is said beside it counts', () => {
    expect(read('--quick')).toMatchObject({ rounds: 3, seconds: 1 })
    expect(read('--rounds', '9', '--quick')).toMatchObject({ rounds: 9, seconds: 1 })
    expect(read('--quick', '--seconds', '0.5')).toMatchObject({ rounds: 3, seconds: 0.5 })
  })

  test('subjects are taken once each, in the order of the report', () => {
    expect(read('--subjects', 'knownSession, ok,ok')?.subjects).toEqual(['ok', 'knownSession'])
  })

  test('files are taken as they are', () => {
    expect(read('--json', 'a.json', '--svg', 'b.svg')).toMatchObject({ json: 'a.json', svg: 'b.svg' })
  })

  test('--help wants nothing else', () => {
    expect(read('--help', '--quick')).toBeUndefined()
  })

  test.each([
    [['--rounds', '0']],
    [['--rounds', '1.5']],
    [['--rounds', 'many']],
    [['--seconds', '0']],
    [['--seconds', '0.0']],
    [['--seconds=-1']],
    [['--seconds', '1e3']],
    [['--subjects', 'ok,fast']],
    [['--subjects', '']],
  ])('refuses %j', (args) => {
    expect(() => read(...args)).toThrow(UsageError)
  })

  test('an unknown subject is answered with those that there are', () => {
    expect(() => read('--subjects', 'fast')).toThrow('ok, floor, knownSession')
  })
})

test('helpText() names every subject', () => {
  expect(helpText(KNOWN)).toContain('ok, floor, knownSession')
})
