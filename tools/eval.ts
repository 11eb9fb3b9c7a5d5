/** `npm run eval -- DIR`: measures on labelled addresses and networks how well they are told apart. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { UnixMillis } from '../src/lib/time.ts'
import { evaluate } from './eval/evaluate.ts'
import { LabelError, readLabels } from './eval/labels.ts'
import { reportText } from './eval/report.ts'
import { LocalEdgeError } from './local-edge/local-edge-error.ts'
import { compileDirectory } from './networks/compile-directory.ts'
import { openJudge } from './networks/judge.ts'

const HELP = `Usage: npm run eval -- DIR [--feeds DIR] [--json]

Measures precision and recall on labelled data, asking the code that the worker runs, with the policy in wrangler.toml.

  DIR            has asn_labels.csv (asn,as_org,label), asn_mixed.csv (asn,as_org,…) and ip_labels.csv
                 (ip,asn,as_org,country,label)
  --feeds DIR    compile the raw lists in this folder first (npm run feeds -- --list names the files)
  --json         print JSON: rates are fractions, null where there was nothing to count

Positive labels: hosting, vpn (networks); cloud:*, vpn, tor, proxy (addresses). Negative: residential, mobile, education,
business, private_relay. Others count in neither. Flagged is what is found to be hosting, vpn, proxy or tor and would be
refused for it.
`

class UsageError extends Error {}

function readOptions(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      feeds: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const [directory, ...rest] = positionals
  if (directory === undefined || rest.length > 0) throw new UsageError('expected one folder with labels')
  for (const path of [directory, values.feeds])
    if (path !== undefined && !existsSync(path)) throw new UsageError(`there is no folder ${resolve(path)}`)
  return { ...values, directory }
}

async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) {
    console.log(HELP)
    return
  }
  const now = Date.now() as UnixMillis
  const labels = readLabels(options.directory)
  const progress = (line: string) => console.error(line)
  const bare = await openJudge({ table: new Uint8Array(), now })
  const table = options.feeds === undefined ? undefined : await compileDirectory(options.feeds, progress)
  const fed = table && (await openJudge({ table, now }))
  const report = await evaluate(labels, bare, fed)
  console.log(options.json ? JSON.stringify(report, null, 2) : reportText(report))
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  const isUsage =
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && !(error instanceof LabelError) && !(error instanceof LocalEdgeError)) throw error
  console.error(`eval: ${(error as Error).message}`)
  process.exitCode = 2
}
