import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { V4WorkerOptionsShape } from 'miniflare'
import { CACHE_DIRECTORY, installedPackage } from '../project.ts'
import { writeFileAtomically } from './atomic-file.ts'
import { LocalEdgeError } from './local-edge-error.ts'

/** Raise it when what is kept changes its form. */
const FORMAT = 1

/**
 * What a wrangler.toml says of the Worker, as miniflare takes it. Only wrangler can tell for sure, and loading it takes
 * longer than everything else at start: its answer is kept until the file, its `.dev.vars` or wrangler changes.
 */
export async function wranglerOptions(
  config: string,
  environment: string | undefined,
): Promise<V4WorkerOptionsShape> {
  const kept = join(CACHE_DIRECTORY, `options-${fingerprint(config, environment)}.json`)
  const held = readKept(kept)
  if (held !== undefined) return held
  const options = await askWrangler(config, environment)
  const text = JSON.stringify(options)
  // Nothing that JSON loses may be kept.
  if (JSON.stringify(JSON.parse(text)) === text && !holdsFunctions(options)) writeFileAtomically(kept, text)
  return options
}

function fingerprint(config: string, environment: string | undefined): string {
  const hash = createHash('sha256')
  const files = [
    config,
    join(dirname(config), '.dev.vars'),
    join(dirname(config), `.dev.vars.${environment}`),
  ]
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : '').update('\0')
  return hash
    .update(JSON.stringify([config, environment, FORMAT, installedPackage('wrangler').version]))
    .digest('hex')
    .slice(0, 32)
}

function readKept(path: string): V4WorkerOptionsShape | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as V4WorkerOptionsShape
  } catch {
    return undefined
  }
}

function holdsFunctions(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsFunctions)
}

async function askWrangler(config: string, environment: string | undefined): Promise<V4WorkerOptionsShape> {
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import('wrangler')
  try {
    const read = unstable_readConfig({ config, ...(environment === undefined ? {} : { env: environment }) })
    // The local edge makes its own secrets; that the deployment's are not on this machine is no news.
    const published = { ...read, secrets: undefined }
    // The rules say how wrangler would collect modules; here esbuild has made one of them all.
    const { modulesRules: _, ...found } = unstable_getMiniflareWorkerOptions(
      published,
      environment,
    ).workerOptions
    return found
  } catch (error) {
    // What the user can put right carries this in wrangler; anything else is a bug and keeps its stack.
    if (error instanceof Error && 'telemetryMessage' in error) throw new LocalEdgeError(error.message)
    throw error
  }
}
