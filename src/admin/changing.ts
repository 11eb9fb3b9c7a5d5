import type * as v from 'valibot'
import { err, ok, type Result } from '../lib/result.ts'
import type { Change } from '../state/control/types.ts'
import { blobName } from '../state/prefix-blob.ts'
import type { AdminContext, KeyState, TableReading } from './context.ts'
import type { AdminFault } from './faults.ts'
import * as input from './input.ts'
import { makeChange } from './make-change.ts'
import { defineOperation, type Order, type Performed } from './operation.ts'
import * as output from './output.ts'
import { rightToRevoke } from './roles.ts'

/** Of any change. */
export const CHANGE_FAULTS = ['control.key_reused', 'control.rate', 'control.unreachable'] as const

/** Operations that change what is in force, for everybody and at once. */
export const CHANGING = [
  defineOperation({
    id: 'revoke',
    method: 'POST',
    path: '/revocations',
    summary:
      'Ends a session, a token, an account or a key, or all that a revision or a signing key stands behind.',
    rights: [
      'revoke_session',
      'revoke_token',
      'revoke_account',
      'revoke_key',
      'revoke_revision',
      'revoke_signing_key',
    ],
    rightFor: ({ kind }) => rightToRevoke(kind),
    input: input.revocation,
    output: output.changed,
    faults: [...CHANGE_FAULTS, 'control.full', 'admin.last_key'],
    async run(context, asked, order) {
      const { kind, value, why } = asked
      const fault = asked.kind === 'signing_key' ? keyFault(context, value, asked.force ?? false) : undefined
      if (fault !== undefined) return err(fault)
      return change(context, { action: 'revoke', kind, value, forSeconds: context.forSeconds }, why, order)
    },
  }),
  defineOperation({
    id: 'lift',
    method: 'DELETE',
    path: '/revocations/{id}',
    summary: 'Lifts a revocation: tokens it was meant for that have not expired are good again.',
    rights: ['lift'],
    input: input.liftedRevocation,
    output: output.changed,
    faults: [...CHANGE_FAULTS, 'control.not_found'],
    run: (context, { id, why }, order) => change(context, { action: 'lift', revocation: id }, why, order),
  }),
  defineOperation({
    id: 'raiseEpoch',
    method: 'POST',
    path: '/epoch',
    summary: 'Ends every session there is.',
    rights: ['raise_epoch'],
    input: input.reasonOnly,
    output: output.changed,
    faults: CHANGE_FAULTS,
    run: (context, { why }, order) => change(context, { action: 'raise_epoch' }, why, order),
  }),
  defineOperation({
    id: 'setTables',
    method: 'PUT',
    path: '/tables',
    summary: 'Names the prefix table that should be in force; null goes back to the configured one.',
    rights: ['set_tables'],
    input: input.wantedTables,
    output: output.changed,
    faults: [...CHANGE_FAULTS, 'admin.table_unreadable'],
    async run(context, { sha256, why, force = false }, order) {
      const fault = sha256 === null || force ? undefined : await tableFault(context, sha256)
      if (fault !== undefined) return err(fault)
      return change(context, { action: 'set_tables', sha256: sha256 ?? undefined }, why, order)
    },
  }),
] as const

/** Has the change made, and answers with its line of the log. */
export async function change(
  context: AdminContext,
  wanted: Change,
  why: string,
  order: Order,
): Promise<Result<Performed<v.InferInput<typeof output.changed>>, AdminFault>> {
  const made = await makeChange(context, { change: wanted, why }, order)
  if (!made.ok) return made
  const { record, repeated } = made.value
  return ok({ output: output.changedOutput(record), record, repeated })
}

/** An unknown kid would be a revocation that ends nothing while somebody believes it does. */
function keyFault({ keys, now }: AdminContext, kid: string, force: boolean): AdminFault | undefined {
  const states = keys(now)
  const meant = states.find((key) => key.kid === kid)
  if (meant === undefined) {
    return { code: 'admin.input', details: ['value: expected the kid of a key of this gate, see GET /keys'] }
  }
  // Where the active key is revoked, the newest retired one signs in its stead.
  const signs = ({ state }: KeyState) => state === 'active' || state === 'retired'
  const another = states.some((key) => key.kid !== kid && signs(key))
  return signs(meant) && !another && !force ? { code: 'admin.last_key' } : undefined
}

/** A table that nobody can read would be in force nowhere, and in a gate without another one everything waits for it. */
async function tableFault({ readTable }: AdminContext, sha256: string): Promise<AdminFault | undefined> {
  const reading = await readTable(sha256)
  if (reading === 'ok') return undefined
  return { code: 'admin.table_unreadable', cause: reading, details: [describeReading(reading, sha256)] }
}

function describeReading(reading: Exclude<TableReading, 'ok'>, sha256: string): string {
  const blob = `${blobName(sha256)} in NETWORK_TABLES`
  switch (reading) {
    case 'not_found':
      // KV keeps "not found" for a minute where it was asked before the upload.
      return `not found: ${blob}; KV may say so for a minute after it was put there`
    case 'unreachable':
      return `the store cannot be reached: ${blob}`
    case 'timeout':
      return `the store does not answer in time: ${blob}`
    case 'no_store':
      return 'no store is bound as NETWORK_TABLES'
    case 'unsound':
      return `not a prefix table with this checksum: ${blob}`
  }
}
