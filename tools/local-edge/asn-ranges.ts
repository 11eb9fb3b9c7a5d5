import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { IpAddress } from '../../src/net/ip-address.ts'
import { CACHE_DIRECTORY, installedPackage } from '../project.ts'
import { decodeRanges, encodeRanges } from './asn-cache.ts'
import { parseAsnCsv } from './asn-csv.ts'
import type { AsnRanges } from './asn-table.ts'
import { writeFileAtomically } from './atomic-file.ts'

export type Network = { readonly asn: number; readonly asOrganization: string }

const PACKAGE = '@ip-location-db/asn'
/** Goes into the cache's name: another layout never meets an older file. */
const FORMAT = 1

/** The ranges of the installed package, from the cache where there is a sound one. */
export async function openAsnRanges(
  progress: (line: string) => void,
  cacheDirectory = CACHE_DIRECTORY,
): Promise<AsnRanges> {
  const { directory, version } = installedPackage(PACKAGE)
  const cache = join(cacheDirectory, `asn-${version}-format${FORMAT}.bin`)
  const cached = await readFile(cache).then(decodeRanges, () => undefined)
  if (cached !== undefined) return cached

  progress('Indexing the address-to-network table (once for each version of its data) …')
  const [ipv4, ipv6] = await Promise.all([
    readFile(join(directory, 'asn-ipv4-num.csv'), 'utf8'),
    readFile(join(directory, 'asn-ipv6-num.csv'), 'utf8'),
  ])
  const ranges = parseAsnCsv(ipv4, ipv6)
  writeFileAtomically(cache, encodeRanges(ranges))
  return ranges
}

export function findNetwork(ranges: AsnRanges, address: IpAddress): Network | undefined {
  const table = address.version === 4 ? ranges.ipv4 : ranges.ipv6
  const words = [address.w0, address.w1, address.w2, address.w3].slice(0, table.words)
  // The last range that starts at or before the address is the only one that can hold it.
  let low = 0
  let high = table.asns.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareAt(table.starts, middle, words) <= 0) low = middle + 1
    else high = middle
  }
  const at = low - 1
  if (at < 0 || compareAt(table.ends, at, words) < 0) return undefined
  const asOrganization = ranges.organizations[table.organizationOf[at] as number] as string
  return { asn: table.asns[at] as number, asOrganization }
}

function compareAt(bounds: Uint32Array, index: number, words: readonly number[]): number {
  const from = index * words.length
  for (const [offset, word] of words.entries()) {
    const difference = (bounds[from + offset] as number) - word
    if (difference !== 0) return difference
  }
  return 0
}
