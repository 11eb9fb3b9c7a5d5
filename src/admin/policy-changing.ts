import type * as v from 'valibot'
import { ok, type Result } from '../lib/result.ts'
import type { Change } from '../state/control/types.ts'
import type { AdminContext } from './context.ts'
import type { AdminFault } from './faults.ts'
import { reasonOnly } from './input.ts'
import { makeChange } from './make-change.ts'
import { defineOperation, type Order, type Performed } from './operation.ts'
import { changed, changedOutput } from './output.ts'
import { publish, rollBack, tryOut } from './policy-activate.ts'
import * as input from './policy-input.ts'
import * as output from './policy-output.ts'

const FAULTS = ['control.key_reused', 'control.rate', 'control.unreachable'] as const
const SECONDS_PER_MINUTE = 60

/** Operations that change the policy, for everybody and at once. */
export const POLICY_CHANGES = [
  defineOperation({
    id: 'publishPolicy',
    method: 'PUT',
    path: '/policy',
    summary: 'Checks a policy document and puts it in force. With `dry_run` it is only checked.',
    rights: ['publish_policy'],
    input: input.published,
    output: output.activated,
    bodyBytes: input.DOCUMENT_BODY_BYTES,
    faults: [...FAULTS, 'admin.policy', 'control.moved'],
    run: publish,
  }),
  defineOperation({
    id: 'rollbackPolicy',
    method: 'POST',
    path: '/policy/rollback',
    summary: 'Puts the policy in force that was before, or the one that is named; null: the deployed one.',
    rights: ['publish_policy'],
    input: input.rolledBack,
    output: output.activated,
    faults: [...FAULTS, 'admin.policy', 'admin.in_force', 'control.moved', 'control.no_document'],
    run: rollBack,
  }),
  defineOperation({
    id: 'tryPolicy',
    method: 'PUT',
    path: '/policy/candidate',
    summary: 'Has a policy document evaluated beside the one in force, without any effect; null ends it.',
    rights: ['try_policy'],
    input: input.candidate,
    output: output.activated,
    bodyBytes: input.DOCUMENT_BODY_BYTES,
    faults: [...FAULTS, 'admin.policy'],
    run: tryOut,
  }),
  defineOperation({
    id: 'breakGlass',
    method: 'POST',
    path: '/break-glass',
    summary: 'For so many minutes only what rests on a law refuses. An emergency; it is recorded.',
    rights: ['break_glass'],
    input: input.brokenGlass,
    output: changed,
    faults: FAULTS,
    run: (context, { minutes, why }, order) =>
      switchGlass(context, { action: 'break_glass', seconds: minutes * SECONDS_PER_MINUTE }, why, order),
  }),
  defineOperation({
    id: 'endBreakGlass',
    method: 'DELETE',
    path: '/break-glass',
    summary: 'Ends it at once.',
    rights: ['break_glass'],
    input: reasonOnly,
    output: changed,
    faults: FAULTS,
    run: (context, { why }, order) => switchGlass(context, { action: 'end_break_glass' }, why, order),
  }),
] as const

async function switchGlass(
  context: AdminContext,
  change: Change,
  why: string,
  order: Order,
): Promise<Result<Performed<v.InferInput<typeof changed>>, AdminFault>> {
  const made = await makeChange(context, { change, why }, order)
  if (!made.ok) return made
  const { record, repeated } = made.value
  return ok({ output: changedOutput(record), record, repeated })
}
