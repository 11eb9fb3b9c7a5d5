import type { NetworkClass } from '../net/network-class.ts'
import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/** Kinds of network nobody lives in. */
const NOT_HOMES: ReadonlySet<NetworkClass> = new Set(['hosting', 'vpn', 'proxy'])

/**
 * Whether the rules on the organisation's name contradict the ASN table: a carrier whose own name speaks of hosting is
 * no place to be sure of. Mere shades (a mobile carrier named like a cable one) are no contradiction.
 */
export const networkSourcesAgree = defineSignal({
  name: 'network.sources_agree',
  kind: 'boolean',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ tables: { asn, organization } }) =>
    asn === undefined || organization === undefined
      ? absent('not_applicable')
      : observed(NOT_HOMES.has(asn.class) || !NOT_HOMES.has(organization.class), 'derived'),
})
