import { absent, observed } from '../observations/types.ts'
import { defineSignal, policyDenied } from './define.ts'

/** Homes and servers share this ASN, so its class alone refuses nobody. */
export const networkMixed = defineSignal({
  name: 'network.mixed',
  kind: 'boolean',
  about: 'network',
  optional: true,
  reason: policyDenied,
  detect: ({ tables, snapshot }) => {
    if (!snapshot.edge.asn.given) return absent(snapshot.edge.asn.why)
    return tables.asn === undefined ? absent('not_applicable') : observed(tables.asn.mixed, 'table')
  },
})
