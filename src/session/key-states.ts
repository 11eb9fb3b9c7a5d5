import type { UnixSeconds } from '../lib/time.ts'

/** How long origins and caches may hold the published keys: a new key has to be among them that long before it signs. */
export const JWKS_MAX_AGE_SECONDS = 300

/**
 * What a key is at an instant. `next`: verifies, does not sign yet. `active`: signs. `retired`: verifies what it signed
 * for as long as any of that can hold. `ended`: nothing, and is published no more.
 */
export type KeyState = 'next' | 'active' | 'retired' | 'ended'

/** Whole seconds of a year with four digits: milliseconds, written by mistake, are refused instead of never coming. */
export function isKeyStart(value: unknown): value is UnixSeconds {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 253_402_300_800
}

/** When a key changes its state; the last two are undefined while nothing is to follow it. */
export interface KeySpan {
  readonly activeFrom: UnixSeconds
  /** When its successor begins. */
  readonly retiresAt: UnixSeconds | undefined
  readonly endsAt: UnixSeconds | undefined
}

/**
 * The keys with their whole lives, the one that begins last first. Of keys that begin together the first of the list
 * signs, and the others retire as they begin.
 *
 * Every isolate reads the same lives from the same list, so that all change keys in the same second, however long that
 * list took to reach them.
 *
 * @param verifyForSeconds how long what a key signed may hold
 */
export function succession<K extends { readonly activeFrom: UnixSeconds }>(
  keys: readonly K[],
  verifyForSeconds: number,
): readonly (K & KeySpan)[] {
  // Sorting is stable (ECMA-262 §23.1.3.30): those that begin together keep their order.
  const latestFirst = keys.toSorted((a, b) => b.activeFrom - a.activeFrom)
  return latestFirst.map((key, index) => {
    const retiresAt = latestFirst[index - 1]?.activeFrom
    const endsAt = retiresAt === undefined ? undefined : ((retiresAt + verifyForSeconds) as UnixSeconds)
    return { ...key, retiresAt, endsAt }
  })
}

export function keyStateAt({ activeFrom, retiresAt, endsAt }: KeySpan, now: UnixSeconds): KeyState {
  if (now < activeFrom) return 'next'
  if (retiresAt === undefined || now < retiresAt) return 'active'
  return endsAt === undefined || now < endsAt ? 'retired' : 'ended'
}

/** Every instant at which any of these keys changes its state, the latest first. */
export function stateChanges(spans: readonly KeySpan[]): readonly UnixSeconds[] {
  // A key retires when another begins: that instant is among the beginnings.
  const instants = spans.flatMap(({ activeFrom, endsAt }) =>
    endsAt === undefined ? [activeFrom] : [activeFrom, endsAt],
  )
  return [...new Set(instants)].sort((a, b) => b - a)
}
