/**
 * npm run build: makes the production bundle in dist/worker exactly as a deployment would, says what it weighs by part,
 * and makes what others import:
 * dist/verify.js (`cordon/verify`, for origins) and dist/cordon.js (`cordon`, for Hono apps), with their declarations
 * in dist/types. Deploys nothing, needs no account.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ensureFeedTable, faultOfFeedTable, NO_LISTS } from './feed-table-file.ts'
import { buildPackages, PACKAGE_SCRIPTS } from './packages.ts'
import { ensureBundledPolicy, faultsOfBundledPolicy } from './policy-file.ts'
import { PROJECT_ROOT } from './project.ts'
import { bundledWorker } from './worker-bundle/bundle-worker.ts'
import { type BundledModule, PREFIX_TABLE } from './worker-bundle/modules.ts'
import { sizesByPart, sizesText } from './worker-bundle/parts.ts'

const output = join(PROJECT_ROOT, 'dist')
const worker = join(output, 'worker')

/** Words of the local edge. One of them in the bundle would let a client choose where it is. */
const LOCAL_ONLY = ['sim-client-ip', 'sim-cf', 'sim-now', 'ip-location-db', 'playground']

ensureFeedTable()
ensureBundledPolicy()
const fault = await faultOfFeedTable()
if (fault !== undefined) fail(fault)
const [policyFault] = faultsOfBundledPolicy()
if (policyFault !== undefined) fail(policyFault)
rmSync(output, { recursive: true, force: true })
uploadNothing(process.argv.slice(2))
const { modules, table } = await bundledWorker()
checkUpload(modules)
await buildPackages(output)
if (table.length === 0) console.log(NO_LISTS)
console.log(`\ndist/worker, of it evaluated before the first request only "request path" and "tables":\n`)
console.log(`${sizesText(sizesByPart(modules, table))}\n`)
for (const name of PACKAGE_SCRIPTS) report(join(output, name))

function uploadNothing(extra: readonly string[]): void {
  const require = createRequire(join(PROJECT_ROOT, 'package.json'))
  const wrangler = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js')
  const environment = extra.some((argument) => argument.startsWith('--env')) ? [] : ['--env', '']
  const options = ['deploy', '--dry-run', '--outdir', worker, ...environment, ...extra]
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, ...options], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  })
  if (status === 0) return
  console.error(`build: wrangler could not make the bundle.\n${stdout}${stderr}`)
  process.exit(1)
}

/** That wrangler uploads what was bundled, all of it, and nothing else; source maps are put beside it. */
function checkUpload(modules: readonly BundledModule[]): void {
  for (const { name, code, map } of modules) {
    const file = join(worker, name)
    if (!existsSync(file) || readFileSync(file, 'utf8') !== code)
      fail(`wrangler would not upload ${name} as it is`)
    const found = LOCAL_ONLY.find((word) => code.toLowerCase().includes(word))
    if (found !== undefined) fail(`dist/worker/${name} contains "${found}": the local edge may not be in it`)
    writeFileSync(`${file}.map`, map)
  }
  const expected = new Set([
    ...modules.flatMap(({ name }) => [name, `${name}.map`]),
    PREFIX_TABLE,
    'README.md',
  ])
  const other = readdirSync(worker).find((name) => !expected.has(name))
  if (other !== undefined) fail(`wrangler would upload dist/worker/${other}, which is no part of the Worker`)
  if (!existsSync(join(worker, PREFIX_TABLE))) fail('the prefix table is not in the bundle')
}

function report(file: string): void {
  const raw = statSync(file).size
  const packed = gzipSync(readFileSync(file)).length
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
  console.log(`${file.slice(PROJECT_ROOT.length + 1)}  ${kib(raw)}, ${kib(packed)} gzip`)
}

function fail(message: string): never {
  console.error(`build: ${message}`)
  process.exit(1)
}
