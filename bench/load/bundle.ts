import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { writeWorker } from '../../tools/worker-bundle/bundle-worker.ts'
import { ENTRY, PREFIX_TABLE } from '../../tools/worker-bundle/modules.ts'
import type { WorkerModule } from './capnp.ts'

/** The bundle of a deployment, with its source maps, in this folder. */
export async function bundleCordon(folder: string): Promise<readonly WorkerModule[]> {
  const { modules } = await writeWorker(folder)
  const names = modules.map(({ name }) => name).toSorted((a, b) => Number(b === ENTRY) - Number(a === ENTRY))
  return [
    ...names.map((name) => ({ name, kind: 'esModule', file: join(folder, name) }) as const),
    { name: PREFIX_TABLE, kind: 'data', file: join(folder, PREFIX_TABLE) },
  ]
}

/** The production bundle with another prefix table. */
export function withTable(modules: readonly WorkerModule[], table: string): readonly WorkerModule[] {
  const replaced = modules.map((module) =>
    module.name === PREFIX_TABLE ? { ...module, file: table } : module,
  )
  if (replaced.every(({ file }) => file !== table)) throw new Error('there is no prefix table in the bundle')
  return replaced
}

const WORKERS = join(import.meta.dirname, 'workers')

/** A worker of this folder, or of another one, minified as wrangler would. */
export async function bundlePeer(
  name: string,
  folder: string,
  from = WORKERS,
): Promise<readonly WorkerModule[]> {
  const { outputFiles } = await build({
    entryPoints: [join(from, `${name}.ts`)],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    sourcemap: 'external',
    outdir: folder,
    logLevel: 'silent',
  })
  for (const { path, contents } of outputFiles) writeFileSync(path, contents)
  const file = join(folder, `${name}.js`)
  return [{ name: `${name}.js`, kind: 'esModule', file }]
}
