import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { PROJECT_ROOT } from '../../tools/project.ts'
import type { WorkerModule } from './capnp.ts'

const ENTRY = 'index.js'

/** The bundle of a deployment, by wrangler itself, in this folder. Throws with what wrangler said. */
export function bundleCordon(folder: string): readonly WorkerModule[] {
  const require = createRequire(import.meta.url)
  const wrangler = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js')
  const options = ['deploy', '--dry-run', '--env', '', '--outdir', folder]
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, ...options], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  if (status !== 0) throw new Error(`wrangler could not make the bundle.\n${stdout}${stderr}`)
  const names = readdirSync(folder).filter((name) => /\.(?:js|bin)$/.test(name))
  return names
    .toSorted((a, b) => Number(b === ENTRY) - Number(a === ENTRY))
    .map((name) => ({ name, kind: name.endsWith('.js') ? 'esModule' : 'data', file: join(folder, name) }))
}

/** The production bundle with another prefix table. */
export function withTable(modules: readonly WorkerModule[], table: string): readonly WorkerModule[] {
  const replaced = modules.map((module) =>
    module.name.endsWith('-feeds.bin') ? { ...module, file: table } : module,
  )
  if (replaced.every(({ file }) => file !== table)) throw new Error('there is no prefix table in the bundle')
  return replaced
}

/** A worker of this folder, minified as wrangler would. */
export async function bundlePeer(name: string, folder: string): Promise<readonly WorkerModule[]> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'workers', `${name}.ts`)],
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
