import type { UnixSeconds } from '../../lib/time.ts'
import type { Settings } from './prune.ts'
import type { ControlStorage } from './schema.ts'
import { packedRevocations } from './since.ts'

/** Those who ask may have clocks that are so far behind, or be so long under way, and the text has all that they need. */
const BEHIND_SECONDS = 60
/** Longer than a deployment takes to reach every place. */
const KEPT_SECONDS = 300
/** Changes since: so many rows cost a reader little, and where they come fast the text is made every few seconds only. */
const MOST_CHANGES = 250

interface Kept {
  readonly rows: string
  readonly stamp: number
  readonly epoch: number
  /** What had expired by then is not in it. */
  readonly asOf: UnixSeconds
  askedAt: UnixSeconds
}

/**
 * What was in force a little while ago, as the text that isolates get which start: made once for all of them, because
 * thousands may start within seconds. Some 95 bytes for each revocation, 4.7 MB where as many as may be are in force.
 */
export class KeptRevocations {
  readonly #sql: ControlStorage['sql']
  #kept: Kept | undefined

  constructor(sql: ControlStorage['sql']) {
    this.#sql = sql
  }

  /**
   * Everything that was in force at the stamp that comes with it, in the form of `packed`. What has happened since can be
   * told by what lies above that stamp: at most 250 changes, and no new epoch, whose deletions leave no trace.
   */
  upTo({ stamp, epoch }: Settings, now: UnixSeconds): Pick<Kept, 'rows' | 'stamp'> {
    const kept = this.#kept
    if (kept !== undefined && kept.epoch === epoch && kept.asOf <= now) {
      const changes = stamp - kept.stamp
      if (changes >= 0 && changes <= MOST_CHANGES) {
        kept.askedAt = now
        return kept
      }
    }
    const asOf = (now - BEHIND_SECONDS) as UnixSeconds
    const rows = packedRevocations(this.#sql, asOf)
    this.#kept = { rows, stamp, epoch, asOf, askedAt: now }
    return this.#kept
  }

  /** Lets go of what nobody has asked for during five minutes, by the clocks of those who ask. */
  forgetUnasked(now: UnixSeconds): void {
    if (this.#kept !== undefined && Math.abs(now - this.#kept.askedAt) > KEPT_SECONDS) this.#kept = undefined
  }

  forget(): void {
    this.#kept = undefined
  }
}
