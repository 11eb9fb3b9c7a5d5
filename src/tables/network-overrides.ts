import type { UnixSeconds } from '../lib/time.ts'
import { type Asn, formatAsn } from '../net/asn.ts'
import { contains, formatCidr } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { PrefixSet } from '../net/prefix-set.ts'
import type { Place } from '../net/region.ts'
import type { NetworkOverride } from '../policy/types.ts'

export interface NetworkOverrides {
  class(address: IpAddress | undefined, asn: Asn | undefined, now: UnixSeconds): NetworkClass | undefined
  place(address: IpAddress | undefined, asn: Asn | undefined, now: UnixSeconds): Place | undefined
}

/**
 * Compiles `NETWORK_OVERRIDES`. A prefix counts before an ASN, a longer prefix before a shorter one, of equals the one
 * written first; class and place may come from two of them. An address that none covers costs one binary search,
 * however many there are.
 */
export function compileNetworkOverrides(overrides: readonly NetworkOverride[]): NetworkOverrides {
  const byLength = overrides.toSorted((a, b) => lengthOf(b) - lengthOf(a))
  return { class: finder(byLength, 'class'), place: finder(byLength, 'place') }
}

function lengthOf({ network: { prefix } }: NetworkOverride): number {
  return prefix?.length ?? -1
}

function finder<K extends 'class' | 'place'>(byLength: readonly NetworkOverride[], says: K) {
  type Value = NonNullable<NetworkOverride[K]>
  const relevant = byLength.filter((override) => override[says] !== undefined)
  const prefixes = PrefixSet.from(relevant.flatMap(({ network }) => network.prefix ?? []))
  const asns = new Set(relevant.flatMap(({ network }) => network.asn ?? []))
  return (address: IpAddress | undefined, asn: Asn | undefined, now: UnixSeconds): Value | undefined => {
    const isListed = (address !== undefined && prefixes.has(address)) || (asn !== undefined && asns.has(asn))
    if (!isListed) return undefined
    const found = relevant.find((override) => now < override.expires && covers(override, address, asn))
    return found?.[says] as Value | undefined
  }
}

function covers({ network }: NetworkOverride, address: IpAddress | undefined, asn: Asn | undefined): boolean {
  if (network.prefix !== undefined) return address !== undefined && contains(network.prefix, address)
  return network.asn === asn
}

export function formatNetwork({ prefix, asn }: NetworkOverride['network']): string {
  if (prefix !== undefined) return formatCidr(prefix)
  return asn === undefined ? '' : formatAsn(asn)
}
