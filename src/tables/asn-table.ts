import type { Asn } from '../net/asn.ts'
import type { NetworkClass } from '../net/network-class.ts'
import { ASN_ENTRIES, ASN_KINDS, ASN_TABLE } from './data/asn-table.ts'

/** What the bundled table says about one autonomous system. */
export interface AsnEntry {
  readonly class: NetworkClass
  /** Homes and servers share this ASN: its class is the commoner use and must not decide alone. */
  readonly mixed: boolean
  /**
   * `high`: known for nothing else; `medium`: its main business; `low`: probable, by its name or by one reviewer only,
   * and never enough by itself to refuse anybody.
   */
  readonly confidence: 'high' | 'medium' | 'low'
  /** For reports and logs: why the ASN has this class. */
  readonly reason: string
}

interface Columns {
  readonly asns: Uint32Array
  /** Index into `ASN_KINDS`. */
  readonly kinds: Uint8Array
}

const KINDS: readonly AsnEntry[] = ASN_KINDS.map(([networkClass, confidence, mixed, reason]) =>
  Object.freeze({ class: networkClass, confidence, mixed, reason }),
)
const { asns, kinds }: Columns = decode(ASN_TABLE)

/**
 * Says what kind of network an ASN is, or `undefined` when the table does not list it. A binary search; allocates nothing.
 *
 * Not listed means unknown, never harmless. The ASN comes from the edge; a client chooses it only by choosing where it
 * connects from, which is exactly what a VPN sells, so a `residential` answer is evidence and no proof.
 *
 * Source: `asn-networks.tsv`, one line an entry, with a reason each.
 */
export function lookupAsn(asn: Asn): AsnEntry | undefined {
  let low = 0
  let high = asns.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((asns[middle] as number) < asn) low = middle + 1
    else high = middle
  }
  return asns[low] === asn ? KINDS[kinds[low] as number] : undefined
}

/** Entries in the table. */
export const asnCount = asns.length

/**
 * Per entry, in ascending order of ASN: the distance from the one before as a varint (7 bits a byte, least significant
 * first, the top bit set on all bytes but the last), then the index of its kind. As base64url, because what is imported
 * as text loads the same in workerd, Node and every bundler.
 */
function decode(text: string): Columns {
  // The platform's own decoder and arrays of the right length: every isolate does this when it starts, with code that
  // nothing has optimised yet.
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const asns = new Uint32Array(ASN_ENTRIES)
  const kinds = new Uint8Array(ASN_ENTRIES)
  let at = 0
  let asn = 0
  for (let entry = 0; entry < ASN_ENTRIES; entry++) {
    let byte = bytes.charCodeAt(at++)
    let distance = byte & 0x7f
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes.charCodeAt(at++)
      distance |= (byte & 0x7f) << shift
    }
    asn += distance >>> 0
    asns[entry] = asn
    kinds[entry] = bytes.charCodeAt(at++)
  }
  if (at !== bytes.length) throw new Error('the ASN table is damaged: run npm run generate')
  return { asns, kinds }
}
