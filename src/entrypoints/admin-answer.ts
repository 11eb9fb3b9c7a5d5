import * as v from 'valibot'
import { carryOut } from '../admin/carry-out.ts'
import type { AdminContext, Administrator } from '../admin/context.ts'
import type { FaultCode } from '../admin/faults.ts'
import { operationNamed } from '../admin/operations.ts'
import { type Dependencies, newDecisionId } from '../deps.ts'
import { followControl } from '../middleware/in-force.ts'
import { adminContextFrom, administrationOf } from '../routes/admin-context.ts'
import { ROLES } from '../state/control/types.ts'
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

/** Carries out one operation for a Worker, and tells it what came of it. Never throws for what is wrong with the call. */
export async function answerCall(
  { gate, clock, random, log }: Dependencies,
  id: string,
  raw: unknown,
  calling: unknown,
  waitUntil: (task: Promise<void>) => void,
): Promise<AdminAnswer> {
  const caller = v.safeParse(props, calling)
  if (!caller.success) return refused('admin.props')
  const by: Administrator = { name: `worker:${caller.output.name}`, role: caller.output.role }
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
