import type { UnixSeconds } from '../../../src/lib/time.ts'
import { continentOf } from '../../../src/net/continent.ts'
import { countryCode } from '../../../src/net/country.ts'
import { type IpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'
import type { PolicyTables } from '../../../src/observations/gather.ts'
import type { Fact, Observations, RequestSnapshot, RequestTarget } from '../../../src/observations/types.ts'
import { edgeFacts } from '../../../src/request/edge-facts.ts'
import type { NetworkTables } from '../../../src/tables/networks.ts'
import { type Facts, PART } from './facts.ts'

/** What is known besides the line. */
export interface Knowledge {
  readonly networks: NetworkTables
  /** Under which name a network is registered: Logpush does not say it. */
  readonly nameOf: (asn: number) => string | undefined
  /** What ISO 3166-2 calls a subdivision: Logpush has its code only. */
  readonly regionNameOf: (country: string, region: string) => string | undefined
}

/** The snapshot that the gate would have taken, as far as the log can say it. */
export function snapshotOf(
  { address, edge, method }: Facts,
  target: RequestTarget,
  { nameOf, regionNameOf }: Knowledge,
): RequestSnapshot {
  const country = edge[PART.country]
  const region = edge[PART.region]
  const known = countryCode(country)
  const asn = numberAt(edge[PART.asn])
  const isBot = edge[PART.verifiedBot]
  return {
    method,
    target,
    address: addressFact(address),
    relayedBy: { given: false, why: 'missing' },
    header: () => undefined,
    edge: edgeFacts({
      country,
      regionCode: region,
      region:
        edge[PART.regionName] ??
        (known === undefined || typeof region !== 'string' ? undefined : regionNameOf(known, region)),
      city: edge[PART.city],
      continent: known === undefined ? undefined : continentOf(known),
      latitude: edge[PART.latitude],
      longitude: edge[PART.longitude],
      timezone: edge[PART.timeZone],
      colo: edge[PART.colo],
      asn,
      asOrganization: edge[PART.organization] ?? (asn === undefined ? undefined : nameOf(asn)),
      httpProtocol: edge[PART.protocol],
      tlsVersion: edge[PART.tlsVersion],
      tlsCipher: edge[PART.tlsCipher],
      clientTcpRtt: edge[PART.rtt],
      botManagement: {
        ja3Hash: edge[PART.ja3],
        ja4: edge[PART.ja4],
        score: numberAt(edge[PART.botScore]),
        verifiedBot: isBot === undefined ? undefined : isBot !== '',
      },
      tlsClientAuth: certificateOf(edge[PART.certificate]),
    }),
  }
}

/** Logpush writes 0 where there is none. */
function numberAt(value: string | number | undefined): number | undefined {
  return typeof value === 'number' && value !== 0 ? value : undefined
}

/** The edge's words for it, from Logpush's (`ok`, `absent`, `untrusted`, `notyetvalid`, `expired`, `unknown`). */
function certificateOf(status: string | number | undefined): object | undefined {
  if (status === undefined || status === '' || status === 'unknown') return undefined
  if (status === 'absent') return { certPresented: '0' }
  return { certPresented: '1', certVerified: status === 'ok' ? 'SUCCESS' : 'FAILED', certRevoked: '0' }
}

function addressFact(text: string | undefined): Fact<IpAddress> {
  if (text === undefined || text === '') return { given: false, why: 'missing' }
  const value = parseIpAddress(text)
  return value === undefined ? { given: false, why: 'malformed' } : { given: true, value }
}

/** What `observations/gather` gives for a request that comes without token and key, which no log holds. */
export function observationsOf(
  snapshot: RequestSnapshot,
  { networks }: Pick<Knowledge, 'networks'>,
  { operatorNetworks, overrides }: PolicyTables,
  now: UnixSeconds,
): Observations {
  const { edge } = snapshot
  const address = snapshot.address.given ? snapshot.address.value : undefined
  const asn = edge.asn.given ? edge.asn.value : undefined
  const place = overrides.place(address, asn, now)
  const isCarrier = asn !== undefined && networks.isRelayCarrier(asn)
  const named =
    isCarrier || !edge.organization.given ? undefined : networks.byOrganization(edge.organization.value)
  return {
    snapshot,
    tables: {
      operator: operatorNetworks(address, asn),
      override: overrides.class(address, asn, now),
      prefixes: networks.byAddress(address),
      asn: asn === undefined ? undefined : networks.byAsn(asn),
      organization: named && {
        class: named.class,
        mixed: false,
        confidence: named.confidence,
        reason: named.rule,
      },
      moved: place && { place, source: 'operator', by: 'override' },
    },
    session: { status: 'none' },
    proof: { status: 'none' },
    binding: { asn: 'off', tls: 'off' },
    key: undefined,
  }
}
