import { cordonWorker, ofKnownClients } from '../../load/cordon.ts'
import { ADMITTED } from '../../load/expectation.ts'
import { tableFile } from '../tables.ts'
import { oneEach, type RequestCurve } from './case.ts'

export const prefixes: RequestCurve = {
  dimension: 'prefixes',
  level: 'request',
  name: 'known session',
  unit: 'prefix',
  nature: 'list',
  sizes: [0, 10_000, 100_000, 1_000_000],
  quickSizes: [0, 100_000],
  start: (kit, sizes, folder) =>
    oneEach(sizes, async (size) => {
      const process = await kit.start(
        `prefixes-${size}`,
        await cordonWorker(kit, { table: tableFile(folder, size) }),
      )
      return { process, expects: ADMITTED, requests: () => ofKnownClients(process.port) }
    }),
}
