import type { IpAddress } from '../../src/net/ip-address.ts'
import { openPrefixes, type Prefixes } from '../../src/tables/prefixes.ts'

/** A prefix table, and addresses to look up in it. */
export interface Table {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly prefixes: Prefixes
  /** Four words each. */
  readonly addresses: Uint32Array
}

/** Throws where the table is none, or where it does not know about half of the addresses. */
export async function openedTable(bytes: Uint8Array<ArrayBuffer>, addresses: Uint32Array): Promise<Table> {
  const opened = await openPrefixes(bytes)
  if (!opened.ok) throw new Error(opened.error)
  const table = { bytes, prefixes: opened.value, addresses }
  const read = addressReader(table)
  const count = addresses.length / 4
  let known = 0
  for (let index = 0; index < count; index++) if (table.prefixes.find(read(index)).length > 0) known++
  if (known < count * 0.4 || known > count * 0.9) throw new Error(`${known} of ${count} addresses are known`)
  return table
}

/**
 * Reads the addresses in turns, always into the same object: a request has its address at hand, and a hundred thousand
 * objects would push the table out of the cache. An IPv6 address that ends in 96 zero bits is asked for as IPv4: a
 * look-up all the same.
 */
export function addressReader({ addresses }: Pick<Table, 'addresses'>): (index: number) => IpAddress {
  const address = { version: 4 as IpAddress['version'], w0: 0, w1: 0, w2: 0, w3: 0 }
  return (index) => {
    const from = (index * 4) % addresses.length
    address.w0 = addresses[from] as number
    address.w1 = addresses[from + 1] as number
    address.w2 = addresses[from + 2] as number
    address.w3 = addresses[from + 3] as number
    address.version = (address.w1 | address.w2 | address.w3) === 0 ? 4 : 6
    return address
  }
}
