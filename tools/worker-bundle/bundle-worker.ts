import { readFileSync } from 'node:fs'
import { ensureFeedTable, FEED_TABLE } from '../feed-table-file.ts'
import { ensureBundledPolicy } from '../policy-file.ts'
import { type BundledModule, bundleModules, writeModules } from './modules.ts'

export interface WorkerBundle {
  readonly modules: readonly BundledModule[]
  /** The prefix table; empty where no lists were compiled. */
  readonly table: Uint8Array
}

/** The Worker as a deployment uploads it. */
export async function bundledWorker(): Promise<WorkerBundle> {
  ensureFeedTable()
  ensureBundledPolicy()
  return { modules: await bundleModules(), table: readFileSync(FEED_TABLE) }
}

/** The same, and its source maps, in a folder that belongs to nothing else. */
export async function writeWorker(folder: string): Promise<WorkerBundle> {
  const bundle = await bundledWorker()
  writeModules(bundle.modules, bundle.table, folder)
  return bundle
}
