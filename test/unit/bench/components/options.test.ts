import { describe, expect, test } from 'vitest'
import { NAMES } from '../../../../bench/components/names.ts'
import { helpText, readOptions } from '../../../../bench/components/options.ts'
import { UsageError } from '../../../../tools/usage-error.ts'

const read = (...args: string[]) => readOptions(args)

describe('readOptions()', () => {
  test('without options everything has nine turns', () => {
    expect(read()).toEqual({ rounds: 9, turnMillis: 100, warmUps: 3, names: NAMES, json: undefined })
  })

  test('--quick leaves out what takes long to prepare, unless it is named', () => {
    expect(read('--quick')?.names).not.toContain('byAddressMillion')
    expect(read('--quick', '--only', 'byAddressMillion')?.names).toEqual(['byAddressMillion'])
  })

  test('what is said beside --quick counts', () => {
    expect(read('--rounds', '5', '--quick')).toMatchObject({ rounds: 5, turnMillis: 50 })
  })

  test('components are taken once each, in the order of a request', () => {
    expect(read('--only', 'decide, gather,decide')?.names).toEqual(['gather', 'decide'])
  })

  test('--help wants nothing else', () => {
    expect(read('--help', '--quick')).toBeUndefined()
    for (const name of NAMES) expect(helpText()).toContain(name)
  })

  test.each([
    [['--rounds', '0']],
    [['--rounds', '2.5']],
    [['--only', 'decide,nothing']],
    [['--only', '']],
    [['--only', 'loop']],
    [['--only', 'toString']],
  ])('%j is not understood', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError)
  })
})
