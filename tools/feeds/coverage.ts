import type { NetworkClass } from '../../src/net/network-class.ts'
import type { PrefixList } from './prefix-list.ts'

/** Classes that rules refuse or challenge. */
const SERVERS: ReadonlySet<NetworkClass> = new Set(['hosting', 'vpn', 'proxy', 'tor'])

/** Addresses. Of IPv6 what is given out to anybody at all is 2000::/3. */
const SPACES = [
  { version: 4, name: 'IPv4', bits: 32, size: 2 ** 32, most: 1 / 4 },
  { version: 6, name: 'IPv6 (2000::/3)', bits: 128, size: 2 ** 125, most: 1 / 16 },
] as const

/**
 * What is wrong with a list whose servers are together more than there can be. Each prefix of it may be small enough: a
 * slip of its publisher that lists everybody would refuse the whole world. Overlaps count as often as they are there.
 */
export function describeCoverage(list: PrefixList, networkClass: NetworkClass): string | undefined {
  const counts = list.labels.map((label) => SERVERS.has(label.class ?? networkClass))
  for (const { version, name, bits, size, most } of SPACES) {
    let addresses = 0
    for (let at = 0; at < list.count; at++) {
      if (list.versions[at] !== version || !counts[list.labelOf[at] as number]) continue
      addresses += 2 ** (bits - (list.lengths[at] as number))
    }
    if (addresses > size * most) {
      return `covers ${percent(addresses / size)} of ${name}, at most ${percent(most)} expected`
    }
  }
  return undefined
}

/** Rounded up, so that what is more than the most also looks like more. */
function percent(share: number): string {
  return `${Math.ceil(share * 10_000) / 100} %`
}
