import { describe, expect, test } from 'vitest'
import {
  CPU_MICROS,
  completeReadMillis,
  cpuMicrosIn,
  makingReadMillis,
} from '../../../../bench/capacity/measured.ts'
import { readOptions } from '../../../../bench/capacity/options.ts'

describe('readOptions()', () => {
  test('has the two rates of the note where none is given', () => {
    expect(readOptions([])).toMatchObject({
      requestsPerSecond: [1_000, 100_000],
      isolates: undefined,
      shares: { refused: 0.2, first: 0.02 },
      logs: { invocations: false, sampling: 1 },
    })
    expect(readOptions(['--help'])).toBeUndefined()
  })

  test.each([
    ['--requests-per-second', '1000,none'],
    ['--isolates', '0'],
    ['--refused-share', '1.5'],
    ['--refused-share', '0.9'],
    ['--cpu-micros', '/no/such/file'],
  ])('refuses %s %s, saying which option it is about', (option, value) => {
    const others = value === '0.9' ? ['--api-share', '0.5'] : []
    expect(() => readOptions([option, value, ...others])).toThrow(value === '0.9' ? 'the shares' : option)
  })
})

describe('cpuMicrosIn()', () => {
  const report = (subjects: unknown) => JSON.stringify({ subjects })

  test('takes what was measured, and keeps the rest', () => {
    const measured = [{ subject: { name: 'refusedPlace' }, cpuMicros: { median: 300, least: 1, most: 2 } }]
    expect(cpuMicrosIn(report(measured), CPU_MICROS)).toEqual({ ...CPU_MICROS, refused: 300 })
  })

  test.each(['', '{}', 'null', report([{}]), report([{ subject: { name: 'ok' }, cpuMicros: {} }])])(
    'refuses %j',
    (text) => {
      expect(() => cpuMicrosIn(text, CPU_MICROS)).toThrow('--cpu-micros')
    },
  )
})

describe('a complete read', () => {
  test.each([
    [0, 1.1, 1.3],
    [5_000, 1.65, 7.95],
    [10_000, 2.2, 14.6],
    [50_000, 8.3, 68.8],
  ])('of %i revocations: %f ms where the text is ready, %f where it is made', (revocations, ready, made) => {
    expect(completeReadMillis(revocations)).toBeCloseTo(ready)
    expect(makingReadMillis(revocations)).toBeCloseTo(made)
  })
})
