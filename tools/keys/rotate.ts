import { MAX_SIGNING_KEYS } from '../../src/config/secrets-schema.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import { JWKS_MAX_AGE_SECONDS, keyStateAt } from '../../src/session/key-states.ts'
import type { SigningJwk } from '../signing-keys.ts'
import { UsageError } from '../usage-error.ts'
import { instantText, type TimedKey, timedKeys } from './state-table.ts'

/** Until a secret that was put has reached every isolate. */
const ROLLOUT_SECONDS = 600
/** By then every isolate has the key, and every origin has read it: the least, and the default. */
export const LEAD_SECONDS = JWKS_MAX_AGE_SECONDS + ROLLOUT_SECONDS
/** What lies further ahead than a year is a typing error, milliseconds mostly. */
const MAX_LEAD_SECONDS = 366 * 86_400

/** When the new key begins to sign; `now` is an emergency. */
export type Start = { readonly at: UnixSeconds } | 'now'

export interface Rotation {
  readonly keys: readonly SigningJwk[]
  readonly dropped: readonly SigningJwk[]
}

/**
 * The set with one key more, which begins at the stated instant, and without those that retired longer ago than
 * `keepSeconds`. There is a key that signs at every instant at which there was one before.
 *
 * In an emergency a key that is waiting goes too: it lies in the same secret as the one that leaked.
 *
 * @throws UsageError when a key is waiting already, when the start is too near or too far, or when the set is full
 */
export function rotate(
  keys: readonly SigningJwk[],
  fresh: SigningJwk,
  start: Start,
  { now, keepSeconds }: { readonly now: UnixSeconds; readonly keepSeconds: number },
): Rotation {
  const emergency = start === 'now'
  if (!emergency) {
    refuseSecondNext(timedKeys(keys, keepSeconds), now)
    checkLead(start.at - now)
  }
  const begun = emergency ? keys.filter(({ active_from = 0 }) => active_from <= now) : keys
  // First in the list, so that it signs even where another one began in this very second.
  const candidates = [{ ...fresh, active_from: emergency ? now : start.at }, ...begun]
  const ended = new Set(
    timedKeys(candidates, keepSeconds)
      .filter((key) => keyStateAt(key, now) === 'ended')
      .map(({ jwk }) => jwk.kid),
  )
  const kept = candidates.filter(({ kid }) => !ended.has(kid))
  if (kept.length > MAX_SIGNING_KEYS)
    throw new UsageError(
      `the set would have ${kept.length} keys, and the gate takes ${MAX_SIGNING_KEYS}: a smaller --keep drops retired ones`,
    )
  return {
    // Alone it signs since ever: nothing is to sign before it, wherever a clock is behind the one of this machine.
    keys: kept.length === 1 ? [fresh] : kept,
    dropped: keys.filter(({ kid }) => !kept.some((key) => key.kid === kid)),
  }
}

function refuseSecondNext(keys: readonly TimedKey[], now: UnixSeconds): void {
  const waiting = keys.find((key) => keyStateAt(key, now) === 'next')
  if (waiting === undefined) return
  throw new UsageError(
    `a key is waiting already and begins at ${instantText(waiting.activeFrom)}: rotate after that, or use --emergency`,
  )
}

function checkLead(leadSeconds: number): void {
  if (leadSeconds < LEAD_SECONDS)
    throw new UsageError(
      `expected a start at least ${LEAD_SECONDS} seconds ahead: it takes that long until every data centre has the key and every origin has read it. --emergency does it all the same`,
    )
  if (leadSeconds > MAX_LEAD_SECONDS) throw new UsageError('expected a start within a year from now')
}
