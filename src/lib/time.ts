import type { Brand } from './brand.ts'

/** Seconds since 1970-01-01T00:00:00Z without leap seconds: JWT's NumericDate (RFC 7519 §2). */
export type UnixSeconds = Brand<number, 'UnixSeconds'>
/** Milliseconds since the same epoch, as `Date.now()` gives them. */
export type UnixMillis = Brand<number, 'UnixMillis'>

const MILLIS_PER_SECOND = 1000
export const SECONDS_PER_DAY = 86_400

/** The second in which the instant lies: rounds towards the past, before the epoch too. */
export function secondsFromMillis(ms: UnixMillis): UnixSeconds {
  return Math.floor(ms / MILLIS_PER_SECOND) as UnixSeconds
}

export function millisFromSeconds(seconds: UnixSeconds): UnixMillis {
  return (seconds * MILLIS_PER_SECOND) as UnixMillis
}

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|([+-])(\d{2}):(\d{2})))?$/

/**
 * The second that a written date or instant names, or `undefined` when it names none.
 *
 * A calendar date (`2026-09-15`) is its midnight in UTC. An instant (RFC 3339 §5.6, seconds optional) must
 * say its zone: without one it means another moment on every machine that reads it. Fractions are cut off.
 * Refused: dates that no calendar has (`2026-02-30`), years before 0100, `24:00`, leap seconds (Unix time
 * has no number for them), lower-case `t` and `z`. Written by operators, not by clients.
 */
export function parseInstant(text: string): UnixSeconds | undefined {
  const match = INSTANT.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const offsetHours = Number(match[8] ?? 0)
  const offsetMinutes = Number(match[9] ?? 0)
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined

  // Date.UTC rolls impossible days over into the next month, so the date has to come back as it was written.
  const local = Date.UTC(year, month - 1, day, hour, minute, second) as UnixMillis
  const date = new Date(local)
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return undefined
  }
  const offsetSeconds = (offsetHours * 60 + offsetMinutes) * 60 * (match[7] === '-' ? -1 : 1)
  return (secondsFromMillis(local) - offsetSeconds) as UnixSeconds
}

/** A duration for timers, which count in milliseconds. */
export function millisOf(seconds: number): number {
  return seconds * MILLIS_PER_SECOND
}
