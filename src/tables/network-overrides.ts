import type { UnixSeconds } from '../lib/time.ts'
import { type Asn, formatAsn } from '../net/asn.ts'
import { formatCidr } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { PrefixSet } from '../net/prefix-set.ts'
import type { Place } from '../net/region.ts'
import { ADDRESSES, NestedPrefixes } from '../policy/nested-prefixes.ts'
import type { NetworkOverride } from '../policy/types.ts'

export interface NetworkOverrides {
  class(address: IpAddress | undefined, asn: Asn | undefined, now: UnixSeconds): NetworkClass | undefined
  place(address: IpAddress | undefined, asn: Asn | undefined, now: UnixSeconds): Place | undefined
}

/**
 * Compiles `NETWORK_OVERRIDES`. A prefix counts before an ASN, a longer prefix before a shorter one, of equals the one
 * written first; class and place may come from two of them. A look-up is a binary search, and another one with a walk
 * up what covers the address.
 */
export function compileNetworkOverrides(overrides: readonly NetworkOverride[]): NetworkOverrides {
  return { class: finder(overrides, 'class'), place: finder(overrides, 'place') }
}

function finder<K extends 'class' | 'place'>(overrides: readonly NetworkOverride[], says: K) {
  type Value = NonNullable<NetworkOverride[K]>
  const relevant = overrides.filter((override) => override[says] !== undefined)
  const byPrefix = relevant.flatMap((override) => {
    const { prefix } = override.network
    return prefix === undefined ? [] : [[prefix, override] as const]
  })
  const prefixes = new NestedPrefixes(ADDRESSES, byPrefix)
  const listed = PrefixSet.from(byPrefix.map(([prefix]) => prefix))
  const byAsn = Map.groupBy(
    relevant.filter(({ network }) => network.prefix === undefined),
    ({ network }) => network.asn,
  )
  return (address: IpAddress | undefined, asn: Asn | undefined, now: UnixSeconds): Value | undefined => {
    const covering: NetworkOverride[] = []
    if (address !== undefined && listed.has(address)) prefixes.collect(address, covering)
    if (asn !== undefined) covering.push(...(byAsn.get(asn) ?? []))
    return covering.find(({ expires }) => now < expires)?.[says] as Value | undefined
  }
}

export function formatNetwork({ prefix, asn }: NetworkOverride['network']): string {
  if (prefix !== undefined) return formatCidr(prefix)
  return asn === undefined ? '' : formatAsn(asn)
}
