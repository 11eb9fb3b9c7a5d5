import { WorkerEntrypoint } from 'cloudflare:workers'
import { dependenciesFrom } from '../deps.ts'
import bundledPolicy from '../policy/data/bundled.json'
import prefixTable from '../tables/data/feeds.bin'
import type { AdminAnswer } from './admin-answer.ts'

export type { AdminAnswer } from './admin-answer.ts'

/**
 * The admin operations for the operator's own Workers, over a service binding whose `props` say who calls:
 *
 *     [[services]]
 *     binding = "CORDON"
 *     service = "cordon"
 *     entrypoint = "CordonAdmin"
 *     props = { name = "billing", role = "support" }
 *
 * The binding is the credential: the platform lets `props` be set only by somebody who may deploy this Worker, so they
 * need no signature. A binding without them gets nothing, and with them no more than its role. What is passed in is
 * checked like a request body. Answers are `{ok: true, value}` or `{ok: false, reason, details?}`; nothing is thrown.
 */
export class CordonAdmin extends WorkerEntrypoint<Env, unknown> {
  whoami(): Promise<AdminAnswer> {
    return this.#call('whoami', {})
  }

  state(): Promise<AdminAnswer> {
    return this.#call('state', {})
  }

  keys(): Promise<AdminAnswer> {
    return this.#call('keys', {})
  }

  /** @param page `{limit?, before?}` */
  revocations(page: unknown = {}): Promise<AdminAnswer> {
    return this.#call('revocations', page)
  }

  /** @param page `{limit?, before?}` */
  changes(page: unknown = {}): Promise<AdminAnswer> {
    return this.#call('changes', page)
  }

  /** @param order `{kind, value, why, force?, idempotencyKey?}` */
  revoke(order: unknown): Promise<AdminAnswer> {
    return this.#call('revoke', order)
  }

  /** @param order `{id, why, idempotencyKey?}` */
  lift(order: unknown): Promise<AdminAnswer> {
    return this.#call('lift', order)
  }

  /** @param order `{why, idempotencyKey?}` */
  raiseEpoch(order: unknown): Promise<AdminAnswer> {
    return this.#call('raiseEpoch', order)
  }

  /** @param order `{sha256, why, force?, idempotencyKey?}` */
  setTables(order: unknown): Promise<AdminAnswer> {
    return this.#call('setTables', order)
  }

  policy(): Promise<AdminAnswer> {
    return this.#call('policy', {})
  }

  /** @param which `{sha256?}` */
  policyDocument(which: unknown = {}): Promise<AdminAnswer> {
    return this.#call('policyDocument', which)
  }

  policyHistory(): Promise<AdminAnswer> {
    return this.#call('policyHistory', {})
  }

  /** @param order `{document, signatures?, expected?, dry_run?, why, idempotencyKey?}` */
  publishPolicy(order: unknown): Promise<AdminAnswer> {
    return this.#call('publishPolicy', order)
  }

  /** @param order `{to?, signatures?, overrides_basis?, why, idempotencyKey?}` */
  rollbackPolicy(order: unknown): Promise<AdminAnswer> {
    return this.#call('rollbackPolicy', order)
  }

  /** @param order `{document, signatures?, why, idempotencyKey?}` */
  tryPolicy(order: unknown): Promise<AdminAnswer> {
    return this.#call('tryPolicy', order)
  }

  /** @param order `{minutes, why, idempotencyKey?}` */
  breakGlass(order: unknown): Promise<AdminAnswer> {
    return this.#call('breakGlass', order)
  }

  /** @param order `{why, idempotencyKey?}` */
  endBreakGlass(order: unknown): Promise<AdminAnswer> {
    return this.#call('endBreakGlass', order)
  }

  /** @param page `{state?, limit?, after?}` */
  appeals(page: unknown = {}): Promise<AdminAnswer> {
    return this.#call('appeals', page)
  }

  /** @param order `{id, outcome, why, idempotencyKey?}` */
  closeAppeal(order: unknown): Promise<AdminAnswer> {
    return this.#call('closeAppeal', order)
  }

  /** @param order `{asn | network, outcome, why, idempotencyKey?}` */
  closeAppeals(order: unknown): Promise<AdminAnswer> {
    return this.#call('closeAppeals', order)
  }

  // Private by the language: a method that TypeScript alone calls private could be called from outside.
  async #call(id: string, raw: unknown): Promise<AdminAnswer> {
    const dependencies = dependenciesFrom(this.env, { prefixTable, bundledPolicy })
    const { answerCall } = await import('./admin-answer.ts')
    return answerCall(dependencies, id, raw, this.ctx.props, (task) => this.ctx.waitUntil(task))
  }
}
