import { parseInstant, secondsFromMillis, type UnixMillis, type UnixSeconds } from '../../src/lib/time.ts'
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../signing-keys.ts'
import { UsageError } from '../usage-error.ts'

/**
 * How long a retired key is kept, and the longest it can be of use: the greatest `SESSION_LIFETIMES` and
 * `SESSION_GRACE_SECONDS` that the configuration takes, and a minute for the clocks.
 */
export const DEFAULT_KEEP_SECONDS = 86_400 + 3_600 + 60

export function algorithmOption(text = 'ES256'): SigningAlgorithm {
  const alg = SIGNING_ALGORITHMS.find((known) => known === text)
  if (alg === undefined) throw new UsageError(`--alg: expected ${SIGNING_ALGORITHMS.join(' or ')}`)
  return alg
}

export function secondsOption(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new UsageError(`${name}: expected a whole number of seconds`)
  return Number(text)
}

export function keepOption(text: string | undefined): number {
  return text === undefined ? DEFAULT_KEEP_SECONDS : secondsOption('--keep', text)
}

export function instantOption(name: string, text: string): UnixSeconds {
  const instant = parseInstant(text)
  if (instant === undefined)
    throw new UsageError(`${name}: expected an instant with its zone, such as 2026-11-23T06:00Z`)
  return instant
}

export function nowOption(text: string | undefined): UnixSeconds {
  return text === undefined ? secondsFromMillis(Date.now() as UnixMillis) : instantOption('--now', text)
}
