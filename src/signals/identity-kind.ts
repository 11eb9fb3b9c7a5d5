import { IDENTITY_KINDS, type IdentityKind, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'
import { identityOf } from './identity.ts'

/** What kind of identity the origin has vouched for. */
export const identityKind = defineSignal({
  name: 'identity.kind',
  kind: 'code',
  about: 'session',
  values: IDENTITY_KINDS,
  reason: policyDenied,
  detect: (observations) => observed<IdentityKind>(identityOf(observations)?.kind ?? 'none', 'derived'),
})
