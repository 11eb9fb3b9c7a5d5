import { ok } from '../lib/result.ts'
import type { Page } from '../state/control/types.ts'
import * as input from './input.ts'
import { defineOperation, fromControl } from './operation.ts'
import * as output from './output.ts'
import { rightsOf } from './roles.ts'

/** Operations that change nothing. */
export const READING = [
  defineOperation({
    id: 'whoami',
    method: 'GET',
    path: '/',
    summary: 'Who you are here, and what you may do.',
    rights: ['enter'],
    input: input.nothing,
    output: output.self,
    run: async (_, __, { by }) =>
      ok({ output: { name: by.name, role: by.role, rights: [...rightsOf(by.role)] } }),
  }),
  defineOperation({
    id: 'state',
    method: 'GET',
    path: '/state',
    summary: 'What is in force, as far as the isolate that answers knows.',
    rights: ['read_state'],
    input: input.nothing,
    output: output.state,
    run: async (context) => ok({ output: output.stateOutput(context) }),
  }),
  defineOperation({
    id: 'keys',
    method: 'GET',
    path: '/keys',
    summary: 'The signing keys and what each is used for now.',
    rights: ['read_keys'],
    input: input.nothing,
    output: output.keys,
    run: async (context) => ok({ output: output.keysOutput(context.keys(context.now)) }),
  }),
  defineOperation({
    id: 'revocations',
    method: 'GET',
    path: '/revocations',
    summary: 'Revocations in force, the latest first.',
    rights: ['read_revocations'],
    input: input.page,
    output: output.revocations,
    faults: ['control.unreachable'],
    async run(context, asked) {
      const page = pageOf(asked)
      const held = await fromControl(context, (control) => control.revocations(page, context.now))
      if (!held.ok) return held
      const revocations = held.value.map(output.revocationOutput)
      return ok({ output: { revocations, next: output.nextPage(held.value, page.limit) } })
    },
  }),
  defineOperation({
    id: 'changes',
    method: 'GET',
    path: '/changes',
    summary: 'The log of changes, the latest first: who did what, and why.',
    rights: ['read_changes'],
    input: input.page,
    output: output.changes,
    faults: ['control.unreachable'],
    async run(context, asked) {
      const page = pageOf(asked)
      const made = await fromControl(context, (control) => control.changes(page))
      if (!made.ok) return made
      const changes = made.value.map(output.changedOutput)
      return ok({ output: { changes, next: output.nextPage(made.value, page.limit) } })
    },
  }),
  defineOperation({
    id: 'openapi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    rights: ['enter'],
    input: input.nothing,
    output: output.document,
    run: async ({ document }) => ok({ output: document }),
  }),
] as const

function pageOf({ limit = input.DEFAULT_PAGE, before }: { limit?: number; before?: number }): Page {
  return { limit, ...(before === undefined ? {} : { before }) }
}
