import type { Asn } from '../net/asn.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { ASN_GROUPS, RELAY_CARRIERS } from './asn-entries.ts'

/** What the bundled table says about one autonomous system. */
export interface AsnEntry {
  readonly class: NetworkClass
  /** Homes and servers share this ASN: its class is the commoner use and must not decide alone. */
  readonly mixed: boolean
  /** `high`: the operator's only business there; `medium`: its main one. */
  readonly confidence: 'high' | 'medium'
  /** For reports and logs: the operator, and why the ASN has this class. */
  readonly reason: string
}

const ENTRIES: ReadonlyMap<number, AsnEntry> = new Map(
  ASN_GROUPS.flatMap((group) =>
    group.networks.map(
      ([asn, operator]) =>
        [
          asn,
          Object.freeze({
            class: group.class,
            mixed: group.mixed,
            confidence: group.confidence,
            reason: `${operator}: ${group.reason}`,
          }),
        ] as const,
    ),
  ),
)

const RELAYS: ReadonlySet<number> = new Set(RELAY_CARRIERS.map(([asn]) => asn))

/**
 * Says what kind of network an ASN is, in constant time, or `undefined` when the table does not list it.
 *
 * Not listed means unknown, never harmless. The ASN comes from the edge; a client chooses it only by choosing where it
 * connects from, which is exactly what a VPN sells, so a `residential` answer is evidence and no proof.
 *
 * Source: `asn-entries.ts`.
 */
export function lookupAsn(asn: Asn): AsnEntry | undefined {
  return ENTRIES.get(asn)
}

/**
 * Whether iCloud Private Relay leaves from this ASN, so that the ASN alone says neither "relay" nor "hosting".
 *
 * True does not mean that the client uses a relay: a CDN, WARP and Workers share these numbers.
 */
export function isRelayCarrier(asn: Asn): boolean {
  return RELAYS.has(asn)
}
