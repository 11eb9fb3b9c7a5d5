import { type CidrBlock, formatCidr } from '../../src/net/cidr.ts'
import { type Label, PrefixList } from '../../tools/feeds/prefix-list.ts'
import { tableOfList } from '../made-up-list.ts'
import { ipv4Prefixes, ipv6Prefixes, seeded } from '../networks/made-up.ts'

/** First octet of the clients at home (see `request`): no made-up prefix has it. */
const HOME_OCTET = 73
const IPV4_SHARE = 0.7

/** Made-up prefixes, none of them of the clients at home. Always the same ones. */
export function madeUpPrefixes(count: number): readonly (readonly [CidrBlock, Label])[] {
  const random = seeded(count)
  const wanted = Math.round(count * IPV4_SHARE)
  const ipv4: (readonly [CidrBlock, Label])[] = []
  while (ipv4.length < wanted)
    for (const made of ipv4Prefixes(wanted - ipv4.length, random))
      if (made[0].base.w0 >>> 24 !== HOME_OCTET) ipv4.push(made)
  return [...ipv4, ...ipv6Prefixes(count - wanted, random)]
}

/** As people write them into lists: a single address without a length. */
export function writtenPrefixes(count: number): readonly string[] {
  return madeUpPrefixes(count).map(([block]) => formatCidr(block))
}

export interface MadeUpTable {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What it was made of. */
  readonly list: PrefixList
  /** One that it knows as hosting. */
  readonly address: string
}

/** A compiled table, in the format of `npm run feeds`. */
export function madeUpTable(count: number): MadeUpTable {
  const list = new PrefixList()
  const prefixes = madeUpPrefixes(count)
  for (const [block, label] of prefixes) list.add(block, label)
  const bytes = tableOfList('made-up', list)
  const single = prefixes.find(
    ([{ length, base }, label]) => base.version === 4 && length === 32 && label.class === 'hosting',
  )
  if (single === undefined) throw new Error('too few prefixes')
  return { bytes, list, address: formatCidr(single[0]).replace(/\/32$/, '') }
}
