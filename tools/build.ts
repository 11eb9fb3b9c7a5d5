/**
 * npm run build: makes the production bundle in dist/worker exactly as a deployment would, and what others import:
 * dist/verify.js (`cordon/verify`, for origins) and dist/cordon.js (`cordon`, for Hono apps), with their declarations in
 * dist/types. Deploys nothing, needs no account.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ensureFeedTable, faultOfFeedTable, NO_LISTS } from './feed-table-file.ts'
import { buildPackages, PACKAGE_SCRIPTS } from './packages.ts'
import { ensureBundledPolicy, faultsOfBundledPolicy } from './policy-file.ts'
import { PROJECT_ROOT } from './project.ts'

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
bundleWorker(process.argv.slice(2))
await buildPackages(output)
checkBundle()

function bundleWorker(extra: readonly string[]): void {
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

function checkBundle(): void {
  const scripts = readdirSync(worker).filter((name) => name.endsWith('.js'))
  if (scripts.length === 0) fail('wrangler made no script')
  for (const name of scripts) {
    const text = readFileSync(join(worker, name), 'utf8').toLowerCase()
    const found = LOCAL_ONLY.find((word) => text.includes(word))
    if (found !== undefined) fail(`dist/worker/${name} contains "${found}": the local edge may not be in it`)
  }
  reportTable()
  const packages = PACKAGE_SCRIPTS.map((name) => join(output, name))
  for (const file of [...scripts.map((name) => join(worker, name)), ...packages]) report(file)
}

function reportTable(): void {
  const table = readdirSync(worker).find((name) => name.endsWith('-feeds.bin'))
  if (table === undefined) fail('the prefix table is not in the bundle')
  if (statSync(join(worker, table)).size === 0) console.log(NO_LISTS)
  else report(join(worker, table))
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
