/** What others import: `cordon`, the gate as middleware, and `cordon/verify`, the origin's side. A script and its declarations each. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { PROJECT_ROOT } from './project.ts'

/** Files of `dist`. */
export const PACKAGE_SCRIPTS = ['cordon.js', 'verify.js'] as const

const DECLARED = ['cordon.d.ts', 'verify/index.d.ts'] as const
/** The compiler keeps the quotes of what it copies, and writes types it had to infer as `import("…")`. */
const RELATIVE_IMPORT = /(\b(?:from|import)\s*\(?\s*)(["'])(\.[^"']+)\.tsx?\2/g

/** One file that needs WebCrypto and nothing else, for any runtime an origin may have. */
const VERIFY: BuildOptions = {
  entryPoints: [join(PROJECT_ROOT, 'src/verify/index.ts')],
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
}

/** For Workers. Hono is the importer's own, or a response of theirs would be of another class than ours. */
const CORDON: BuildOptions = {
  entryPoints: [join(PROJECT_ROOT, 'src/cordon.ts')],
  platform: 'neutral',
  mainFields: ['browser', 'module', 'main'],
  conditions: ['workerd', 'worker', 'browser'],
  target: 'es2024',
  external: ['hono', 'hono/*', 'cloudflare:*'],
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
}

/**
 * Writes the scripts, and `types/` with their declarations. Consumers have neither our sources nor our compiler options,
 * so the sources cannot be their types.
 *
 * @param output a directory
 * @throws Error with what the compiler has to say, when it makes no declarations
 */
export async function buildPackages(output: string): Promise<void> {
  await Promise.all([
    build({ ...VERIFY, outfile: join(output, 'verify.js'), bundle: true, format: 'esm' }),
    build({ ...CORDON, outfile: join(output, 'cordon.js'), bundle: true, format: 'esm' }),
  ])
  writeDeclarations(join(output, 'types'))
}

function writeDeclarations(output: string): void {
  const emitted = mkdtempSync(join(tmpdir(), 'cordon-types-'))
  try {
    const compiler = join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc')
    const project = join(PROJECT_ROOT, 'tools/packages.tsconfig.json')
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', project, '--outDir', emitted], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`the declarations could not be made.\n${stdout}`)
    // What an earlier build has left there would be published, and hide what is missing in this one.
    rmSync(output, { recursive: true, force: true })
    copyReachable(emitted, output)
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
}

/** The compiler writes the declarations of the whole program; whoever imports us needs a few of them. */
function copyReachable(from: string, to: string): void {
  const reached = new Set<string>(DECLARED)
  for (const file of reached) {
    const text = readFileSync(join(from, file), 'utf8')
    for (const [, , , target = ''] of text.matchAll(RELATIVE_IMPORT))
      reached.add(`${posix.join(posix.dirname(file), target)}.d.ts`)
    const copy = join(to, file)
    mkdirSync(dirname(copy), { recursive: true })
    // Only sources may be imported by the name of their source.
    writeFileSync(copy, text.replaceAll(RELATIVE_IMPORT, '$1$2$3.js$2'))
  }
}
