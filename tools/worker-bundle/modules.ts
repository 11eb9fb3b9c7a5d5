/** The Worker as the modules that a deployment uploads. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'
import { FEED_TABLE } from '../feed-table-file.ts'
import { PROJECT_ROOT } from '../project.ts'

export const ENTRY = 'index.js'
const ENTRY_SOURCE = 'src/index.ts'
/** The prefix table among the modules. */
export const PREFIX_TABLE = basename(FEED_TABLE)

/** Tables written as code, each in a module of its own: what they weigh is not what deciding weighs. */
const TABLES = [
  { name: 'asn-table', source: 'src/tables/data/asn-table.ts' },
  { name: 'organization-words', source: 'src/tables/organization-words.ts' },
  { name: 'policy', source: 'src/policy/data/bundled.json' },
] as const

export const TABLE_MODULES: readonly string[] = [...TABLES.map(({ name }) => `${name}.js`), PREFIX_TABLE]

/** One JavaScript module of the Worker. */
export interface BundledModule {
  readonly name: string
  readonly code: string
  readonly map: string
  /** Other modules of the Worker that are evaluated before this one. */
  readonly imports: readonly string[]
  /** Source files in it, from the project's root on. */
  readonly sources: readonly string[]
}

/**
 * Bundled by what is needed when: everything that the entry imports statically is in `core.js`, and what is imported
 * dynamically (pages, texts, the admin door, …) is in modules that are evaluated when somebody asks for them. wrangler's
 * own bundling would make one script of it all, and esbuild dozens of chunks of what is shared.
 *
 * @throws Error with what the bundler has to say, where sources do not go together
 */
export async function bundleModules(
  entry = join(PROJECT_ROOT, ENTRY_SOURCE),
): Promise<readonly BundledModule[]> {
  const bundle = await rolldown({
    input: { index: entry },
    cwd: PROJECT_ROOT,
    platform: 'neutral',
    resolve: {
      mainFields: ['browser', 'module', 'main'],
      conditionNames: ['workerd', 'worker', 'browser', 'import'],
    },
    external: /^cloudflare:/,
    // Said here and not by tsconfig.json, which says nothing of production.
    tsconfig: false,
    transform: { jsx: { runtime: 'automatic', importSource: 'hono/jsx', development: false } },
    // The exports of the entry are the Worker's; other modules get theirs from `core.js`.
    preserveEntrySignatures: 'allow-extension',
    plugins: [prefixTable],
  })
  try {
    const { output } = await bundle.generate({
      format: 'esm',
      minify: true,
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [
          ...TABLES.map(({ name, source }) => ({ name, test: endsWith(source), priority: 2 })),
          { name: 'core', tags: ['$initial'], test: isNot(entry), priority: 1 },
        ],
      },
    })
    return output.filter((file) => file.type === 'chunk').map(bundledModule)
  } finally {
    await bundle.close()
  }
}

/** Bytes are no code: the table lies beside the modules, under its own name. */
const prefixTable: Plugin = {
  name: 'prefix-table',
  resolveId: (source) =>
    source.endsWith(`/${PREFIX_TABLE}`) ? { id: `./${PREFIX_TABLE}`, external: 'absolute' } : undefined,
}

function endsWith(path: string): (id: string) => boolean {
  return (id) => id.endsWith(`/${path}`)
}

function isNot(path: string): (id: string) => boolean {
  return (id) => id !== path
}

function bundledModule({ fileName, code, map, imports, moduleIds }: OutputChunk): BundledModule {
  return {
    name: fileName,
    code,
    map: map?.toString() ?? '',
    imports: imports.filter((name) => name.endsWith('.js')),
    sources: moduleIds.map((id) => relative(PROJECT_ROOT, id)),
  }
}

/** Kept where modules are written: what is declared for others is not made by bundling. */
const KEPT: ReadonlySet<string> = new Set(['.gitignore', 'index.d.ts'])

/**
 * Writes the modules and their source maps into a folder, and removes what an earlier bundle has left there: wrangler
 * uploads whatever it finds. Each file appears whole, the entry last, so that two that bundle at once do no harm.
 */
export function writeModules(modules: readonly BundledModule[], table: Uint8Array, folder: string): void {
  mkdirSync(folder, { recursive: true })
  const files = new Map<string, string | Uint8Array>([[PREFIX_TABLE, table]])
  for (const { name, code, map } of modules.toSorted(
    (a, b) => Number(a.name === ENTRY) - Number(b.name === ENTRY),
  )) {
    files.set(`${name}.map`, map)
    files.set(name, code)
  }
  for (const [name, content] of files) {
    const unfinished = join(folder, `.${name}-${process.pid}`)
    writeFileSync(unfinished, content)
    renameSync(unfinished, join(folder, name))
  }
  for (const name of readdirSync(folder))
    if (!files.has(name) && !KEPT.has(name) && !name.startsWith('.'))
      rmSync(join(folder, name), { recursive: true })
}
