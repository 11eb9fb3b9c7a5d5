import { type CidrBlock, contains, parseCidr } from './cidr.ts'
import type { IpAddress } from './ip-address.ts'

export const SPECIAL_USES = [
  'global',
  'private',
  'loopback',
  'link_local',
  'shared',
  'documentation',
  'benchmarking',
  'multicast',
  'unspecified',
  'reserved',
  'unique_local',
  'discard',
  'translated',
  'tunnelled',
] as const

/** What an address is set aside for; `global` when it is an ordinary public address. */
export type SpecialUse = (typeof SPECIAL_USES)[number]

/**
 * IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190 and the RFCs beside the rows); multicast
 * and reserved space from the IANA address space registries. Of two rows that contain an address the longer prefix holds,
 * so a `global` row cuts a hole. IPv4-mapped addresses are IPv4 addresses here (see ip-address.ts).
 */
const TABLE: readonly (readonly [prefix: string, use: SpecialUse, source: string])[] = [
  ['0.0.0.0/0', 'global', 'all that is not below'],
  ['0.0.0.0/8', 'reserved', 'RFC 791 §3.2, this network'],
  ['0.0.0.0/32', 'unspecified', 'RFC 1122 §3.2.1.3'],
  ['10.0.0.0/8', 'private', 'RFC 1918'],
  ['100.64.0.0/10', 'shared', 'RFC 6598, carrier-grade NAT'],
  ['127.0.0.0/8', 'loopback', 'RFC 1122 §3.2.1.3'],
  ['169.254.0.0/16', 'link_local', 'RFC 3927'],
  ['172.16.0.0/12', 'private', 'RFC 1918'],
  ['192.0.0.0/24', 'reserved', 'RFC 6890 §2.1, IETF protocol assignments'],
  ['192.0.0.9/32', 'global', 'RFC 7723, PCP anycast'],
  ['192.0.0.10/32', 'global', 'RFC 8155, TURN anycast'],
  ['192.0.2.0/24', 'documentation', 'RFC 5737, TEST-NET-1'],
  ['192.88.99.0/24', 'reserved', 'RFC 7526, deprecated 6to4 relay anycast'],
  ['192.168.0.0/16', 'private', 'RFC 1918'],
  ['198.18.0.0/15', 'benchmarking', 'RFC 2544'],
  ['198.51.100.0/24', 'documentation', 'RFC 5737, TEST-NET-2'],
  ['203.0.113.0/24', 'documentation', 'RFC 5737, TEST-NET-3'],
  ['224.0.0.0/4', 'multicast', 'RFC 5771'],
  ['240.0.0.0/4', 'reserved', 'RFC 1112 §4'],
  ['255.255.255.255/32', 'reserved', 'RFC 919 §7, limited broadcast'],

  ['::/0', 'reserved', 'RFC 4291: only 2000::/3 is allocated as global unicast'],
  ['2000::/3', 'global', 'RFC 3587'],
  ['::/128', 'unspecified', 'RFC 4291 §2.5.2'],
  ['::1/128', 'loopback', 'RFC 4291 §2.5.3'],
  ['64:ff9b::/96', 'translated', 'RFC 6052, NAT64'],
  ['64:ff9b:1::/48', 'translated', 'RFC 8215, local NAT64'],
  ['100::/64', 'discard', 'RFC 6666'],
  ['100:0:0:1::/64', 'reserved', 'RFC 9780, dummy prefix'],
  ['2001::/23', 'reserved', 'RFC 2928, IETF protocol assignments'],
  ['2001::/32', 'tunnelled', 'RFC 4380, Teredo'],
  ['2001:1::1/128', 'global', 'RFC 7723, PCP anycast'],
  ['2001:1::2/128', 'global', 'RFC 8155, TURN anycast'],
  ['2001:1::3/128', 'global', 'RFC 9665, DNS-SD SRP anycast'],
  ['2001:2::/48', 'benchmarking', 'RFC 5180, RFC erratum 1752'],
  ['2001:3::/32', 'global', 'RFC 7450, AMT'],
  ['2001:4:112::/48', 'global', 'RFC 7535, AS112'],
  ['2001:10::/28', 'reserved', 'RFC 4843, deprecated ORCHID'],
  ['2001:20::/28', 'global', 'RFC 7343, ORCHIDv2'],
  ['2001:30::/28', 'global', 'RFC 9374, drone remote ID'],
  ['2001:db8::/32', 'documentation', 'RFC 3849'],
  ['2002::/16', 'tunnelled', 'RFC 3056, 6to4'],
  ['3fff::/20', 'documentation', 'RFC 9637'],
  ['5f00::/16', 'reserved', 'RFC 9602, segment routing SIDs'],
  ['fc00::/7', 'unique_local', 'RFC 4193'],
  ['fe80::/10', 'link_local', 'RFC 4291 §2.5.6'],
  ['fec0::/10', 'reserved', 'RFC 3879, deprecated site-local'],
  ['ff00::/8', 'multicast', 'RFC 4291 §2.7'],
]

type Row = { readonly block: CidrBlock; readonly use: SpecialUse }

const LONGEST_FIRST: readonly Row[] = TABLE.map(([prefix, use]): Row => {
  const block = parseCidr(prefix)
  if (!block.ok) throw new Error(`special-use table: ${prefix}`)
  return { block: block.value, use }
}).sort((a, b) => b.block.length - a.block.length)

/** What the registries set the address aside for. Total: every address of either family has an answer. */
export function specialUse(address: IpAddress): SpecialUse {
  for (const { block, use } of LONGEST_FIRST) {
    if (contains(block, address)) return use
  }
  return 'reserved'
}
