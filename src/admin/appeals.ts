import { err, ok } from '../lib/result.ts'
import type { AppealPage, AppealSource } from '../state/control/appeal-types.ts'
import * as input from './appeal-input.ts'
import * as output from './appeal-output.ts'
import { CHANGE_FAULTS, change } from './changing.ts'
import { DEFAULT_PAGE } from './input.ts'
import { defineOperation, fromControl } from './operation.ts'
import { changed } from './output.ts'

/**
 * Operations on what refused people say. None of them lets anybody in: whoever finds that a refusal is wrong changes the
 * policy or its overrides, and an embargo is lifted by nobody else and nothing else.
 */
export const APPEALS = [
  defineOperation({
    id: 'appeals',
    method: 'GET',
    path: '/appeals',
    summary:
      'What refused people say, the oldest first: open ones, or those closed. Kept for 30 days at most. The texts are theirs, and are not escaped.',
    rights: ['read_appeals'],
    input: input.appealPage,
    output: output.appeals,
    faults: ['control.unreachable'],
    async run(context, { state = 'open', limit = DEFAULT_PAGE, after }) {
      const page: AppealPage = { state, limit, ...(after === undefined ? {} : { after }) }
      const held = await fromControl(context, (control) => control.appeals(page))
      return held.ok ? ok({ output: output.appealsOutput(held.value, limit) }) : held
    },
  }),
  defineOperation({
    id: 'closeAppeal',
    method: 'POST',
    path: '/appeals/{id}/close',
    summary:
      'Closes an appeal, whatever was found. Changes no verdict: a wrong refusal is mended in the policy, and an embargo is lifted only by people, there.',
    rights: ['close_appeal'],
    input: input.closedAppeal,
    output: changed,
    faults: [...CHANGE_FAULTS, 'control.not_found'],
    run: (context, { id, outcome, why }, order) =>
      change(context, { action: 'close_appeal', appeal: id, outcome }, why, order),
  }),
  defineOperation({
    id: 'closeAppeals',
    method: 'POST',
    path: '/appeals/close',
    summary:
      'Closes all open appeals of one ASN or of one network, also those that came since the list was read: after a flood. Takes either `asn` or `network`. Changes no verdict.',
    rights: ['close_appeal'],
    input: input.closedAppeals,
    output: changed,
    faults: [...CHANGE_FAULTS, 'control.not_found'],
    async run(context, { outcome, why, ...of }, order) {
      const source = sourceOf(of)
      if (source === undefined)
        return err({ code: 'admin.input', details: ['asn, network: expected one of them'] })
      return change(context, { action: 'close_appeals', ...source, outcome }, why, order)
    },
  }),
] as const

/** Undefined where it would be nobody's appeals, or those of two. */
function sourceOf(of: { readonly asn?: number; readonly network?: string }): AppealSource | undefined {
  const { asn, network } = of
  if (asn !== undefined) return network === undefined ? { asn } : undefined
  return network === undefined ? undefined : { network }
}
