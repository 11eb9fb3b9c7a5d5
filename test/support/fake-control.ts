import type { AdminContext, KeyState, PolicyView } from '../../src/admin/context.ts'
import { loadPolicy } from '../../src/config/policy-document.ts'
import { err, ok, type Result } from '../../src/lib/result.ts'
import type { UnixSeconds } from '../../src/lib/time.ts'
import type { Appeal, AppealEntry, AppealPage, AppealTaken } from '../../src/state/control/appeal-types.ts'
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
  #policy: string | undefined
  #policyBefore: string | undefined
  #candidate: string | undefined
  #breakGlassUntil: UnixSeconds | undefined
  readonly stored = new Map<string, PolicyDocument>()
  #appeals: readonly Appeal[] = []
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

  async earlier({ by, idempotencyKey }: EarlierOrder): Promise<ChangeRecord | undefined> {
    this.#reach()
    return this.#known.get(`${by.name} ${idempotencyKey}`)?.made.record
  }

  async document(sha256: string): Promise<PolicyDocument | undefined> {
    this.#reach()
    return this.stored.get(sha256)
  }

  async policies(): Promise<PolicyHistory> {
    this.#reach()
    const { policy, candidate, breakGlassUntil } = this.#update()
    const documents = [...this.stored].map(([sha256, { text, signatures }]) => {
      const last = this.log.findLast(({ change }) => 'sha256' in change && change.sha256 === sha256)
      if (last === undefined) throw new Error('stored by nobody')
      const { stamp, at, by, why } = last
      return { sha256, bytes: text.length, signatures: signatures.length, stamp, at, by, why }
    })
    return { policy, policyBefore: this.#policyBefore, candidate, breakGlassUntil, documents }
  }

  async appeal(entry: AppealEntry, at: UnixSeconds): Promise<Result<AppealTaken, never>> {
    this.#reach()
    const number = this.#appeals.length + 1
    const id = `appeal-${number}`.padEnd(22, '_')
    this.#appeals = [...this.#appeals, { ...entry, id, number, at, closed: undefined }]
    return ok('received')
  }

  async appeals({ state, limit, after = 0 }: AppealPage): Promise<readonly Appeal[]> {
    this.#reach()
    return this.#appeals
      .filter(({ number, closed }) => number > after && (closed === undefined) === (state === 'open'))
      .slice(0, limit)
  }

  #make(
    { change, by, why, decision, document, replaces }: ChangeOrder,
    at: UnixSeconds,
  ): Result<Changed, ChangeFault> {
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
      case 'set_policy':
        if (replaces !== undefined && replaces.policy !== this.#policy) return err('control.moved')
        if (!this.#store(change.sha256, document)) return err('control.no_document')
        this.#policyBefore = this.#policy
        this.#policy = change.sha256
        return changed({})
      case 'set_candidate':
        if (!this.#store(change.sha256, document)) return err('control.no_document')
        this.#candidate = change.sha256
        return changed({})
      case 'break_glass':
        this.#breakGlassUntil = (at + change.seconds) as UnixSeconds
        return changed({})
      case 'end_break_glass':
        this.#breakGlassUntil = undefined
        return changed({})
      case 'close_appeal': {
        const { appeal, outcome } = change
        const isMeant = ({ id, closed }: Appeal) => id === appeal && closed === undefined
        if (!this.#appeals.some(isMeant)) return err('control.not_found')
        this.#appeals = this.#appeals.map((held) =>
          isMeant(held) ? { ...held, closed: { at, by, outcome, why } } : held,
        )
        return changed({})
      }
      case 'close_appeals': {
        const { outcome } = change
        const isMeant = ({ asn, network, closed }: Appeal) =>
          closed === undefined && ('asn' in change ? asn === change.asn : network === change.network)
        if (!this.#appeals.some(isMeant)) return err('control.not_found')
        this.#appeals = this.#appeals.map((held) =>
          isMeant(held) ? { ...held, closed: { at, by, outcome, why } } : held,
        )
        return changed({})
      }
    }
  }

  #store(sha256: string | undefined, document: PolicyDocument | undefined): boolean {
    if (sha256 !== undefined && document !== undefined) this.stored.set(sha256, document)
    return sha256 === undefined || this.stored.has(sha256)
  }

  #update(): ControlUpdate {
    return {
      stamp: this.log.length,
      epoch: this.#epoch,
      tables: this.#tables,
      policy: this.#policy,
      candidate: this.#candidate,
      breakGlassUntil: this.#breakGlassUntil,
      complete: false,
      revocations: [],
      lifted: [],
    }
  }

  #reach(): void {
    if (this.down) throw new Error('the object cannot be reached')
  }
}

export const DEPLOYED_REVISION = '0123456789abcdef'
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

/** A document of the policy that stands for the deployed one. */
export const DEPLOYED_DOCUMENT = {
  POLICY: { default: 'allow' },
  RESTRICTED_REGIONS: [
    {
      id: 'embargo',
      regions: ['KP', 'CU'],
      reason: 'Embargo',
      basis: { law: 'A law', owner: 'compliance', from: '2020-01-01' },
    },
    { id: 'no-licence', regions: ['FR'], reason: 'No licence' },
  ],
  DENIED_NETWORKS: ['vpn'],
}

/** Of an isolate where the deployed policy is in force. */
export function policyView(changes: Partial<PolicyView> = {}): PolicyView {
  const loaded = loadPolicy(DEPLOYED_DOCUMENT)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error))
  const deployed = { loaded: loaded.value, revision: DEPLOYED_REVISION }
  return {
    deployed,
    served: deployed,
    mode: 'enforce',
    standing: 'current',
    fault: undefined,
    candidate: undefined,
    candidateFault: undefined,
    signers: [],
    follow: async () => {},
    ...changes,
  }
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
      policy: undefined,
      candidate: undefined,
      breakGlassUntil: undefined,
      count: 3,
      standing: 'current',
      apply: (update) => void applied.push(update),
    },
    readTable: async () => 'ok',
    policies: policyView(),
    keys: () => [ACTIVE_KEY, RETIRED_KEY],
    forSeconds: 3_750,
    now: ADMIN_NOW,
    decision: 'd'.repeat(22),
    document: { openapi: '3.1.0' },
    ...changes,
  }
  return { context, applied }
}
