import { readFileSync, statSync } from 'node:fs'
import { basename, relative } from 'node:path'
import type { Result } from '../../src/lib/result.ts'
import { PROJECT_ROOT } from '../project.ts'
import { UsageError } from '../usage-error.ts'
import { type Complaint, complainOfPart, type Ground } from './complaint.ts'
import { type Part, partAt, type ReadFile, type Unreadable } from './parts.ts'
import { readJson } from './read-json.ts'
import { readToml } from './read-toml.ts'

/** What a live document may have, and more than any policy written by hand. */
export const MAX_FILE_BYTES = 1_048_576

/** A file with a policy in it, read but not yet understood. */
export interface PolicyFile {
  /** As messages name it. */
  readonly file: string
  readonly text: string
  /** `wrangler`: its variables are a policy among other things. */
  readonly kind: 'document' | 'wrangler'
  readonly root: Part
  /** What is wrong with it whatever it is for. */
  readonly complaints: readonly Complaint[]
}

/**
 * Reads `wrangler.toml`, or a policy document in TOML or JSON. What is too large is refused by its size alone, before a
 * byte of it is read.
 *
 * @throws UsageError where there is no such file, or it is too large
 */
export function readPolicyFile(path: string): PolicyFile | Complaint {
  return parsePolicyFile(path, readBounded(path))
}

/** The same for a text that is at hand. */
export function parsePolicyFile(path: string, text: string): PolicyFile | Complaint {
  const file = nameOf(path)
  const read = parse(path, text)
  if (!read.ok)
    return { severity: 'error', file, at: read.error.at, key: '', text: `expected ${read.error.expected}` }
  const { root, faults } = read.value
  return {
    file,
    text,
    root,
    kind: isWrangler(path, root) ? 'wrangler' : 'document',
    complaints: faults.map((fault) => complainOfPart(file, fault)),
  }
}

/** The text of a file that somebody names, UTF-8 without a byte order mark. */
export function readBounded(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || stat.isDirectory()) throw new UsageError(`there is no file ${nameOf(path)}`)
  if (stat.size > MAX_FILE_BYTES)
    throw new UsageError(
      `${nameOf(path)} has ${(stat.size / MAX_FILE_BYTES).toFixed(2)} MiB, and a policy at most 1 MiB: lists of networks that long belong into a prefix table (npm run feeds)`,
    )
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  try {
    return text.decode(readFileSync(path))
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${nameOf(path)} is not UTF-8`)
    throw error
  }
}

/** As short as it can be said from where one is. */
export function nameOf(path: string): string {
  const name = relative(process.cwd(), path)
  return name === '' || name.startsWith('..') ? path : name
}

function parse(path: string, text: string): Result<ReadFile, Unreadable> {
  const looksLikeJson = /\.jsonc?$/i.test(path) || (!/\.toml$/i.test(path) && /^\s*[{[]/.test(text))
  return looksLikeJson ? readJson(text, /\.jsonc$/i.test(path) || isWranglerName(path)) : readToml(text)
}

function isWranglerName(path: string): boolean {
  return /^wrangler(?:\.[\w-]+)*\.(?:toml|jsonc?)$/.test(basename(path))
}

function isWrangler(path: string, root: Part): boolean {
  return isWranglerName(path) || ['vars', 'env', 'compatibility_date'].some((name) => root.parts?.has(name))
}

/** Where the variables stand: of one environment, or of none. Nothing is inherited. */
export function groundOf({ file, root, kind }: PolicyFile, environment: string | undefined): Ground {
  if (kind === 'document') {
    if (environment !== undefined) throw new UsageError(`--env: ${file} is a policy document, which has none`)
    return { file, root, path: '' }
  }
  const path = environment === undefined ? 'vars' : `env.${environment}.vars`
  if (environment !== undefined && !environmentsOf(root).includes(environment))
    throw new UsageError(
      `--env: expected one of ${environmentsOf(root).join(', ') || 'none: there is no [env.…]'}`,
    )
  return { file, root: variablesPart(root, environment), path }
}

export function environmentsOf(root: Part): readonly string[] {
  return [...(root.parts?.get('env')?.parts?.keys() ?? [])].map(String)
}

const NOTHING: Part = { at: { line: 1, column: 1 }, value: Object.freeze({}), parts: new Map() }

function variablesPart(root: Part, environment: string | undefined): Part {
  const holder = environment === undefined ? root : root.parts?.get('env')?.parts?.get(environment)
  return holder?.parts?.get('vars') ?? { ...NOTHING, at: holder?.at ?? NOTHING.at }
}

/** The table that an environment of `wrangler.toml` is, where bindings stand beside its variables. */
export function environmentPart(root: Part, environment: string | undefined): Part {
  return environment === undefined ? root : partAt(root, `env.${environment}`)
}

export const SHIPPED = `${PROJECT_ROOT}/wrangler.toml`
