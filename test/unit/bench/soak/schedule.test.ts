import { describe, expect, test } from 'vitest'
import { ORDERS, scheduleOf } from '../../../../bench/soak/schedule.ts'

describe.each([0.2, 0.5, 1, 5, 10, 60, 1_440])('scheduleOf(%d)', (minutes) => {
  const { seconds, due, windows, windowSeconds, rotatesAtSeconds, rounds } = scheduleOf(minutes)

  test('gives every order, in time', () => {
    expect(new Set(due.map(({ what }) => what))).toEqual(new Set([...ORDERS, 'round begins']))
    const instants = due.map(({ atSeconds }) => atSeconds)
    expect(instants).toEqual(instants.toSorted((a, b) => a - b))
    expect(instants.every((at) => at >= 0 && at < seconds)).toBe(true)
  })

  test('ends with what it began with, and the old key goes once, after the new one began', () => {
    const put = due.map(({ what }) => what)
    expect(put.lastIndexOf('deployed policy')).toBeGreaterThan(put.lastIndexOf('live policy'))
    expect(put.lastIndexOf('configured table')).toBeGreaterThan(put.lastIndexOf('named table'))
    const gone = due.filter(({ what }) => what === 'old key revoked')
    expect(gone).toHaveLength(1)
    expect(gone[0]?.atSeconds).toBeGreaterThan(rotatesAtSeconds)
    expect(due).toHaveLength(rounds * 8 + 1)
  })

  test('lasts as long as was asked for', () => {
    expect(windows * windowSeconds).toBeCloseTo(seconds, 0)
    expect(windows).toBeGreaterThanOrEqual(6)
  })
})

test('scheduleOf() leaves each change two minutes where there is time', () => {
  const { due } = scheduleOf(10)
  for (const [there, back] of [
    ['live policy', 'deployed policy'],
    ['named table', 'configured table'],
  ] as const) {
    const at = (what: string) => due.find((one) => one.what === what)?.atSeconds ?? 0
    expect(at(back) - at(there)).toBeGreaterThanOrEqual(120)
  }
})
