import type { DetailLevel } from '../config/refusal-schema.ts'
import { formatIpAddress } from '../net/ip-address.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { formatPlace } from '../net/region.ts'
import type { Signal } from '../observations/types.ts'
import type { Tier } from '../policy/types.ts'
import type { Evidence } from '../signals/registry.ts'
import { placeName } from '../texts/place-name.ts'

/**
 * A connection as its own client is told of it. What is not known is undefined. Text of the edge's and of registries, to
 * be escaped where it is shown.
 */
export interface Seen {
  readonly address: string | undefined
  readonly place: SeenPlace | undefined
  /** Not known, or not told. */
  readonly network: SeenNetwork | undefined
  /** It comes out of a privacy relay, which says no more of the place than the relay does. */
  readonly relay: boolean | undefined
  readonly tls: { readonly version: string | undefined; readonly cipher: string | undefined } | undefined
  readonly http: string | undefined
  readonly rtt_ms: number | undefined
  readonly colo: string | undefined
}

/** `REFUSAL_DETAIL`. */
type DetailByTier = Readonly<Record<Tier, DetailLevel>>

export interface SeenPlace {
  readonly country: string | undefined
  readonly region: string | undefined
  /** The place in the language of the answer. */
  readonly name: string | undefined
  readonly city: string | undefined
  readonly continent: string | undefined
  readonly time_zone: string | undefined
}

export interface SeenNetwork {
  readonly asn: number | undefined
  readonly organization: string | undefined
  readonly class: NetworkClass | undefined
}

/**
 * What a client may be told of its own connection: facts that it, its provider or any other site could tell it, and the
 * kind of network that it counts as.
 *
 * Left out are fingerprints (JA3, JA4, the hashes of the hello), bot scores, and how sure or suspicious the kind
 * of network is: nobody needs them to put a connection right, and whoever evades would learn what is looked at and could try
 * until it looks ordinary. Coordinates are left out because they look more exact than they are.
 *
 * Where every tier is `terse`, neither is the network told, nor whether it is a relay: its kind and operator are what no
 * refusal says then, and here anybody could ask for them.
 *
 * @param language BCP 47, of the place's name
 * @param detail how much refusals say, by tier
 */
export function seenOf(evidence: Evidence, language: string, detail: DetailByTier): Seen {
  const place = knownOf(evidence.place)
  const address = knownOf(evidence['client.address'])
  return {
    address: address && formatIpAddress(address),
    place: unlessEmpty({
      country: place?.country,
      region: place?.region,
      name: place && placeName(formatPlace(place), language),
      city: knownOf(evidence['place.city']),
      continent: knownOf(evidence['place.continent']),
      time_zone: knownOf(evidence['place.time_zone']),
    }),
    ...(isTerse(detail) ? { network: undefined, relay: undefined } : networkOf(evidence)),
    tls: unlessEmpty({
      version: knownOf(evidence['tls.version']),
      cipher: knownOf(evidence['tls.cipher']),
    }),
    http: knownOf(evidence['http.protocol']),
    rtt_ms: knownOf(evidence['client.rtt_ms']),
    colo: knownOf(evidence['edge.colo']),
  }
}

function networkOf(evidence: Evidence): Pick<Seen, 'network' | 'relay'> {
  const networkClass = knownOf(evidence['network.class'])
  return {
    network: unlessEmpty({
      asn: knownOf(evidence['network.asn']),
      organization: knownOf(evidence['network.organization']),
      class: networkClass,
    }),
    relay: networkClass && networkClass === 'privacy_relay',
  }
}

function isTerse(detail: DetailByTier): boolean {
  return Object.values(detail).every((level) => level === 'terse')
}

function knownOf<T>(signal: Signal<T>): T | undefined {
  return signal.state === 'observed' ? signal.value : undefined
}

function unlessEmpty<T extends object>(facts: T): T | undefined {
  return Object.values(facts).every((value) => value === undefined) ? undefined : facts
}
