/** What is done when. A run has rounds; in each of them everything is changed and put back. */

export const ORDERS = [
  'live policy',
  'named table',
  'session revoked',
  'account revoked',
  'epoch raised',
  'deployed policy',
  'configured table',
  'old key revoked',
] as const
export type Order = (typeof ORDERS)[number]

export interface Due {
  /** After the warm-up. */
  readonly atSeconds: number
  /** `round begins`: those who will be revoked are let in. */
  readonly what: Order | 'round begins'
}

export interface Schedule {
  /** Caches fill and functions are optimised; not measured, and judged all the same. */
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly windows: number
  readonly windowSeconds: number
  readonly rounds: number
  readonly due: readonly Due[]
  /** When the second signing key begins: by the clock, as in any rotation that was planned. */
  readonly rotatesAtSeconds: number
}

const SECONDS_PER_MINUTE = 60
/** Each change is then given up to a minute, and as long again in which only one answer is right. */
const ROUND_SECONDS = 300
/** Share of a round after which each is due. The old key goes once, in the last one. */
const PARTS: readonly (readonly [number, Due['what']])[] = [
  [0, 'round begins'],
  [0.08, 'live policy'],
  [0.2, 'named table'],
  [0.3, 'session revoked'],
  [0.36, 'account revoked'],
  [0.52, 'epoch raised'],
  [0.62, 'deployed policy'],
  [0.72, 'configured table'],
]
const LAST_PART = 0.84
const ROTATION_PART = 0.45

export function scheduleOf(minutes: number): Schedule {
  const seconds = minutes * SECONDS_PER_MINUTE
  const rounds = Math.max(1, Math.floor(seconds / ROUND_SECONDS))
  const length = seconds / rounds
  const windowSeconds = windowOf(seconds)
  const last = (rounds - 1) * length
  const due = Array.from({ length: rounds }, (_, round) =>
    PARTS.map(([part, what]) => ({ atSeconds: (round + part) * length, what })),
  ).flat()
  return {
    warmUpSeconds: warmUpOf(seconds),
    seconds,
    windows: Math.max(1, Math.round(seconds / windowSeconds)),
    windowSeconds,
    rounds,
    due: [...due, { atSeconds: last + LAST_PART * length, what: 'old key revoked' }],
    rotatesAtSeconds: last + ROTATION_PART * length,
  }
}

/** Six of them at least, and not shorter than the figures need. */
function windowOf(seconds: number): number {
  return Math.min(30, Math.max(2, seconds / 10))
}

/** Enough for the caches of sessions and statements; longer runs fill that of proofs, too. */
function warmUpOf(seconds: number): number {
  if (seconds < 120) return 18
  return seconds < 600 ? 40 : 60
}
