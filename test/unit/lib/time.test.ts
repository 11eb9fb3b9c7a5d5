import { describe, expect, it } from 'vitest'
import {
  millisFromSeconds,
  parseInstant,
  secondsFromMillis,
  type UnixMillis,
  type UnixSeconds,
} from '../../../src/lib/time.ts'

describe('secondsFromMillis()', () => {
  it.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [-1, -1],
    [-1000, -1],
  ])('rounds %d ms towards the past: %d s', (millis, seconds) => {
    expect(secondsFromMillis(millis as UnixMillis)).toBe(seconds)
  })

  it('undoes millisFromSeconds()', () => {
    const seconds = 1_789_430_400 as UnixSeconds
    expect(secondsFromMillis(millisFromSeconds(seconds))).toBe(seconds)
  })
})

describe('parseInstant()', () => {
  const MIDNIGHT = 1_789_430_400

  it.each([
    ['2026-09-15', MIDNIGHT],
    ['2026-09-15T00:00Z', MIDNIGHT],
    ['2026-09-15T00:00:00Z', MIDNIGHT],
    ['2026-09-15T00:00:00+00:00', MIDNIGHT],
    ['2026-09-15T00:00:00-00:00', MIDNIGHT],
    ['2026-09-15T02:00+02:00', MIDNIGHT],
    ['2026-09-14T18:30-05:30', MIDNIGHT],
    ['2026-09-15T00:00:07.999Z', MIDNIGHT + 7],
    ['2026-09-15T23:59:59Z', MIDNIGHT + 86_399],
    ['2024-02-29', 1_709_164_800],
    ['2000-02-29', 951_782_400],
    ['1970-01-01', 0],
    ['1969-12-31T23:59:59Z', -1],
    ['9999-12-31T23:59:59Z', 253_402_300_799],
  ])('reads %s', (text, seconds) => {
    expect(parseInstant(text)).toBe(seconds)
  })

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-09-15T24:00Z',
    '2026-09-15T00:60Z',
    '2026-09-15T23:59:60Z',
    '2026-09-15T00:00+24:00',
    '2026-09-15T00:00+00:60',
  ])('refuses %s, which no calendar or clock shows', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })

  it.each(['2026-09-15T00:00', '2026-09-15T00:00:00', '2026-09-15T00:00:00.5'])(
    'refuses %s, which says no zone',
    (text) => {
      expect(parseInstant(text)).toBeUndefined()
    },
  )

  it.each([
    '',
    '2026-9-15',
    '26-09-15',
    '2026-09-15Z',
    '2026-09-15T',
    '2026-09-15T00Z',
    '2026-09-15 00:00Z',
    '2026-09-15t00:00z',
    '2026-09-15T00:00+0200',
    '2026-09-15T00:00+02',
    '2026-09-15T00:00:00,5Z',
    '2026-09-15T00:00:00.Z',
    ' 2026-09-15',
    '2026-09-15\n',
    '2026-W38-2',
    '+002026-09-15',
    '0050-01-01',
    '1789430400',
    '٢٠٢٦-09-15',
  ])('refuses %j, which is another notation', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })
})
