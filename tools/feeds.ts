/** `npm run feeds -- …`: gets the publishers' lists and compiles them into the table that the worker looks up. */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { nearest } from '../src/lib/nearest.ts'
import type { Origin } from './feeds/acquire.ts'
import { type CompiledTable, compileTable } from './feeds/compile.ts'
import { readSourcesFile } from './feeds/custom.ts'
import { count } from './feeds/issue.ts'
import { formatBytes, formatHeading, formatProgress, formatSource } from './feeds/progress.ts'
import { isSafeUrl } from './feeds/safe-url.ts'
import type { FeedSource } from './feeds/source.ts'
import { SHIPPED_SOURCES } from './feeds/sources.ts'
import { type FeedStore, openStore, STALE_MS } from './feeds/store.ts'
import { isSystemError } from './feeds/system-error.ts'
import { formatTableName, largeTableNote, onlyNote, tooManyAnswersNote } from './feeds/table-notes.ts'
import { TRANSPORT } from './feeds/transport.ts'
import { compileInput, type FeedResult, type UsableFeed, updateFeeds } from './feeds/update.ts'
import { sweepTemporaryFiles, writeFileAtomically } from './local-edge/atomic-file.ts'
import { PROJECT_ROOT } from './project.ts'
import { UsageError } from './usage-error.ts'

const STORE = join(PROJECT_ROOT, '.feeds')
const OWN_SOURCES = join(PROJECT_ROOT, 'feeds.json')
const OUTPUT = join(PROJECT_ROOT, 'src', 'tables', 'data', 'feeds.bin')

const HELP = `Usage: npm run feeds -- [options]

Downloads the lists of prefixes that clouds, relays, VPN operators and crawlers publish, and compiles them into
${relative(PROJECT_ROOT, OUTPUT)}. The last good version of each list is kept in ${relative(PROJECT_ROOT, STORE)}/ and takes the place of one that
fails, does not parse, or has become less than half as large.

  --from DIR|URL         read the lists from a mirror instead of their publishers (--list names the files)
  --offline              compile the last good versions, ask nobody
  --only ID[,ID]         take these sources only: the table then holds nothing else
  --sources FILE         the operator's own sources, and which shipped ones to leave out (default: feeds.json, if there)
  --accept-shrunk ID[,ID]  take these lists although they shrank by more than half
  --output FILE          where the table goes
  --store DIR            where the last good versions are
  --strict               when there is any warning, leave the table as it was and exit with 1
  --list                 print the sources: where from, what they say, on what terms
  --help

Exit codes: 0 a table was written; 1 none was; 2 wrong use or a wrong sources file.
`

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      offline: { type: 'boolean', default: false },
      only: { type: 'string' },
      sources: { type: 'string' },
      'accept-shrunk': { type: 'string' },
      output: { type: 'string', default: OUTPUT },
      store: { type: 'string', default: STORE },
      strict: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.offline && values.from !== undefined) {
    throw new UsageError('--offline asks nobody, and --from names whom to ask: expected one of them')
  }
  return values
}

type Options = ReturnType<typeof readOptions>

