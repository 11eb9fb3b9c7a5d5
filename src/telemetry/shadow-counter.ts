import { secondsFromMillis, type UnixMillis } from '../lib/time.ts'
import type { Difference } from '../policy/shadow.ts'
import type { ShadowRecord } from './records.ts'
import { timestamp } from './write.ts'

/** What came of one comparison: nothing differs, something does, or it could not be made. */
export type Comparison =
  | { readonly state: 'same' }
  | { readonly state: 'differs'; readonly difference: Difference }
  /** The candidate looks into a body that the policy in force did not have read. */
  | { readonly state: 'unread' }
  | { readonly state: 'failed'; readonly cause: string }

/** Whose decisions were compared, by revision. */
export interface Compared {
  readonly candidate: string
  readonly live: string
}

const FLUSH_SECONDS = 60
const FLUSH_COMPARISONS = 10_000
/** Of names that a policy makes up; what differs by others counts to `others`. */
const MAX_RULES = 200
const MAX_CAUSE_LENGTH = 200

type Batch = Compared & { readonly since: UnixMillis } & Record<
    'compared' | 'differing' | 'unread' | 'failed',
    number
  > & {
    readonly verdicts: Map<string, number>
    readonly actions: Map<string, number>
    readonly rules: Map<string, number>
    cause: string | undefined
  }

/** Requests that began before a change of policy end after it, so those of two revisions overlap. */
const MAX_BATCHES = 4

/**
 * Counts what a candidate would have changed, in this isolate: a batch for each pair of revisions. It is handed out for
 * the log once a minute and at ten thousand comparisons, by the clock of requests: an isolate that gets none any more
 * keeps its last one to itself.
 */
export class ShadowCounter {
  readonly #batches = new Map<string, Batch>()

  get isEmpty(): boolean {
    return this.#batches.size === 0
  }

  /** @returns what is to be written of it now */
  note(of: Compared, comparison: Comparison, now: UnixMillis): readonly ShadowRecord[] {
    const key = `${of.candidate} ${of.live}`
    const batch = this.#batches.get(key) ?? newBatch(of, now)
    this.#batches.set(key, batch)
    count(batch, comparison)
    const excess = this.#batches.size - MAX_BATCHES
    return this.#take((held, index) => index < excess || isDue(held, now), now)
  }

  /** Ends every batch: nothing is compared any more. */
  settle(now: UnixMillis): readonly ShadowRecord[] {
    return this.#take(() => true, now)
  }

  #take(isTaken: (batch: Batch, index: number) => boolean, now: UnixMillis): readonly ShadowRecord[] {
    const taken = [...this.#batches].filter(([, batch], index) => isTaken(batch, index))
    for (const [key] of taken) this.#batches.delete(key)
    return taken.map(([, batch]) => recordOf(batch, now))
  }
}

function newBatch({ candidate, live }: Compared, since: UnixMillis): Batch {
  return {
    candidate,
    live,
    since,
    compared: 0,
    differing: 0,
    unread: 0,
    failed: 0,
    verdicts: new Map(),
    actions: new Map(),
    rules: new Map(),
    cause: undefined,
  }
}

/** A clock that went back ends a batch too: it could last for as long as that was wrong. */
function isDue({ since, compared, unread, failed }: Batch, now: UnixMillis): boolean {
  const seconds = secondsFromMillis(now) - secondsFromMillis(since)
  return compared + unread + failed >= FLUSH_COMPARISONS || seconds >= FLUSH_SECONDS || seconds < 0
}

function count(batch: Batch, comparison: Comparison): void {
  switch (comparison.state) {
    case 'same':
      batch.compared++
      return
    case 'unread':
      batch.unread++
      return
    case 'failed':
      batch.failed++
      batch.cause ??= comparison.cause.slice(0, MAX_CAUSE_LENGTH)
      return
    case 'differs': {
      const { verdicts, actions, rules } = comparison.difference
      batch.compared++
      batch.differing++
      add(batch.verdicts, verdicts)
      add(batch.actions, actions)
      for (const rule of rules) add(batch.rules, rule)
    }
  }
}

function add(counts: Map<string, number>, name: string): void {
  const key = counts.has(name) || counts.size < MAX_RULES ? name : 'others'
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function recordOf(batch: Batch, now: UnixMillis): ShadowRecord {
  const { candidate, live, since, compared, differing, unread, failed, cause } = batch
  return {
    event: 'shadow',
    time: timestamp(now),
    since: timestamp(since),
    revision: candidate,
    live,
    compared,
    differing,
    unread,
    failed,
    verdicts: Object.fromEntries(batch.verdicts),
    actions: Object.fromEntries(batch.actions),
    rules: Object.fromEntries(batch.rules),
    ...(cause === undefined ? {} : { cause }),
  }
}
