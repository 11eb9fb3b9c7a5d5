import type { Asn } from '../net/asn.ts'
import { formatAsn } from '../net/asn.ts'
import { type CidrBlock, formatCidr } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { PrefixSet } from '../net/prefix-set.ts'
import { ADDRESSES, NestedPrefixes } from '../policy/nested-prefixes.ts'

/**
 * The entry of the operator's allow-list that covers this client, as the operator wrote it; undefined when none does. A
 * prefix comes before an ASN, and of several prefixes the one written first.
 */
export type OperatorNetworks = (address: IpAddress | undefined, asn: Asn | undefined) => string | undefined

/** Compiles `ALLOWED_NETWORKS`: a look-up is a binary search, and another one with a walk up what covers the address. */
export function compileOperatorNetworks(
  entries: readonly { readonly prefix?: CidrBlock; readonly asn?: Asn }[],
): OperatorNetworks {
  const blocks = entries.flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix]))
  const prefixes = new NestedPrefixes(
    ADDRESSES,
    blocks.map((block, number) => [block, number]),
  )
  const listed = PrefixSet.from(blocks)
  const asns = new Set(entries.flatMap(({ asn }) => (asn === undefined ? [] : [asn])))
  return (address, asn) => {
    const covering: number[] = []
    if (address !== undefined && listed.has(address)) prefixes.collect(address, covering)
    const block = blocks[covering.reduce((first, number) => Math.min(first, number), blocks.length)]
    if (block !== undefined) return formatCidr(block)
    return asn !== undefined && asns.has(asn) ? formatAsn(asn) : undefined
  }
}
