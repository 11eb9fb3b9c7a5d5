import type { AsnRanges, RangeTable } from '../local-edge/asn-table.ts'

/** The name under which each announcing network is registered, of `@ip-location-db/asn`. */
export function registeredNames({ ipv4, ipv6, organizations }: AsnRanges): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  const add = ({ asns, organizationOf }: RangeTable) => {
    for (let at = 0; at < asns.length; at++)
      names.set(asns[at] as number, organizations[organizationOf[at] as number] as string)
  }
  add(ipv6)
  add(ipv4)
  return names
}
