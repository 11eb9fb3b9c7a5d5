import { DurableObject } from 'cloudflare:workers'
import { millisOf, type UnixSeconds } from '../../lib/time.ts'
import { UseTable } from './store.ts'
import type { ProofUse, UsedProofs } from './types.ts'

const SWEEP_SECONDS = 120
const SWEEP_UP_TO = 'sweep-up-to'

/**
 * One of the 64 shards of used proofs, in SQLite. Answers are held back by the platform until what they say is written
 * (output gate). Called by the gate only; `now` is the gate's.
 */
export class ReplayObject extends DurableObject<unknown> implements UsedProofs {
  readonly #table: UseTable

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env)
    this.#table = new UseTable(ctx.storage.sql)
  }

  async use(use: ProofUse, now: UnixSeconds): Promise<boolean> {
    const isFirst = this.#table.use(use, now)
    if ((await this.ctx.storage.getAlarm()) === null) await this.#sweepLater(now)
    return isFirst
  }

  /** For when nobody comes any more to prune in passing. */
  override async alarm(): Promise<void> {
    const now = await this.ctx.storage.get<UnixSeconds>(SWEEP_UP_TO)
    if (now === undefined) return
    this.#table.prune(now)
    if (this.#table.size > 0) await this.#sweepLater(now)
  }

  /**
   * An alarm is set by the platform's clock and no other, so that is what it counts from; but what has expired when it
   * rings is told by the gate's clock, as much later. The two differ where time is simulated.
   */
  async #sweepLater(now: UnixSeconds): Promise<void> {
    await this.ctx.storage.put(SWEEP_UP_TO, now + SWEEP_SECONDS)
    await this.ctx.storage.setAlarm(Date.now() + millisOf(SWEEP_SECONDS))
  }
}
