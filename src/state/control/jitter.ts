/** So many bytes by chance. */
export type Random = (bytes: number) => Uint8Array

const LEAST_DUE_MILLIS = 15_000
const MOST_DUE_MILLIS = 20_000
const COOL_DOWN_MILLIS = 5_000
const FIRST_COOL_DOWN_MILLIS = 1_000
const MOST_COOL_DOWN_MILLIS = 8_000

/** At what age a copy is read anew: 15 to 20 seconds, so that isolates of one deployment do not ask as one. */
export function dueMillis(random: Random): number {
  return LEAST_DUE_MILLIS + fraction(random) * (MOST_DUE_MILLIS - LEAST_DUE_MILLIS)
}

/**
 * How long nobody waits after a failed read: five seconds where there is a copy. Without one requests are refused
 * meanwhile, and so it is one second at most after the first failure, and twice as long after each, up to eight: where
 * `Control` cannot keep up, asking as often as before is what keeps it from recovering. By chance, down to half of it.
 *
 * @param failures so far, this one among them
 */
export function coolDownMillis(failures: number, hasCopy: boolean, random: Random): number {
  if (hasCopy) return COOL_DOWN_MILLIS
  const most = Math.min(FIRST_COOL_DOWN_MILLIS * 2 ** Math.max(0, failures - 1), MOST_COOL_DOWN_MILLIS)
  return most * (0.5 + 0.5 * fraction(random))
}

/** From 0 to below 1, in steps of a 65,536th. */
function fraction(random: Random): number {
  const [high = 0, low = 0] = random(2)
  return (high * 256 + low) / 65_536
}
