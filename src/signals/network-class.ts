import { NETWORK_CLASSES, type NetworkClass } from '../net/network-class.ts'
import { absent, observed, unavailable } from '../observations/types.ts'
import { defineSignal } from './define.ts'
import { type Found, isAdverse, networkVerdict } from './network-verdict.ts'

/**
 * What kind of network the client comes through; who decides is the table in `network-verdict.ts`. `unknown` when there
 * is an address or an ASN but nobody knows it well enough; absent only when there was nothing to look up.
 */
export const networkClass = defineSignal({
  name: 'network.class',
  kind: 'code',
  about: 'network',
  values: NETWORK_CLASSES,
  reason: reasonOfClass,
  detect: (observations) => {
    const found = networkVerdict(observations)
    if (observations.tables.prefixes === undefined && !isSettledWithoutLists(found))
      return unavailable('the prefix lists could not be asked')
    if (found !== undefined) return observed(found.class, found.source)

    const { address, edge } = observations.snapshot
    // What the edge gave as an ASN is none: nobody was asked, which is not the same as nobody knowing it.
    if (!edge.asn.given && edge.asn.why === 'malformed') return unavailable('the edge gave a malformed ASN')
    if (!address.given && !edge.asn.given) return absent(edge.asn.why)
    return observed<NetworkClass>('unknown', 'table')
  },
})

/** The lists come before network and name: that these know of nothing bad is no answer while those cannot be asked. */
function isSettledWithoutLists(found: Found | undefined): boolean {
  if (found === undefined) return false
  return (found.source !== 'table' && found.source !== 'rule') || isAdverse(found.class)
}

function reasonOfClass(value: NetworkClass | undefined) {
  switch (value) {
    case 'hosting':
    case 'vpn':
    case 'proxy':
    case 'tor':
    case 'privacy_relay':
    case 'edge_worker':
    case 'unknown':
      return `network.${value}` as const
    default:
      return 'policy.denied' as const
  }
}
