/** `npm run networks -- explain …`: says what is known of a network, who says so, and who has the last word. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { UnixMillis } from '../src/lib/time.ts'
import { asn, parseAsn } from '../src/net/asn.ts'
import { parseCidr } from '../src/net/cidr.ts'
import { parseIpAddress } from '../src/net/ip-address.ts'
import { openTable } from '../src/tables/prefix-format.ts'
import { ensureFeedTable, FEED_TABLE } from './feed-table-file.ts'
import { openAsnRanges } from './local-edge/asn-ranges.ts'
import { LocalEdgeError } from './local-edge/local-edge-error.ts'
import { openLookup } from './local-edge/lookup.ts'
import { ASN_SOURCE, parseAsnSource } from './networks/asn-source.ts'
import {
  type Explanation,
  explainAddress,
  explainAsn,
  explainPrefix,
  type Knowledge,
} from './networks/explain.ts'
import { explanationText } from './networks/explanation-text.ts'
import { openJudge } from './networks/judge.ts'
import { registeredNames } from './networks/registered-names.ts'
import { PROJECT_ROOT } from './project.ts'

const HELP = `Usage: npm run networks -- explain <address | prefix | ASN> … [options]

Says of an address (146.70.100.1), a prefix (146.70.0.0/16) or a network (AS9009) what class it has and how sure that
is, every source that spoke with its date, the row of the precedence table that decided, and what the policy in
wrangler.toml makes of it. Place and network come from the offline data of the local edge, which is of June 2026.

  --table FILE   the prefix table to ask (default: that of the build, made by npm run feeds)
  --env NAME     the policy of an environment of wrangler.toml
  --json         print JSON: an object, or a list when more than one was asked
  --help

Exit codes: 0 explained; 2 wrong use, or not an address, prefix or ASN.
`

class UsageError extends Error {}

function readOptions(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      table: { type: 'string', default: FEED_TABLE },
      env: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [command, ...asked] = positionals
  if (values.help || command === undefined) return undefined
  if (command !== 'explain') throw new UsageError(`there is no command "${command}", expected: explain`)
  if (asked.length === 0) throw new UsageError('explain: expected an address, a prefix or an ASN')
  return { ...values, questions: asked.map(readQuestion) }
}

type Question = (known: Knowledge) => Promise<Explanation>

/** What was meant, or an error that says why it is nothing of the kind. */
function readQuestion(text: string): Question {
  const number = parseAsn(text) ?? (/^\d+$/.test(text) ? asn(Number(text)) : undefined)
  if (number !== undefined) return (known) => explainAsn(number, known)
  const address = parseIpAddress(text)
  if (address !== undefined) return (known) => explainAddress(address, known)
  const block = parseCidr(text)
  if (block.ok) return (known) => explainPrefix(block.value, known)
  if (block.error === 'host_bits')
    throw new UsageError(
      `"${text}" goes on behind its prefix length: expected the first address of the prefix`,
    )
  throw new UsageError(
    `"${text}" is no address (four numbers without leading zeros, or IPv6 without a zone), prefix or ASN (AS9009)`,
  )
}

async function openKnowledge({
  table,
  env,
}: {
  table: string
  env?: string | undefined
}): Promise<Knowledge> {
  if (table === FEED_TABLE) ensureFeedTable()
  if (!statSync(table, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`--table: there is no file ${table}`)
  const bytes = new Uint8Array(readFileSync(table))
  const opened = bytes.length === 0 ? undefined : await openTable(bytes)
  if (opened?.ok === false) throw new UsageError(`--table ${table}: ${opened.error}`)
  const now = Date.now() as UnixMillis
  const progress = (line: string) => console.error(line)
  const [judge, judgeWithoutLists, lookup, ranges] = await Promise.all([
    openJudge({ table: bytes, environment: env, now }),
    openJudge({ table: new Uint8Array(), environment: env, now }),
    openLookup(progress),
    openAsnRanges(progress),
  ])
  const entries = parseAsnSource(readFileSync(join(PROJECT_ROOT, ASN_SOURCE), 'utf8'))
  const names = registeredNames(ranges)
  return {
    judge,
    judgeWithoutLists,
    now,
    table: opened?.value,
    lookUp: (address) => lookup.cf(address) ?? {},
    nameOf: (number) => names.get(number),
    entries: new Map(entries.map((entry) => [entry.asn, entry])),
  }
}

async function run(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) {
    console.log(HELP)
    return
  }
  const known = await openKnowledge(options)
  const explanations: Explanation[] = []
  for (const question of options.questions) explanations.push(await question(known))
  const [only] = explanations
  console.log(
    options.json
      ? JSON.stringify(explanations.length === 1 ? only : explanations, null, 2)
      : explanations.map(explanationText).join('\n\n'),
  )
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const isKnown =
    error instanceof UsageError || error instanceof LocalEdgeError || code.startsWith('ERR_PARSE_ARGS')
  if (!isKnown) throw error
  console.error(`networks: ${(error as Error).message}`)
  process.exitCode = 2
}
