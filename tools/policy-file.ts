/**
 * The build's policy document, `src/policy/data/bundled.json`: written by `npm run policy -- bundle FILE`, ignored by
 * git. Without it the build carries an empty one, which `POLICY = "bundle"` does not take.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { formatIssue } from '../src/config/issue.ts'
import { loadPolicy } from '../src/config/policy-document.ts'
import { parseStrictJson } from '../src/lib/strict-json.ts'
import { PROJECT_ROOT } from './project.ts'

export const BUNDLED_POLICY = join(PROJECT_ROOT, 'src/policy/data/bundled.json')
const EMPTY = '{}\n'

/** Makes sure that there is something to import. */
export function ensureBundledPolicy(): void {
  if (existsSync(BUNDLED_POLICY)) return
  mkdirSync(dirname(BUNDLED_POLICY), { recursive: true })
  writeFileSync(BUNDLED_POLICY, EMPTY)
}

/** Why the document cannot be used, a line each; none where it can, or where there is none. */
export function faultsOfBundledPolicy(path = BUNDLED_POLICY): readonly string[] {
  const document = parseStrictJson(readFileSync(path, 'utf8'))
  const name = relative(PROJECT_ROOT, path)
  if (!document.ok)
    return [`${name} is not JSON (${document.error}): make it again with npm run policy -- bundle FILE`]
  if (isEmpty(document.value)) return []
  const loaded = loadPolicy(document.value)
  return loaded.ok ? [] : loaded.error.map((issue) => `${name}: ${formatIssue(issue)}`)
}

function isEmpty(document: unknown): boolean {
  return typeof document === 'object' && document !== null && Object.keys(document).length === 0
}

function main(): void {
  ensureBundledPolicy()
  for (const fault of faultsOfBundledPolicy()) {
    console.error(`cordon: ${fault}`)
    process.exitCode = 1
  }
}

if (import.meta.main) main()
