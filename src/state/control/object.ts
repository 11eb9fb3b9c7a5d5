import { DurableObject } from 'cloudflare:workers'
import type { Result } from '../../lib/result.ts'
import {
  millisFromSeconds,
  SECONDS_PER_DAY,
  secondsFromMillis,
  type UnixMillis,
  type UnixSeconds,
} from '../../lib/time.ts'
import type { Appeal, AppealEntry, AppealFault, AppealPage, AppealTaken } from './appeal-types.ts'
import type { PackedUpdate } from './packed.ts'
import type { ControlStore } from './store.ts'
import type {
  Changed,
  ChangeFault,
  ChangeOrder,
  ChangeRecord,
  Control,
  ControlUpdate,
  EarlierOrder,
  Page,
  PolicyDocument,
  PolicyHistory,
  Revocation,
} from './types.ts'

/**
 * What is in force, in one place: the Durable Object that every isolate reads and the admin door writes. One, because
 * whoever asks after a change must not meet another copy that has not heard of it.
 *
 * The platform holds every answer back until what it tells of is on disk, and restarts the object where that fails.
 */
export class ControlObject extends DurableObject<unknown> implements Omit<Control, 'read'> {
  #loaded: ControlStore | undefined
  /** What time it was when somebody asked last. */
  #heard: UnixSeconds | undefined

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env)
    // Its code is in every isolate that only forwards, and runs in none of them: loaded where there is an object. The
    // platform delivers nothing to the object before this is done, and restarts it where it fails.
    void ctx.blockConcurrencyWhile(async () => {
      const { ControlStore } = await import('./store.ts')
      this.#loaded = new ControlStore(ctx.storage, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
    })
  }

  get #store(): ControlStore {
    if (this.#loaded === undefined) throw new Error('nothing is delivered before the store is there')
    return this.#loaded
  }

  /**
   * @param form in which to have everything, where it is everything. Whoever asks may be of another deployment than this
   *   object: an earlier one names no form, and an earlier object looks at none.
   */
  async read(
    since: number | undefined,
    now: UnixSeconds,
    form?: 'packed',
  ): Promise<ControlUpdate | PackedUpdate> {
    this.#heard = now
    return form === 'packed' ? this.#store.readPacked(since, now) : this.#store.read(since, now)
  }

  async change(order: ChangeOrder, now: UnixSeconds): Promise<Result<Changed, ChangeFault>> {
    this.#heard = now
    const changed = this.#store.change(order, now)
    await this.#pruneLater(now)
    return changed
  }

  async revocations(
    page: Page,
    now: UnixSeconds,
  ): Promise<readonly (Revocation & { readonly stamp: number })[]> {
    return this.#store.revocations(page, now)
  }

  async changes(page: Page): Promise<readonly ChangeRecord[]> {
    return this.#store.changes(page)
  }

  async earlier(order: EarlierOrder, now: UnixSeconds): Promise<ChangeRecord | undefined> {
    return this.#store.earlier(order, now)
  }

  async document(sha256: string): Promise<PolicyDocument | undefined> {
    return this.#store.document(sha256)
  }

  async policies(): Promise<PolicyHistory> {
    return this.#store.policies()
  }

  async appeal(entry: AppealEntry, now: UnixSeconds): Promise<Result<AppealTaken, AppealFault>> {
    this.#heard = now
    const taken = this.#store.appeal(entry, now)
    if (taken.ok) await this.#pruneLater(now)
    return taken
  }

  async appeals(page: AppealPage): Promise<readonly Appeal[]> {
    return this.#store.appeals(page)
  }

  /**
   * Once a day: nothing that has expired outlives that, even where nobody changes anything. Whoever asked last says
   * what time it is; where nobody has since the object woke, the time that the alarm was set for has come.
   */
  override async alarm(alarm?: AlarmInvocationInfo): Promise<void> {
    const due =
      alarm === undefined ? undefined : secondsFromMillis(Math.trunc(alarm.scheduledTime) as UnixMillis)
    const now = this.#heard ?? due
    if (now === undefined) return
    this.#store.prune(now)
    // Not where that clock has stood still since the alarm was set: in the past of the platform's, it would ring at once.
    if (due === undefined || now > due - SECONDS_PER_DAY / 2) await this.#pruneLater(now)
  }

  async #pruneLater(now: UnixSeconds): Promise<void> {
    const { storage } = this.ctx
    const due = millisFromSeconds((now + SECONDS_PER_DAY) as UnixSeconds)
    const set = await storage.getAlarm()
    if (set === null || set > due) await storage.setAlarm(due)
  }
}
