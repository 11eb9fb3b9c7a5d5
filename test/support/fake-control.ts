import type { AdminContext, KeyState } from '../../src/admin/context.ts'
import { err, ok, type Result } from '../../src/lib/result.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type {
  Changed,
  ChangeFault,
  ChangeOrder,
  ChangeRecord,
  Control,
  ControlUpdate,
  Page,
  Revocation,
} from '../../src/state/control/types.ts'

type Held = Revocation & { readonly stamp: number }

/** `Control` in memory: carries out what it is told, without limits. What the real one promises is tested there. */
export class FakeControl implements Control {
  readonly log: ChangeRecord[] = []
  /** What the next change is refused with. */
  refuses: ChangeFault | undefined
  /** Whether every call fails, as an object does that cannot be reached. */
  down = false
  readonly orders: ChangeOrder[] = []
  #held: readonly Held[] = []
  #epoch = 0
  #tables: string | undefined
  readonly #known = new Map<string, { readonly change: string; readonly made: Changed }>()

  async read(): Promise<ControlUpdate> {
    this.#reach()
    return { ...this.#update(), complete: true, revocations: this.#held }
  }

  async change(order: ChangeOrder, now: UnixSeconds): Promise<Result<Changed, ChangeFault>> {
    this.#reach()
    this.orders.push(order)
    if (this.refuses !== undefined) return err(this.refuses)
    const change = JSON.stringify(order.change)
    const known = order.idempotencyKey && this.#known.get(`${order.by.name} ${order.idempotencyKey}`)
    if (known)
      return known.change === change ? ok({ ...known.made, repeated: true }) : err('control.key_reused')
    const made = this.#make(order, now)
    if (made.ok && order.idempotencyKey !== undefined)
      this.#known.set(`${order.by.name} ${order.idempotencyKey}`, { change, made: made.value })
    return made
  }

  async revocations({ limit, before = Number.POSITIVE_INFINITY }: Page): Promise<readonly Held[]> {
    this.#reach()
    return this.#held
      .filter(({ stamp }) => stamp < before)
      .toReversed()
      .slice(0, limit)
  }

  async changes({ limit, before = Number.POSITIVE_INFINITY }: Page): Promise<readonly ChangeRecord[]> {
    this.#reach()
    return this.log
      .filter(({ stamp }) => stamp < before)
      .toReversed()
      .slice(0, limit)
  }

  #make({ change, by, why, decision }: ChangeOrder, at: UnixSeconds): Result<Changed, ChangeFault> {
    const stamp = this.log.length + 1
    const record: ChangeRecord = { stamp, at, by, why, decision, change }
    const changed = (more: Partial<ChangeRecord>, news: Partial<ControlUpdate> = {}) => {
      const made = { ...record, ...more }
      this.log.push(made)
      return ok({ record: made, update: { ...this.#update(), ...news }, repeated: false })
    }
    switch (change.action) {
      case 'revoke': {
        const { kind, value, forSeconds } = change
        const id = `revocation-${stamp}`.padEnd(22, '_')
        const expires = (at + forSeconds) as UnixSeconds
        const held = { id, kind, value, at, expires, stamp }
        this.#held = [...this.#held, held]
        return changed({ revocation: id }, { revocations: [held] })
      }
      case 'lift': {
        const { revocation } = change
        if (!this.#held.some(({ id }) => id === revocation)) return err('control.not_found')
        this.#held = this.#held.filter(({ id }) => id !== revocation)
        return changed({}, { lifted: [revocation] })
      }
      case 'raise_epoch':
        this.#epoch++
        return changed({ epoch: this.#epoch })
      case 'set_tables':
        this.#tables = change.sha256
        return changed({})
    }
  }

  #update(): ControlUpdate {
    return {
      stamp: this.log.length,
      epoch: this.#epoch,
      tables: this.#tables,
      complete: false,
      revocations: [],
      lifted: [],
    }
  }

  #reach(): void {
    if (this.down) throw new Error('the object cannot be reached')
  }
}

export const ADMIN_NOW = 1_793_491_200 as UnixSeconds
export const ACTIVE_KID = 'A'.repeat(43)
export const RETIRED_KID = 'R'.repeat(43)
export const ACTIVE_KEY: KeyState = {
  kid: ACTIVE_KID,
  alg: 'ES256',
  state: 'active',
  activeFrom: 1_793_000_000,
}
export const RETIRED_KEY: KeyState = {
  kid: RETIRED_KID,
  alg: 'ES256',
  state: 'retired',
  activeFrom: 1_790_000_000,
  retiredSince: 1_793_000_000,
  verifiesUntil: 1_794_000_000,
}

/** What operations get to know of a gate, with the updates that its isolate was told of. */
export function adminContext(control: Control, changes: Partial<AdminContext> = {}) {
  const applied: ControlUpdate[] = []
  const context: AdminContext = {
    control,
    inForce: {
      stamp: 7,
      epoch: 2,
      tables: undefined,
      count: 3,
      standing: 'current',
      apply: (update) => void applied.push(update),
    },
    readTable: async () => 'ok',
    revision: '0123456789abcdef',
    keys: () => [ACTIVE_KEY, RETIRED_KEY],
    forSeconds: 3_750,
    now: ADMIN_NOW,
    decision: 'd'.repeat(22),
    document: { openapi: '3.1.0' },
    ...changes,
  }
  return { context, applied }
}
