import { describe, expect, test } from 'vitest'
import { cpuMicrosIn, residentIn, scheduledMicrosIn } from '../../../../bench/load/accounting.ts'

/** A line as the kernel writes it, from the name on. */
function statLine(name: string, utime = 123, stime = 45): string {
  return `4711 (${name}) S 1 4711 4711 0 -1 4194304 2570 0 0 0 ${utime} ${stime} 99 98 20 0 9 0 4655047 2998272 383 18446744073709551615\n`
}

describe('cpuMicrosIn()', () => {
  test.each([
    ['a plain name', 'workerd'],
    ['a name with spaces', 'a b c'],
    ['a name with parentheses', '(sd-pam)'],
    ['a name that looks like the end of one', 'x) R 1 2 3 4 (y'],
    ['an empty name', ''],
  ])('adds user and system time behind %s', (_, name) => {
    expect(cpuMicrosIn(statLine(name))).toBe(1_680_000)
  })

  test('leaves the times of children out', () => {
    expect(cpuMicrosIn(statLine('workerd', 0, 0))).toBe(0)
  })

  test.each(['', '4711 (workerd) S 1', 'workerd'])('refuses %j, which is no such line', (line) => {
    expect(() => cpuMicrosIn(line)).toThrow('not a line of /proc/<pid>/stat')
  })
})

describe('scheduledMicrosIn()', () => {
  test('reads the first of three numbers, in nanoseconds', () => {
    expect(scheduledMicrosIn('1138140 1771927 1\n')).toBe(1138.14)
  })

  test.each(['', '\n', 'x 1 2\n'])('refuses %j', (line) => {
    expect(() => scheduledMicrosIn(line)).toThrow('not a line')
  })
})

describe('residentIn()', () => {
  test('reads what is in memory, not the most that ever was', () => {
    expect(residentIn('Name:\tworkerd\nVmHWM:\t  200000 kB\nVmRSS:\t  123456 kB\nThreads:\t9\n')).toBe(
      123_456 * 1024,
    )
  })

  test('refuses the status of a process that is ending, which has none', () => {
    expect(() => residentIn('Name:\tworkerd\nState:\tZ (zombie)\n')).toThrow('no VmRSS')
  })
})
