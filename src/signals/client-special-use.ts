import { SPECIAL_USES, specialUse } from '../net/special-use.ts'
import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/** Whether the address is a global one, or of a special-purpose block (RFC 6890) that no customer comes from. */
export const clientSpecialUse = defineSignal({
  name: 'client.special_use',
  kind: 'code',
  about: 'network',
  values: SPECIAL_USES,
  reason: policyDenied,
  detect: ({ snapshot: { address } }) =>
    address.given ? observed(specialUse(address.value), 'table') : absent(address.why),
})
