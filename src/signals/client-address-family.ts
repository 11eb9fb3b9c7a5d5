import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

export const ADDRESS_FAMILIES = ['ipv4', 'ipv6'] as const

/** IPv4 or IPv6; an IPv4-mapped IPv6 address is IPv4. */
export const clientAddressFamily = defineSignal({
  name: 'client.address_family',
  kind: 'code',
  about: 'network',
  values: ADDRESS_FAMILIES,
  volatile: true,
  reason: policyDenied,
  detect: ({ snapshot: { address } }) =>
    address.given
      ? observed<(typeof ADDRESS_FAMILIES)[number]>(address.value.version === 4 ? 'ipv4' : 'ipv6', 'derived')
      : absent(address.why),
})
