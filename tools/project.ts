import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export const PROJECT_ROOT = join(import.meta.dirname, '..')
/** Ignored by git and safe to delete: everything in it is made again. */
export const CACHE_DIRECTORY = join(PROJECT_ROOT, '.cache', 'local-edge')

const require = createRequire(import.meta.url)

/** Where an installed package lies, and which version of it. */
export function installedPackage(name: string): { readonly directory: string; readonly version: string } {
  const manifest = require.resolve(`${name}/package.json`)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return { directory: dirname(manifest), version }
}
