import type * as v from 'valibot'
import { err, ok, type Result } from '../lib/result.ts'
import type { ChangeRecord, Control } from '../state/control/types.ts'
import type { AdminContext, Administrator } from './context.ts'
import type { AdminFault } from './faults.ts'
import { checkInput } from './input.ts'
import { may, type Right } from './roles.ts'

/** Who wants it done, beside the input. */
export interface Order {
  readonly by: Administrator
  readonly idempotencyKey?: string
}

/** What an operation gives back. */
export interface Performed<O = unknown> {
  readonly output: O
  /** What was changed, for the log. */
  readonly record?: ChangeRecord
  /** The order had been carried out before. */
  readonly repeated?: boolean
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Definition<I extends v.GenericSchema, O extends v.GenericSchema> {
  /** Name of the operation in the OpenAPI document and in the log. */
  readonly id: string
  readonly method: Method
  /** Below `/.cordon/admin`; members of the input that are in the path stand in braces. */
  readonly path: string
  readonly summary: string
  /** Whoever has one of these may try; what exactly is needed may depend on the input. */
  readonly rights: readonly [Right, ...Right[]]
  readonly rightFor?: (input: v.InferOutput<I>) => Right
  readonly input: I
  readonly output: O
  /** Bytes of the body of a change; 16 KiB where it says nothing. */
  readonly bodyBytes?: number
  /** Refusals of its own, beside those every operation has. */
  readonly faults?: readonly AdminFault['code'][]
  readonly run: (
    context: AdminContext,
    input: v.InferOutput<I>,
    order: Order,
  ) => Promise<Result<Performed<v.InferInput<O>>, AdminFault>>
}

/** A definition whose input and output are its own affair, so that operations of all kinds fit into one table. */
export interface Operation
  extends Omit<Definition<v.GenericSchema, v.GenericSchema>, 'run' | 'rightFor' | 'faults'> {
  readonly faults: readonly AdminFault['code'][]
  /** Checks the role, then the input, then does it. The input is what the caller sent: attacker-controlled. */
  readonly perform: (
    context: AdminContext,
    input: unknown,
    order: Order,
  ) => Promise<Result<Performed, AdminFault>>
}

export function defineOperation<I extends v.GenericSchema, O extends v.GenericSchema>({
  run,
  rightFor,
  ...definition
}: Definition<I, O>): Operation {
  const { input: schema, rights, faults = [] } = definition
  return {
    ...definition,
    faults,
    async perform(context, raw, order) {
      const { role } = order.by
      // Before the input is looked at: whoever may do nothing of the kind is not told how it is done.
      if (!rights.some((right) => may(role, right))) return err({ code: 'admin.role' })
      const input = checkInput(schema, raw)
      if (!input.ok) return input
      if (rightFor !== undefined && !may(role, rightFor(input.value))) return err({ code: 'admin.role' })
      return run(context, input.value, order)
    },
  }
}

/** Every change is one, and says so by its method. */
export function isChange({ method }: Pick<Operation, 'method'>): boolean {
  return method !== 'GET'
}

/** What `Control` answers, or that it does not: an exception there is an unreachable object, never a yes. */
export async function fromControl<T>(
  { control }: AdminContext,
  ask: (control: Control) => Promise<T>,
): Promise<Result<T, AdminFault>> {
  try {
    return ok(await ask(control))
  } catch (error) {
    return err({ code: 'control.unreachable', cause: error instanceof Error ? error.message : 'unknown' })
  }
}
