import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'

/** A situation is some two kilobytes of text. */
const MAX_ADMISSIONS = 4_000
const VALID_SECONDS = 3_600

/**
 * Which admission record stands for a situation (who, facts, revision, tier). Remembered per isolate; forgetting one
 * only means that the same evidence is written again under another id.
 */
export class Admissions {
  readonly #known = new BoundedMap<string, { readonly id: string; readonly at: UnixSeconds }>(MAX_ADMISSIONS)

  /** The id of the record for this situation, and whether it has yet to be written. */
  find(
    situation: string,
    now: UnixSeconds,
    newId: () => string,
  ): { readonly id: string; readonly isNew: boolean } {
    const known = this.#known.get(situation)
    if (known !== undefined && now >= known.at && now - known.at < VALID_SECONDS)
      return { id: known.id, isNew: false }
    const id = newId()
    this.#known.set(situation, { id, at: now })
    return { id, isNew: true }
  }
}
