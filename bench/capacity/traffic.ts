import { ASSUMPTIONS } from './limits.ts'
import { type CpuMicros, KIND_NAMES, type Kind } from './measured.ts'
import type { CacheRatios } from './session-simulation.ts'

export type Shares = Readonly<Record<Kind, number>>

/** Whatever is none of the others has a session that is known. @returns undefined where they are more than all */
export function sharesOf(others: Omit<Shares, 'known'>): Shares | undefined {
  const known = 1 - others.first - others.api - others.strict - others.refused
  return known < -1e-9 ? undefined : { ...others, known: Math.max(0, known) }
}

/** Where nobody says how many there are: one a place at least, and more where there is more to do than one should. */
export function usualIsolates(requestsPerSecond: number): number {
  return Math.max(ASSUMPTIONS.places, Math.ceil(requestsPerSecond / ASSUMPTIONS.requestsPerSecondOfIsolate))
}

/** Signature and claims of a token that this isolate has not seen: `npm run bench:tokens`. */
const FIRST_VERIFICATION_MICROS = 198

/**
 * CPU microseconds a request of this mix. The subject `knownSession` always finds its token and its statement; here they
 * are found as often as the caches have them.
 */
export function meanCpuMicros(shares: Shares, micros: CpuMicros, ratios: CacheRatios): number {
  const signing = Math.max(0, micros.api - micros.known)
  const known =
    micros.known +
    (1 - ratios.reusedAssertion) * signing +
    (1 - ratios.knownToken) * FIRST_VERIFICATION_MICROS
  const each = { ...micros, known }
  return KIND_NAMES.reduce((sum, kind) => sum + shares[kind] * each[kind], 0)
}
