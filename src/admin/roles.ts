import type { RevocationKind, Role } from '../state/control/types.ts'

/** The roles there are, as columns of the table below; a client that ends its own session does not come through this door. */
export type { Role }

const ALL: readonly Role[] = ['support', 'operator', 'compliance', 'auditor']

/**
 * Who may do what: all of it, and nothing elsewhere. Support takes the call of a customer whose laptop was stolen, so it
 * ends what is one customer's; whatever reaches many customers at once, or undoes somebody's decision, is for others.
 */
const TABLE = {
  enter: ALL,
  read_state: ALL,
  read_keys: ALL,
  read_revocations: ALL,
  read_policy: ALL,
  read_changes: ['operator', 'compliance', 'auditor'],
  read_appeals: ALL,
  revoke_session: ['support', 'operator'],
  revoke_token: ['support', 'operator'],
  revoke_account: ['support', 'operator', 'compliance'],
  revoke_key: ['operator', 'compliance'],
  revoke_revision: ['operator', 'compliance'],
  revoke_signing_key: ['operator'],
  lift: ['operator', 'compliance'],
  raise_epoch: ['operator'],
  set_tables: ['operator'],
  publish_policy: ['operator', 'compliance'],
  try_policy: ['operator', 'compliance'],
  break_glass: ['operator', 'compliance'],
  close_appeal: ['support', 'operator', 'compliance'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Right = keyof typeof TABLE

export const RIGHTS = Object.keys(TABLE) as readonly Right[]

export function rolesWith(right: Right): readonly Role[] {
  return TABLE[right]
}

export function may(role: Role, right: Right): boolean {
  return rolesWith(right).includes(role)
}

export function rightsOf(role: Role): readonly Right[] {
  return RIGHTS.filter((right) => may(role, right))
}

export function rightToRevoke(kind: RevocationKind): Right {
  return `revoke_${kind}`
}
