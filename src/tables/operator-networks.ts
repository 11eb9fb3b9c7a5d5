import type { Asn } from '../net/asn.ts'
import { formatAsn } from '../net/asn.ts'
import { type CidrBlock, contains, formatCidr } from '../net/cidr.ts'
import type { IpAddress } from '../net/ip-address.ts'
import { PrefixSet } from '../net/prefix-set.ts'

/** The entry of the operator's allow-list that covers this client, as the operator wrote it; undefined when none does. */
export type OperatorNetworks = (address: IpAddress | undefined, asn: Asn | undefined) => string | undefined

/** Compiles `ALLOWED_NETWORKS`: a look-up costs the same however long the list is, until it hits. */
export function compileOperatorNetworks(
  entries: readonly { readonly prefix?: CidrBlock; readonly asn?: Asn }[],
): OperatorNetworks {
  const blocks = entries.flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix]))
  const prefixes = PrefixSet.from(blocks)
  const asns = new Set(entries.flatMap(({ asn }) => (asn === undefined ? [] : [asn])))
  return (address, asn) => {
    if (address !== undefined && prefixes.has(address)) {
      const block = blocks.find((candidate) => contains(candidate, address))
      return block === undefined ? undefined : formatCidr(block)
    }
    return asn !== undefined && asns.has(asn) ? formatAsn(asn) : undefined
  }
}
