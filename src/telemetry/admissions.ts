import { BoundedMap } from '../lib/bounded-map.ts'
import type { UnixSeconds } from '../lib/time.ts'

/** A situation is some two kilobytes of text. */
const MAX_ADMISSIONS = 4_000
const VALID_SECONDS = 3_600

interface Known {
  readonly id: string
  readonly at: UnixSeconds
}

export interface Found extends Known {
  readonly isNew: boolean
}

/**
 * Which admission record stands for a situation (who, facts, revision, tier). Remembered per isolate; forgetting one
 * only means that the same evidence is written again under another id.
 */
export class Admissions {
  readonly #known = new BoundedMap<string, Known>(MAX_ADMISSIONS)
  readonly #ofJudgements = new WeakMap<object, Known & { readonly learned: string }>()

  /** The id of the record for this situation, and whether it has yet to be written. */
  find(situation: string, now: UnixSeconds, newId: () => string): Found {
    const known = this.#known.get(situation)
    if (known !== undefined && isValid(known, now)) return { ...known, isNew: false }
    const made = { id: newId(), at: now }
    this.#known.set(situation, made)
    return { ...made, isNew: true }
  }

  /**
   * The same where the verdict was recalled, and so is the situation: it is put into words only where it has to be.
   *
   * @param judgement the verdict's own object
   * @param learned what the origin's answer has added to it
   */
  findFor(
    judgement: object,
    learned: string,
    situation: () => string,
    now: UnixSeconds,
    newId: () => string,
  ): Found {
    const noted = this.#ofJudgements.get(judgement)
    if (noted !== undefined && noted.learned === learned && isValid(noted, now))
      return { id: noted.id, at: noted.at, isNew: false }
    const found = this.find(situation(), now, newId)
    this.#ofJudgements.set(judgement, { id: found.id, at: found.at, learned })
    return found
  }
}

function isValid({ at }: Known, now: UnixSeconds): boolean {
  return now >= at && now - at < VALID_SECONDS
}
