import { WorkerEntrypoint } from 'cloudflare:workers'
import * as v from 'valibot'
import { carryOut } from '../admin/carry-out.ts'
import type { AdminContext, Administrator } from '../admin/context.ts'
import type { FaultCode } from '../admin/faults.ts'
import { operationNamed } from '../admin/operations.ts'
import { type Dependencies, dependenciesFrom, newDecisionId } from '../deps.ts'
import { followControl } from '../middleware/in-force.ts'
import bundledPolicy from '../policy/data/bundled.json'
import { adminContextFrom, administrationOf } from '../routes/admin-context.ts'
import { ROLES } from '../state/control/types.ts'
import prefixTable from '../tables/data/feeds.bin'
import { timestamp } from '../telemetry/write.ts'

/** Which Worker calls and what it may: written into the binding by whoever deploys this one, and by nobody else. */
const props = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)),
  role: v.picklist(ROLES),
})

export type AdminAnswer =
  | { readonly ok: true; readonly value: unknown; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: RefusalReason; readonly details?: readonly string[] }

type RefusalReason = FaultCode | 'admin.props' | 'service.misconfigured'

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
    const caller = v.safeParse(props, this.ctx.props)
    if (!caller.success) return refused('admin.props')
    const by: Administrator = { name: `worker:${caller.output.name}`, role: caller.output.role }
    return answer(dependencies, id, raw, by, (task) => this.ctx.waitUntil(task))
  }
}

async function answer(
  { gate, clock, random, log }: Dependencies,
  id: string,
  raw: unknown,
  by: Administrator,
  waitUntil: (task: Promise<void>) => void,
): Promise<AdminAnswer> {
  const made = await gate()
  if (!made.ok) return refused('service.misconfigured')
  const at = clock()
  // Over HTTP the steps before the door do this.
  await followControl(made.value, clock, waitUntil)
  const decision = newDecisionId(random)
  const context: AdminContext | undefined = adminContextFrom(made.value, at, decision)
  if (context === undefined) return refused('admin.unknown')
  const { requests } = administrationOf(made.value)
  if (requests.waitSeconds(by.name, context.now) !== undefined) return refused('admin.too_many_requests')
  requests.count(by.name, context.now)
  const { input, idempotencyKey } = orderOf(raw)
  const request = { time: timestamp(at), decision, door: 'rpc' as const }
  const result = await carryOut(operationNamed(id), context, { input, by, idempotencyKey }, request, log)
  if (!result.ok) return refused(result.error.code, result.error.details)
  return { ok: true, value: result.value.output, repeated: result.value.repeated ?? false }
}

/** The key is no part of the order, over HTTP as here. */
function orderOf(raw: unknown): { readonly input: unknown; readonly idempotencyKey: unknown } {
  if (typeof raw !== 'object' || raw === null) return { input: raw, idempotencyKey: undefined }
  const { idempotencyKey, ...input } = raw as { readonly idempotencyKey?: unknown }
  return { input, idempotencyKey }
}

function refused(reason: RefusalReason, details?: readonly string[]): AdminAnswer {
  return details === undefined ? { ok: false, reason } : { ok: false, reason, details }
}
