/** Puts into a worker what its subjects are made of. */
import { join } from 'node:path'
import { wranglerOptions } from '../../tools/local-edge/wrangler-options.ts'
import { PROJECT_ROOT } from '../../tools/project.ts'
import type { InWorkerd } from '../in-workerd.ts'
import { usageOf } from '../load/accounting.ts'
import { madeUpTable } from '../load/made-up-table.ts'
import { addressesIn, seeded } from '../networks/made-up.ts'
import type { Bench } from './measure.ts'

/** How many prefixes the lists of `npm run feeds` have, and how many the table is made for. */
const TABLES = { lists: 147_000, million: 1_000_000 } as const
const ADDRESSES = 1 << 16

interface MadeUpTable {
  readonly name: keyof typeof TABLES
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly addresses: Uint32Array<ArrayBuffer>
}

/** Takes seconds in one piece: before there is a worker, whose connection would not be kept so long. */
export function makeTable(name: MadeUpTable['name']): MadeUpTable {
  const { bytes, list } = madeUpTable(TABLES[name])
  return { name, bytes, addresses: addressesIn(list, ADDRESSES, seeded(TABLES[name])) }
}

/** @param tables the gate's is `lists`; without it there is none */
export async function prepare(worker: InWorkerd, tables: readonly MadeUpTable[]): Promise<Bench> {
  for (const { name, bytes, addresses } of tables) {
    await worker.post(`/addresses?name=${name}`, addresses.buffer)
    await worker.post(`/table?name=${name}`, bytes.buffer)
  }
  const { bindings } = await wranglerOptions(join(PROJECT_ROOT, 'wrangler.toml'), undefined)
  await worker.post('/gate', JSON.stringify(bindings))
  return benchIn(worker)
}

function benchIn({ pid, post }: InWorkerd): Bench {
  return {
    async make(name) {
      return (await post(`/subject?name=${name}`)) === 'sync' ? 'sync' : 'async'
    },
    async check(name) {
      await post(`/check?name=${name}`)
    },
    async cpuMicros(name, from, times) {
      const before = usageOf(pid).cpuMicros
      await post(`/turn?name=${name}&from=${from}&times=${times}`)
      return usageOf(pid).cpuMicros - before
    },
  }
}
