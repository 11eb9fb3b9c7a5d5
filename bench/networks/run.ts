/**
 * npm run bench:networks [-- --prefixes N,N] [--rounds N] [--json FILE]: what one look-up in the prefix table costs in
 * workerd, and what a prefix takes, by the size of the table. See bench/README.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openTable } from '../../src/tables/prefix-format.ts'
import { PrefixList } from '../../tools/feeds/prefix-list.ts'
import { inWorkerd } from '../in-workerd.ts'
import { tableOfList } from '../made-up-list.ts'
import { addressesIn, ipv4Prefixes, ipv6Prefixes, seeded } from './made-up.ts'

const ADDRESSES = 1 << 16
const TIMES = 40

interface Row {
  readonly family: 'ipv4' | 'ipv6'
  readonly prefixes: number
  readonly nanoseconds: readonly number[]
  readonly bytesPerPrefix: number
}

const { values: options } = parseArgs({
  options: {
    prefixes: { type: 'string', default: '10000,100000,1000000' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
  },
})
const rounds = Number(options.rounds)
const rows: Row[] = []
for (const prefixes of options.prefixes.split(',').map(Number))
  for (const family of ['ipv4', 'ipv6'] as const) rows.push(await measure(family, prefixes))

console.log(['', 'family    prefixes   ns a look-up: median (least–most)   bytes a prefix'].join('\n'))
for (const { family, prefixes, nanoseconds, bytesPerPrefix } of rows) {
  const [least, median, most] = spread(nanoseconds)
  console.log(
    `${family.padEnd(6)}${prefixes.toLocaleString('en').padStart(12)}${`${median} (${least}–${most})`.padStart(38)}${bytesPerPrefix.toFixed(2).padStart(17)}`,
  )
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)

async function measure(family: Row['family'], prefixes: number): Promise<Row> {
  const random = seeded(prefixes)
  const list = new PrefixList()
  const made = family === 'ipv4' ? ipv4Prefixes(prefixes, random) : ipv6Prefixes(prefixes, random)
  for (const [block, label] of made) list.add(block, label)
  const bytes = tableOfList('made-up', list)
  return {
    family,
    prefixes,
    nanoseconds: await lookUps(family, bytes, addressesIn(list, ADDRESSES, random)),
    bytesPerPrefix: (await memory(bytes, family)) / prefixes,
  }
}

/** What the isolate holds for the family: columns and index. */
async function memory(bytes: Uint8Array<ArrayBuffer>, family: Row['family']): Promise<number> {
  const opened = await openTable(bytes)
  if (!opened.ok) throw new Error(opened.error)
  return Object.values(opened.value[family])
    .flatMap((column) => (ArrayBuffer.isView(column) ? [column] : [column.words, column.answers]))
    .reduce((sum, column) => sum + column.byteLength, 0)
}

function lookUps(
  family: Row['family'],
  table: Uint8Array<ArrayBuffer>,
  addresses: Uint32Array<ArrayBuffer>,
): Promise<number[]> {
  return inWorkerd('bench/networks/worker.ts', async ({ post, wallMicros }) => {
    const timed = async (path: string) =>
      ((await wallMicros(`${path}?times=${TIMES}`)) * 1000) / (ADDRESSES * TIMES)
    await post('/table', table.buffer)
    await post(`/addresses?version=${family.slice(3)}`, addresses.buffer)
    await timed(`/${family}`)
    await timed('/loop')
    const measured: number[] = []
    for (let round = 0; round < rounds; round++)
      measured.push((await timed(`/${family}`)) - (await timed('/loop')))
    return measured
  })
}

function spread(values: readonly number[]): [number, number, number] {
  const sorted = values.map(Math.round).sort((a, b) => a - b)
  return [sorted[0] ?? 0, sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0]
}
