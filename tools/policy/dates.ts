import {
  millisFromSeconds,
  parseInstant,
  SECONDS_PER_DAY,
  secondsFromMillis,
  type UnixMillis,
  type UnixSeconds,
} from '../../src/lib/time.ts'
import { UsageError } from '../usage-error.ts'

/** As policies write it: a date where it is midnight in UTC, an instant otherwise. */
export function dateText(instant: UnixSeconds): string {
  const text = new Date(millisFromSeconds(instant)).toISOString()
  return instant % SECONDS_PER_DAY === 0 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`
}

export function currentTime(): UnixSeconds {
  return secondsFromMillis(Date.now() as UnixMillis)
}

export function dateOption(name: string, text: string | undefined): UnixSeconds {
  if (text === undefined) return currentTime()
  const instant = parseInstant(text)
  if (instant === undefined)
    throw new UsageError(
      `${name}: expected a date (2026-09-15) or an instant with its zone (2026-09-15T00:00Z)`,
    )
  return instant
}

export interface Dates {
  readonly from?: UnixSeconds | undefined
  readonly to?: UnixSeconds | undefined
}

export type Standing = 'in force' | 'not yet' | 'no longer'

/** Where an instant lies to dates of which the last is already outside. */
export function standingAt({ from, to }: Dates, now: UnixSeconds): Standing {
  if (from !== undefined && now < from) return 'not yet'
  return to !== undefined && now >= to ? 'no longer' : 'in force'
}

/** `from 2026-09-15 to 2027-01-01`; empty where there are none. */
export function datesText({ from, to }: Dates): string {
  return [
    ...(from === undefined ? [] : [`from ${dateText(from)}`]),
    ...(to === undefined ? [] : [`to ${dateText(to)}`]),
  ].join(' ')
}
