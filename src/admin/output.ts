import * as v from 'valibot'
import { APPEAL_OUTCOMES } from '../state/control/appeal-types.ts'
import { type ChangeRecord, REVOCABLE, type Revocation, ROLES } from '../state/control/types.ts'
import { type AdminContext, KEY_STATES, type KeyState, STANDINGS } from './context.ts'
import { RIGHTS } from './roles.ts'

/** Answers as JSON: the one place where names become those of the interface. Times are Unix seconds. */
export const seconds = v.pipe(v.number(), v.integer())
export const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const tables = v.nullable(v.string())

export const self = v.strictObject({
  name: v.string(),
  role: v.picklist(ROLES),
  rights: v.array(v.picklist(RIGHTS)),
})

export const state = v.strictObject({
  /** Null while this isolate has not read it. */
  stamp: v.nullable(count),
  epoch: count,
  tables,
  standing: v.picklist(STANDINGS),
  revocations: count,
  revision: v.string(),
  /** SHA-256 of the live policy document; null: the deployed policy. */
  policy: v.nullable(v.string()),
  break_glass_until: v.nullable(seconds),
  keys: v.strictObject({
    next: v.array(v.string()),
    active: v.array(v.string()),
    retired: v.array(v.string()),
    ended: v.array(v.string()),
  }),
})

export const keys = v.strictObject({
  keys: v.array(
    v.strictObject({
      kid: v.string(),
      alg: v.string(),
      state: v.picklist(KEY_STATES),
      active_from: seconds,
      retired_since: v.exactOptional(seconds),
      verifies_until: v.exactOptional(seconds),
    }),
  ),
})

const revocation = v.strictObject({
  id: v.string(),
  stamp: count,
  kind: v.picklist(REVOCABLE),
  value: v.string(),
  at: seconds,
  issued_up_to: v.exactOptional(seconds),
  expires: seconds,
})

/** The `before` of the next page; null where this is the last. */
const next = v.nullable(count)

export const revocations = v.strictObject({ revocations: v.array(revocation), next })

const change = v.variant('action', [
  v.strictObject({
    action: v.literal('revoke'),
    kind: v.picklist(REVOCABLE),
    value: v.string(),
    for_seconds: v.number(),
  }),
  v.strictObject({ action: v.literal('lift'), revocation: v.string() }),
  v.strictObject({ action: v.literal('raise_epoch') }),
  v.strictObject({ action: v.literal('set_tables'), sha256: tables }),
  v.strictObject({ action: v.literal('set_policy'), sha256: v.nullable(v.string()) }),
  v.strictObject({ action: v.literal('set_candidate'), sha256: v.nullable(v.string()) }),
  v.strictObject({ action: v.literal('break_glass'), seconds: count }),
  v.strictObject({ action: v.literal('end_break_glass') }),
  v.strictObject({
    action: v.literal('close_appeal'),
    appeal: v.string(),
    outcome: v.picklist(APPEAL_OUTCOMES),
  }),
  v.strictObject({
    action: v.literal('close_appeals'),
    /** Either this or `network`. */
    asn: v.exactOptional(count),
    network: v.exactOptional(v.string()),
    outcome: v.picklist(APPEAL_OUTCOMES),
  }),
])

export const actor = v.strictObject({ name: v.string(), role: v.picklist([...ROLES, 'client']) })

export const changed = v.strictObject({
  stamp: count,
  at: seconds,
  by: actor,
  why: v.string(),
  decision: v.string(),
  change,
  revocation: v.exactOptional(v.string()),
  epoch: v.exactOptional(count),
})

export const changes = v.strictObject({ changes: v.array(changed), next })

export const document = v.record(v.string(), v.unknown())

export function stateOutput(context: AdminContext): v.InferInput<typeof state> {
  const { inForce, now, policies } = context
  const { revision } = policies.served
  const all = context.keys(now)
  const named = (wanted: KeyState['state']) => all.filter((key) => key.state === wanted).map(({ kid }) => kid)
  return {
    stamp: inForce.stamp ?? null,
    epoch: inForce.epoch,
    tables: inForce.tables ?? null,
    standing: inForce.standing,
    revocations: inForce.count,
    revision,
    policy: inForce.policy ?? null,
    break_glass_until: inForce.breakGlassUntil ?? null,
    keys: { next: named('next'), active: named('active'), retired: named('retired'), ended: named('ended') },
  }
}

export function keysOutput(states: readonly KeyState[]): v.InferInput<typeof keys> {
  return {
    keys: states.map(({ kid, alg, state, activeFrom, retiredSince, verifiesUntil }) => ({
      kid,
      alg,
      state,
      active_from: activeFrom,
      ...(retiredSince === undefined ? {} : { retired_since: retiredSince }),
      ...(verifiesUntil === undefined ? {} : { verifies_until: verifiesUntil }),
    })),
  }
}

export function revocationOutput(
  held: Revocation & { readonly stamp: number },
): v.InferInput<typeof revocation> {
  const { id, stamp, kind, value, at, issuedUpTo, expires } = held
  return {
    id,
    stamp,
    kind,
    value,
    at,
    ...(issuedUpTo === undefined ? {} : { issued_up_to: issuedUpTo }),
    expires,
  }
}

export function changedOutput(record: ChangeRecord): v.InferInput<typeof changed> {
  const { stamp, at, by, why, decision, revocation, epoch } = record
  return {
    stamp,
    at,
    by: { name: by.name, role: by.role },
    why,
    decision,
    change: changeOutput(record.change),
    ...(revocation === undefined ? {} : { revocation }),
    ...(epoch === undefined ? {} : { epoch }),
  }
}

function changeOutput(made: ChangeRecord['change']): v.InferInput<typeof change> {
  switch (made.action) {
    case 'revoke':
      return { action: 'revoke', kind: made.kind, value: made.value, for_seconds: made.forSeconds }
    case 'lift':
      return { action: 'lift', revocation: made.revocation }
    case 'raise_epoch':
      return { action: 'raise_epoch' }
    case 'set_tables':
    case 'set_policy':
    case 'set_candidate':
      return { action: made.action, sha256: made.sha256 ?? null }
    case 'break_glass':
      return { action: 'break_glass', seconds: made.seconds }
    case 'end_break_glass':
      return { action: 'end_break_glass' }
    case 'close_appeal':
      return { action: 'close_appeal', appeal: made.appeal, outcome: made.outcome }
    case 'close_appeals':
      return {
        action: 'close_appeals',
        ...('asn' in made ? { asn: made.asn } : { network: made.network }),
        outcome: made.outcome,
      }
  }
}

/** Where a full page may have another one behind it. */
export function nextPage(lines: readonly { readonly stamp: number }[], limit: number): number | null {
  return lines.length < limit ? null : (lines.at(-1)?.stamp ?? null)
}
