import { parseInstant, type UnixSeconds } from '../../../src/lib/time.ts'
import type { Scalar } from './fields.ts'

const FRACTION_OR_ZONE = /^(?:\.\d{1,9})?Z$/

/** Numbers beyond these are milliseconds, microseconds, nanoseconds: as seconds they would be in the year 5000. */
const UNITS: readonly (readonly [from: number, inSecond: number])[] = [
  [1e17, 1e9],
  [1e14, 1e6],
  [1e11, 1e3],
]

/** Of the last text and the last date alone is remembered what they mean: many lines are of the same second. */
let text = ''
let second: UnixSeconds | undefined
let day = ''
let midnight: UnixSeconds | undefined

/**
 * The second that a log names: RFC 3339, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970,
 * whichever fits.
 */
export function timeOfLine(value: Scalar): UnixSeconds | undefined {
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value !== 'string') return undefined
  if (value !== text) {
    text = value
    second = timeOfText(value)
  }
  return second
}

function timeOfText(value: string): UnixSeconds | undefined {
  if (/^\d{9,19}$/.test(value)) return fromNumber(Number(value))
  if (value.charCodeAt(10) !== 0x54 || !FRACTION_OR_ZONE.test(value.slice(19))) return parseInstant(value)
  const date = value.slice(0, 10)
  if (date !== day) {
    midnight = parseInstant(date)
    day = date
  }
  const [hours, minutes, seconds] = [twoDigits(value, 11), twoDigits(value, 14), twoDigits(value, 17)]
  const isSound =
    value.charCodeAt(13) === 0x3a &&
    value.charCodeAt(16) === 0x3a &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 60
  if (!isSound || midnight === undefined) return undefined
  return (midnight + hours * 3_600 + minutes * 60 + seconds) as UnixSeconds
}

function fromNumber(value: number): UnixSeconds | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined
  const inSecond = UNITS.find(([from]) => value >= from)?.[1] ?? 1
  return Math.floor(value / inSecond) as UnixSeconds
}

/** 100 where they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30
  const ones = text.charCodeAt(at + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100
}
