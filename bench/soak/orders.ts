import type { Book } from './book.ts'
import { equipPrograms } from './clients.ts'
import type { Door } from './door.ts'
import type { Order } from './schedule.ts'
import type { Site } from './site.ts'
import type { PolicyName, Revoked, TableName } from './situation.ts'
import { Timeline } from './timeline.ts'

export type Tables = Readonly<Record<TableName, string>>

export function putPolicy(door: Door, policy: PolicyName, document: string) {
  return policy === 'live'
    ? door('PUT', '/policy', { document })
    : door('POST', '/policy/rollback', { to: null })
}

/** The configured one by naming none. */
export function putTable(door: Door, table: TableName, tables: Tables) {
  return door('PUT', '/tables', { sha256: table === 'configured' ? null : tables[table] })
}

/** An order that was carried out. Milliseconds of `performance.now()`. */
export interface Done {
  readonly order: Order
  readonly givenAt: number
  readonly answeredAt: number
}

export interface OrdersContext {
  readonly site: Site
  readonly book: Book
  readonly tables: Tables
  readonly oldKey: string
}

/** Gives orders at the admin door, and keeps book of what was in force when. One after the other. */
export class Orders {
  readonly policy = new Timeline<PolicyName>('deployed')
  readonly table = new Timeline<TableName>('configured')
  readonly revoked = new Timeline<Revoked>({ epoch: 0, names: new Set() })
  readonly done: Done[] = []
  readonly #context: OrdersContext

  constructor(context: OrdersContext) {
    this.#context = context
  }

  async carryOut(order: Order): Promise<void> {
    const { site, book, tables, oldKey } = this.#context
    const { door, document } = site
    const { names, epoch } = this.revoked.ordered
    switch (order) {
      case 'live policy':
        return this.#give(order, this.policy, 'live', () => putPolicy(door, 'live', document))
      case 'deployed policy':
        return this.#give(order, this.policy, 'deployed', () => putPolicy(door, 'deployed', document))
      case 'named table':
        return this.#give(order, this.table, 'named', () => putTable(door, 'named', tables))
      case 'configured table':
        return this.#give(order, this.table, 'configured', () => putTable(door, 'configured', tables))
      case 'session revoked':
        return this.#revoke(order, 'session', book.next('session to be revoked')?.facts.sid)
      case 'account revoked':
        return this.#revoke(order, 'account', book.next('account to be revoked')?.facts.sub)
      case 'epoch raised':
        await this.#give(order, this.revoked, { names, epoch: epoch + 1 }, () => door('POST', '/epoch', {}))
        return equipPrograms(book, site.process.port, site.policies)
      case 'old key revoked':
        await this.#give(order, this.revoked, { names: new Set([...names, oldKey]), epoch: epoch + 1 }, () =>
          door('POST', '/revocations', { kind: 'signing_key', value: oldKey }),
        )
        return equipPrograms(book, site.process.port, site.policies)
    }
  }

  #revoke(order: Order, kind: 'session' | 'account', value = ''): Promise<void> {
    const { names, epoch } = this.revoked.ordered
    return this.#give(order, this.revoked, { epoch, names: new Set([...names, value]) }, () =>
      this.#context.site.door('POST', '/revocations', { kind, value }),
    )
  }

  async #give<V>(order: Order, timeline: Timeline<V>, value: V, act: () => Promise<unknown>): Promise<void> {
    const givenAt = performance.now()
    const answered = timeline.begin(value, givenAt)
    await act()
    const answeredAt = performance.now()
    answered(answeredAt)
    this.done.push({ order, givenAt, answeredAt })
  }
}
