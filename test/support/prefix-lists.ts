import { parseCidr } from '../../src/net/cidr.ts'
import { type IpAddress, parseIpAddress } from '../../src/net/ip-address.ts'
import type { NetworkClass } from '../../src/net/network-class.ts'
import { openTable } from '../../src/tables/prefix-format.ts'
import { CurrentPrefixes } from '../../src/tables/prefixes.ts'
import { compileTable } from '../../tools/feeds/compile.ts'
import { PrefixList } from '../../tools/feeds/prefix-list.ts'
import { placeNamed } from './evidence.ts'

/** A publisher's list, made up for a test. */
export interface MadeUpList {
  readonly class: NetworkClass
  /** Each alone, or with the place that the publisher gives it. */
  readonly prefixes: readonly (string | readonly [prefix: string, place: string])[]
  /** Default: the class. */
  readonly id?: string
  readonly confidence?: 'high' | 'medium' | 'low'
  readonly movesPlace?: boolean
  readonly checkedAt?: string
  readonly maxAgeDays?: number
}

/** The bytes of the table that `npm run feeds` would make of these lists. */
export function tableOf(...lists: readonly MadeUpList[]): Uint8Array<ArrayBuffer> {
  const inputs = lists.map(({ class: networkClass, prefixes, id = networkClass, ...list }) => ({
    id,
    title: `Made up: ${id}`,
    class: networkClass,
    confidence: 'high' as const,
    movesPlace: false,
    date: '2026-10-30T00:00:00Z',
    checkedAt: '2026-10-31T00:00:00Z',
    maxAgeDays: 30,
    sha256: '',
    ...list,
    list: prefixList(prefixes),
  }))
  return compileTable(inputs, new Date('2026-10-31T00:00:00Z')).bytes
}

function prefixList(prefixes: MadeUpList['prefixes']): PrefixList {
  const list = new PrefixList()
  for (const entry of prefixes) {
    const [text, place] = typeof entry === 'string' ? [entry] : entry
    const parsed = parseCidr(text)
    if (!parsed.ok) throw new Error(`${parsed.error}: ${text}`)
    list.add(parsed.value, place === undefined ? {} : { place: placeNamed(place) })
  }
  return list
}

/** A prefix table in force, of these lists. */
export async function prefixesOf(...lists: readonly MadeUpList[]): Promise<CurrentPrefixes> {
  const prefixes = new CurrentPrefixes()
  const swapped = await prefixes.swap(tableOf(...lists))
  if (!swapped.ok) throw new Error(swapped.error)
  return prefixes
}

/** The name of a table as a blob. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const opened = await openTable(bytes)
  if (!opened.ok) throw new Error(opened.error)
  return opened.value.sha256
}

export function addressOf(text: string): IpAddress {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Error(`no address: ${text}`)
  return address
}
