import { describe, expect, test } from 'vitest'
import { HELP, readOptions } from '../../../../bench/soak/options.ts'
import { UsageError } from '../../../../tools/usage-error.ts'

describe('readOptions()', () => {
  test('without options it lasts ten minutes', () => {
    expect(readOptions([])).toEqual({ minutes: 10, json: undefined, svg: undefined })
  })

  test('takes what is asked for', () => {
    expect(readOptions(['--minutes', '0.5', '--json', 'a', '--svg', 'b'])).toEqual({
      minutes: 0.5,
      json: 'a',
      svg: 'b',
    })
  })

  test('--help wants nothing else', () => {
    expect(readOptions(['--help', '--minutes', 'x'])).toBeUndefined()
  })

  test.each(['0', '0.1', '1441', 'ten', '1e3', '', '.5'])('refuses --minutes %j', (minutes) => {
    expect(() => readOptions([`--minutes=${minutes}`])).toThrow(UsageError)
  })
})

test('the help names every option', () => {
  for (const option of ['--minutes', '--json', '--svg', '--help']) expect(HELP).toContain(option)
})
