import { err, type Result } from '../lib/result.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { AdminRecord } from '../telemetry/records.ts'
import type { AdminContext } from './context.ts'
import type { AdminFault } from './faults.ts'
import { checkIdempotencyKey } from './input.ts'
import { isChange, type Operation, type Order, type Performed } from './operation.ts'
import { changedOutcome, refusedOutcome } from './record.ts'

/** What a record says of the request, whatever became of it. */
export type AdminRequest = Pick<AdminRecord, 'time' | 'decision' | 'door' | 'address'>

export interface Asked {
  /** As sent. */
  readonly input: unknown
  readonly by: Order['by']
  /** As sent. */
  readonly idempotencyKey: unknown
}

/**
 * Does what was asked and records it: every change, every attempt at one, and whatever a role may not do. The one way
 * to an operation, for HTTP and RPC alike.
 */
export async function carryOut(
  operation: Operation,
  context: AdminContext,
  { input, by, idempotencyKey }: Asked,
  request: AdminRequest,
  log: Logger,
): Promise<Result<Performed, AdminFault>> {
  const key = isChange(operation) ? checkIdempotencyKey(idempotencyKey) : undefined
  const order = { by, ...(key?.ok && key.value !== undefined ? { idempotencyKey: key.value } : {}) }
  const result = key?.ok === false ? err(key.error) : await operation.perform(context, input, order)
  if (isChange(operation) || (!result.ok && result.error.code === 'admin.role')) {
    const outcome = result.ok ? changedOutcome(result.value) : refusedOutcome(result.error)
    log({ event: 'admin', ...request, operation: operation.id, actor: by.name, role: by.role, ...outcome })
  }
  return result
}