function readOrigin({ from, offline }: Options): Origin {
  if (offline) return { kind: 'offline' }
  if (from === undefined) return { kind: 'publishers' }
  if (/^[a-z]+:\/\//i.test(from)) {
    if (!isSafeUrl(from)) throw new UsageError('--from: expected an https URL, or http on this machine')
    return { kind: 'mirror', url: from }
  }
  const path = resolve(from)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--from: there is no directory ${path}`)
  }
  return { kind: 'directory', path }
}

function readSources({ sources: file, only }: Options): readonly FeedSource[] {
  const path = file ?? (existsSync(OWN_SOURCES) ? OWN_SOURCES : undefined)
  const all = path === undefined ? SHIPPED_SOURCES : withOwn(path)
  const wanted = readIds('--only', only, all)
  return wanted === undefined ? all : all.filter(({ id }) => wanted.has(id))
}

function withOwn(path: string): readonly FeedSource[] {
  if (!existsSync(path)) throw new UsageError(`--sources: there is no file ${path}`)
  if (statSync(path).isDirectory()) throw new UsageError(`--sources: ${path} is a directory, not a file`)
  const read = readSourcesFile(path, SHIPPED_SOURCES)
  if (read.ok) return read.value
  throw new UsageError(`${path}:\n${read.error.map((problem) => `  ${problem}`).join('\n')}`)
}

function readIds(
  option: string,
  list: string | undefined,
  sources: readonly FeedSource[],
): ReadonlySet<string> | undefined {
  if (list === undefined) return undefined
  const known = sources.map(({ id }) => id)
  const ids = list.split(',').map((id) => id.trim())
  const unknown = ids.find((id) => !known.includes(id))
  if (unknown === undefined) return new Set(ids)
  const meant = nearest(unknown, known)
  throw new UsageError(
    `${option}: no source is called "${unknown}"${meant === undefined ? ' (--list names them)' : `, did you mean "${meant}"?`}`,
  )
}

async function run(options: Options): Promise<number> {
  const sources = readSources(options)
  if (options.list) {
    console.log(sources.map(formatSource).join('\n\n'))
    return 0
  }
  checkOutput(options.output)
  const store = openStore(options.store)
  cleanUpWhenInterrupted(store)
  sweepTemporaryFiles(resolve(options.output), STALE_MS)
  const update = {
    origin: readOrigin(options),
    store,
    transport: TRANSPORT,
    env: process.env,
    acceptShrunk: readIds('--accept-shrunk', options['accept-shrunk'], sources) ?? new Set<string>(),
  }
  const told = store.warnings.length
  for (const warning of store.warnings) console.error(`! ${warning}`)
  console.error(formatHeading(sources))
  const results = await updateFeeds(sources, update, (result) =>
    console.error(formatProgress(result, sources)),
  )
  for (const warning of store.warnings.slice(told)) console.error(`! ${warning}`)
  const warnings = store.warnings.length + results.reduce((sum, result) => sum + result.warnings.length, 0)
  return writeTable(results, options, warnings) ? 0 : 1
}

/** Said before anything is downloaded, where it can be known. */
function checkOutput(output: string): void {
  const path = resolve(output)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--output: ${path} is a directory, expected a file`)
  }
  let place = dirname(path)
  while (!existsSync(place)) place = dirname(place)
  if (!statSync(place).isDirectory()) throw new UsageError(`--output: ${place} is not a directory`)
  try {
    accessSync(place, constants.W_OK)
  } catch {
    throw new UsageError(`--output: ${place} may not be written to`)
  }
}

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const

/** What is half downloaded is of use to nobody. Tables and records are written whole or not at all in any case. */
function cleanUpWhenInterrupted(store: FeedStore): void {
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      store.discard()
      console.error(`feeds: stopped by ${signal}, so no table was written`)
      process.exit(128 + number)
    })
  }
}

/** False when none was written; then whatever table there was stays. */
function writeTable(
  results: readonly FeedResult[],
  { output, only, strict }: Options,
  warnings: number,
): boolean {
  const shown = relative(process.cwd(), output) || output
  const usable = results.filter((result): result is UsableFeed => result.state !== 'missing')
  if (usable.length === 0) {
    console.error('feeds: no list could be had, so no table was written')
    return false
  }
  if (strict && warnings > 0) {
    const left = existsSync(output) ? 'left as it was' : 'not written'
    console.error(`feeds: --strict: ${count(warnings, 'warning')}, ${shown} ${left}`)
    return false
  }
  const compiled = compile(usable)
  if (compiled === undefined) {
    console.error(`feeds: no table was written: ${tooManyAnswersNote(usable)}`)
    return false
  }
  const { bytes, summary } = compiled
  writeFileAtomically(output, bytes)
  const { prefixes4, prefixes6 } = summary
  const lists = `${count(usable.length)} of ${count(results.length, 'source')}`
  const size = `${count(prefixes4)} IPv4 and ${count(prefixes6)} IPv6 prefixes, ${formatBytes(summary.bytes)}`
  console.log(`${shown}: ${lists}, ${size}`)
  console.log(formatTableName(bytes))
  const isPartOfBuild = only !== undefined && resolve(output) === OUTPUT
  const sources = results.map(({ source }) => source)
  const notes = [largeTableNote(bytes.length), isPartOfBuild ? onlyNote(shown, sources) : undefined]
  for (const note of notes) if (note !== undefined) console.error(`! ${note}`)
  return true
}

/** Undefined when the lists say more than a table has room for. */
function compile(usable: readonly UsableFeed[]): CompiledTable | undefined {
  try {
    return compileTable(usable.map(compileInput), TRANSPORT.now())
  } catch (error) {
    // The engine throws this class too, for a stack or an array that is too large.
    if (error instanceof RangeError && error.message.includes('different answers')) return undefined
    throw error
  }
}

function isUsageError(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')
}

async function main(args: string[]): Promise<void> {
  try {
    const options = readOptions(args)
    if (options.help) console.log(HELP)
    else process.exitCode = await run(options)
  } catch (error) {
    if (!isUsageError(error) && !isSystemError(error)) throw error
    console.error(`feeds: ${error.message}`)
    process.exitCode = isUsageError(error) ? 2 : 1
  }
}

await main(process.argv.slice(2))
