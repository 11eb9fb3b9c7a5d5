import { APPEALS } from './appeals.ts'
import { CHANGING } from './changing.ts'
import type { Operation } from './operation.ts'
import { POLICY_CHANGES } from './policy-changing.ts'
import { POLICY_READING } from './policy-reading.ts'
import { READING } from './reading.ts'

/** Everything an administrator can do. HTTP, RPC and the OpenAPI document are made from this table and nothing else. */
export const OPERATIONS: readonly Operation[] = [
  ...READING,
  ...POLICY_READING,
  ...CHANGING,
  ...POLICY_CHANGES,
  ...APPEALS,
]

/** @throws Error where there is none: the ids are in code, not in requests */
export function operationNamed(id: string): Operation {
  const found = OPERATIONS.find((operation) => operation.id === id)
  if (found === undefined) throw new Error(`there is no operation ${id}`)
  return found
}
