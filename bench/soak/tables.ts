import { parseCidr } from '../../src/net/cidr.ts'
import type { NetworkClass } from '../../src/net/network-class.ts'
import { openTable } from '../../src/tables/prefix-format.ts'
import { PrefixList } from '../../tools/feeds/prefix-list.ts'
import { madeUpPrefixes } from '../load/made-up-table.ts'
import { tableOfList } from '../made-up-list.ts'
import type { TableName } from './situation.ts'

/** What only one of the two tables lists. */
export const LISTED: Readonly<
  Record<TableName, { readonly prefix: string; readonly address: string; readonly class: NetworkClass }>
> = {
  configured: { prefix: '73.200.1.0/24', address: '73.200.1.7', class: 'vpn' },
  named: { prefix: '73.200.2.0/24', address: '73.200.2.7', class: 'proxy' },
}

export interface Table {
  /** Its own, by which it is named everywhere. */
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const PREFIXES = 100_000

/** Two tables of the same size, which tell their names by what they list. */
export async function madeUpTables(): Promise<Readonly<Record<TableName, Table>>> {
  const prefixes = madeUpPrefixes(PREFIXES)
  const table = async (name: TableName): Promise<Table> => {
    const list = new PrefixList()
    for (const [block, label] of prefixes) list.add(block, label)
    const own = LISTED[name]
    const block = parseCidr(own.prefix)
    if (!block.ok) throw new Error(`${own.prefix}: ${block.error}`)
    list.add(block.value, { class: own.class })
    const bytes = tableOfList(`made-up-${name}`, list)
    const opened = await openTable(bytes)
    if (!opened.ok) throw new Error(opened.error)
    return { sha256: opened.value.sha256, bytes }
  }
  return { configured: await table('configured'), named: await table('named') }
}
