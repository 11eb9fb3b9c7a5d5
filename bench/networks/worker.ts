/** The look-up inside workerd: takes a table and addresses, and looks them up as often as it is told. */
import type { IpAddress } from '../../src/net/ip-address.ts'
import { type OpenedTable, openTable } from '../../src/tables/prefix-format.ts'
import { findIpv4, findIpv6 } from '../../src/tables/prefix-table.ts'

let table: OpenedTable | undefined
/** Four words each. */
let addresses = new Uint32Array()

const SUBJECTS: Readonly<Record<string, (address: IpAddress, opened: OpenedTable) => number>> = {
  /** What the loop and the reading of an address cost by themselves. */
  loop: ({ w0, w1, w2, w3 }) => (w0 ^ w1 ^ w2 ^ w3) & 1,
  ipv4: ({ w0 }, { ipv4 }) => findIpv4(ipv4, w0),
  ipv6: (address, { ipv6 }) => findIpv6(ipv6, address),
}

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (url.pathname === '/table') {
      const opened = await openTable(new Uint8Array(await request.arrayBuffer()))
      if (!opened.ok) return new Response(opened.error, { status: 400 })
      table = opened.value
      return new Response('opened')
    }
    if (url.pathname === '/addresses') {
      addresses = new Uint32Array(await request.arrayBuffer())
      return new Response('taken')
    }
    const find = SUBJECTS[url.pathname.slice(1)]
    if (find === undefined || table === undefined) return new Response('no such subject', { status: 404 })
    return new Response(String(run(find, table, Number(url.searchParams.get('times')))))
  },
}

/**
 * The sum of the answers, so that nothing can be left out. One address object is written over and over: a request has
 * its address at hand, and a hundred thousand of them would push the table out of the cache.
 */
function run(find: (typeof SUBJECTS)[string], opened: OpenedTable, times: number): number {
  const address = { version: 6 as const, w0: 0, w1: 0, w2: 0, w3: 0 }
  let sum = 0
  for (let round = 0; round < times; round++) {
    for (let at = 0; at < addresses.length; at += 4) {
      address.w0 = addresses[at] as number
      address.w1 = addresses[at + 1] as number
      address.w2 = addresses[at + 2] as number
      address.w3 = addresses[at + 3] as number
      sum += find?.(address, opened) === 0 ? 0 : 1
    }
  }
  return sum
}
