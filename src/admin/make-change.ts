import { err, ok, type Result } from '../lib/result.ts'
import type { Changed, ChangeOrder, ChangeRecord } from '../state/control/types.ts'
import type { AdminContext } from './context.ts'
import type { AdminFault } from './faults.ts'
import { fromControl, type Order } from './operation.ts'

/** Has it done, and lets this isolate know before anybody is answered. */
export async function makeChange(
  context: AdminContext,
  what: Omit<ChangeOrder, 'by' | 'decision' | 'idempotencyKey'>,
  { by, idempotencyKey }: Order,
): Promise<Result<Changed, AdminFault>> {
  const { decision, now, inForce } = context
  const key = idempotencyKey === undefined ? {} : { idempotencyKey }
  const made = await fromControl(context, (control) => control.change({ ...what, by, decision, ...key }, now))
  if (!made.ok) return made
  if (!made.value.ok) return err({ code: made.value.error })
  inForce.apply(made.value.value.update)
  return ok(made.value.value)
}

/**
 * What the order with this idempotency key has done already; undefined where it has none, or did nothing yet. For orders
 * that are checked against what is in force, which is another thing once they have been carried out.
 */
export async function earlierChange(
  context: AdminContext,
  { by, idempotencyKey }: Order,
): Promise<Result<ChangeRecord | undefined, AdminFault>> {
  if (idempotencyKey === undefined) return ok(undefined)
  return fromControl(context, (control) => control.earlier({ by, idempotencyKey }, context.now))
}
