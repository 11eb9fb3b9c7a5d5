import { type IpAddress, parseIpAddress } from '../net/ip-address.ts'
import { NETWORK_CLASSES, type NetworkClass } from '../net/network-class.ts'
import { absent, type Observations, observed, type Source, unavailable } from '../observations/types.ts'
import { defineSignal } from './define.ts'

/** The address every Cloudflare Worker's outgoing request to another zone shows. */
const WORKERS_EGRESS = parseIpAddress('2a06:98c0:3600::103')

type Finder = (observations: Observations) => NetworkClass | undefined

/**
 * Who has the last word on a network's class, first match wins. The operator's own list comes first; Tor outranks
 * everything else; a mixed network says nothing on its ASN alone, so the search goes on below it.
 */
const PRECEDENCE: readonly (readonly [Source, Finder])[] = [
  ['operator', ({ tables }) => (tables.operator === undefined ? undefined : 'operator_allowed')],
  [
    'edge',
    ({ snapshot: { edge } }) => (!edge.country.given && edge.country.why === 'tor' ? 'tor' : undefined),
  ],
  ['request', ({ snapshot }) => (snapshot.relayedBy.given ? 'edge_worker' : undefined)],
  ['edge', ({ snapshot: { address } }) => (isWorkersEgress(address) ? 'edge_worker' : undefined)],
  [
    'edge',
    ({ snapshot: { edge } }) => (edge.verifiedBot.given && edge.verifiedBot.value ? 'crawler' : undefined),
  ],
  ['table', ({ tables: { asn } }) => (asn === undefined || asn.mixed ? undefined : asn.class)],
  // A mixed network's name says "hosting" as often as "telecom", and would undo what the table knows.
  ['rule', ({ tables: { asn, organization } }) => (asn?.mixed ? undefined : organization?.class)],
]

/**
 * What kind of network the client comes through. `unknown` when there is an address or an ASN but nobody lists it
 * (as the relay carriers until their prefixes are loaded); absent only when there was nothing to look up.
 */
export const networkClass = defineSignal({
  name: 'network.class',
  kind: 'code',
  about: 'network',
  values: NETWORK_CLASSES,
  reason: reasonOfClass,
  detect: (observations) => {
    for (const [source, find] of PRECEDENCE) {
      const found = find(observations)
      if (found !== undefined) return observed(found, source)
    }
    const { address, edge } = observations.snapshot
    // What the edge gave as an ASN is none: nobody was asked, which is not the same as nobody knowing it.
    if (!edge.asn.given && edge.asn.why === 'malformed') return unavailable('the edge gave a malformed ASN')
    if (!address.given && !edge.asn.given) return absent(edge.asn.why)
    return observed<NetworkClass>('unknown', 'table')
  },
})

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

function isWorkersEgress(address: Observations['snapshot']['address']): boolean {
  return address.given && WORKERS_EGRESS !== undefined && sameAddress(address.value, WORKERS_EGRESS)
}

function sameAddress(a: IpAddress, b: IpAddress): boolean {
  return a.version === b.version && a.w0 === b.w0 && a.w1 === b.w1 && a.w2 === b.w2 && a.w3 === b.w3
}
