import { millisFromSeconds, type UnixSeconds } from '../../src/lib/time.ts'
import { type KeySpan, keyStateAt, succession } from '../../src/session/key-states.ts'
import { algorithmOf } from '../../src/session/keyring.ts'
import type { SigningJwk } from '../signing-keys.ts'

export type TimedKey = KeySpan & { readonly jwk: SigningJwk }

/** The keys with their lives, the one that begins last first. */
export function timedKeys(keys: readonly SigningJwk[], verifyForSeconds: number): readonly TimedKey[] {
  const begun = keys.map((jwk) => ({ jwk, activeFrom: (jwk.active_from ?? 0) as UnixSeconds }))
  return succession(begun, verifyForSeconds)
}

export function instantText(instant: UnixSeconds): string {
  return `${new Date(millisFromSeconds(instant)).toISOString().slice(0, 19)}Z`
}

const HEAD = ['kid', 'alg', 'state', 'since', 'until']

/** One line a key: what it is at this instant, since when and until when. Public members only. */
export function stateTable(keys: readonly TimedKey[], now: UnixSeconds): string {
  const rows = [HEAD, ...keys.map((key) => rowOf(key, now))]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowOf(key: TimedKey, now: UnixSeconds): string[] {
  const { jwk, activeFrom, retiresAt, endsAt } = key
  const state = keyStateAt(key, now)
  const spans = {
    next: [undefined, activeFrom],
    active: [activeFrom, retiresAt],
    retired: [retiresAt, endsAt],
    ended: [endsAt, undefined],
  }
  return [jwk.kid, algorithmOf(jwk), state, ...spans[state].map(cellOf)]
}

function cellOf(instant: UnixSeconds | undefined): string {
  if (instant === undefined) return '-'
  return instant === 0 ? 'ever' : instantText(instant)
}
