import type { Asn } from '../net/asn.ts'

/**
 * Where iCloud Private Relay leaves from: Cloudflare, Akamai (twice) and Fastly. They are in no other table, and are
 * `unknown` but for the relay's published prefixes: a CDN, its customers' functions, WARP (which anybody can run on a
 * server) and the relay's innocent users share the number, so neither `hosting` nor `privacy_relay` would be true of it.
 *
 * Source: Apple's published egress list, held against its announcing ASNs.
 */
export const RELAY_CARRIERS: readonly number[] = [13335, 20940, 36183, 54113]

/** True does not mean that the client uses the relay. */
export function isRelayCarrier(asn: Asn): boolean {
  return RELAY_CARRIERS.includes(asn)
}
