import { describe, expect, it } from 'vitest'
import { may, RIGHTS, type Right, rightsOf } from '../../../src/admin/roles.ts'
import { ROLES } from '../../../src/state/control/types.ts'

/** Written out once more, so that a right is never given by a slip in the table. */
const MAY: Readonly<Record<(typeof ROLES)[number], readonly Right[]>> = {
  support: [
    'enter',
    'read_state',
    'read_keys',
    'read_revocations',
    'read_policy',
    'read_appeals',
    'revoke_session',
    'revoke_token',
    'revoke_account',
    'close_appeal',
  ],
  operator: [...RIGHTS],
  compliance: [
    'enter',
    'read_state',
    'read_keys',
    'read_revocations',
    'read_policy',
    'read_changes',
    'read_appeals',
    'revoke_account',
    'revoke_key',
    'revoke_revision',
    'lift',
    'publish_policy',
    'try_policy',
    'break_glass',
    'close_appeal',
  ],
  auditor: [
    'enter',
    'read_state',
    'read_keys',
    'read_revocations',
    'read_policy',
    'read_changes',
    'read_appeals',
  ],
}

describe('the table of roles', () => {
  it.each(ROLES)('gives %s these rights and no others', (role) => {
    expect(rightsOf(role)).toEqual(RIGHTS.filter((right) => MAY[role].includes(right)))
    for (const right of RIGHTS) expect(may(role, right)).toBe(MAY[role].includes(right))
  })

  it('lets an auditor change nothing', () => {
    expect(rightsOf('auditor').filter((right) => right !== 'enter' && !right.startsWith('read_'))).toEqual([])
  })
})
