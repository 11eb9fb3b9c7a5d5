import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { parseInstant, type UnixSeconds } from '../../../src/lib/time.ts'
import { UsageError } from '../../usage-error.ts'
import { POLICY_OPTIONS, type PolicyOptions } from '../policy-option.ts'
import { FORMATS, type Format } from './format.ts'

export const HELP = `Usage: npm run policy -- replay LOGS… [options]

Decides every request of a log as the gate would have, and counts verdicts by country, network, tier and rule. With
--against, also what another policy decides, and every change between the two. Nothing leaves this machine.

LOGS are files, plain or gzip, or - for standard input:
  logpush    Cloudflare Logpush http_requests, one JSON object a line
  cordon     our own records; admission records are decided on the very evidence they hold
  combined   access logs of Apache and nginx; places and networks come from the offline data of the local edge,
  common     which is of June 2026

What a log does not carry is not recorded: rules that need it are counted apart, and each verdict has a lower and an
upper bound.

  --policy FILE   the policy: a policy document, wrangler.toml or wrangler.toml#ENV, or live (default: wrangler.toml)
  --against FILE  another one to compare it with
  --env NAME      an environment of wrangler.toml, for --policy
  --at DATE       decide as of this date or instant (default: each line as of its own time)
  --format NAME   auto, logpush, cordon, combined or common (default: auto, by the first lines)
  --json          print JSON
  --html FILE     write a page with plots
  --jobs N        threads (default: one for each core, at most 8)
  --gate URL, --token-file FILE   for "live", as with npm run policy -- status
  --help

Exit codes: 0 counted; 1 nothing could be read; 2 wrong use.
`

export interface ReplayOptions extends PolicyOptions {
  readonly logs: readonly string[]
  readonly against: string | undefined
  readonly at: UnixSeconds | undefined
  readonly format: Format | undefined
  readonly json: boolean
  readonly html: string | undefined
  readonly jobs: number
}

/** A thread takes some 50 MB. */
const MAX_JOBS = 64
const DEFAULT_MAX_JOBS = 8

/** Undefined where help was asked for. */
export function readOptions(args: string[]): ReplayOptions | undefined {
  const { values, positionals: logs } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...POLICY_OPTIONS,
      against: { type: 'string' },
      at: { type: 'string' },
      format: { type: 'string', default: 'auto' },
      json: { type: 'boolean', default: false },
      html: { type: 'string' },
      jobs: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { help, ...options } = values
  if (help) return undefined
  if (logs.length === 0) throw new UsageError('replay: expected at least one log, or - for standard input')
  if (logs.filter((log) => log === '-').length > 1)
    throw new UsageError('replay: standard input can be read once')
  return {
    ...options,
    logs,
    against: options.against,
    at: options.at === undefined ? undefined : readInstant(options.at),
    format: readFormat(options.format),
    html: options.html,
    jobs: readJobs(options.jobs),
  }
}

function readInstant(text: string): UnixSeconds {
  const instant = parseInstant(text)
  if (instant === undefined)
    throw new UsageError('--at: expected a date (2026-09-15) or an instant with its zone (2026-09-15T00:00Z)')
  return instant
}

function readFormat(text: string): Format | undefined {
  if (text === 'auto') return undefined
  const format = FORMATS.find((known) => known === text)
  if (format === undefined) throw new UsageError(`--format: expected auto, ${FORMATS.join(', ')}`)
  return format
}

function readJobs(text: string | undefined): number {
  if (text === undefined) return Math.min(availableParallelism(), DEFAULT_MAX_JOBS)
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (jobs < 1 || jobs > MAX_JOBS) throw new UsageError(`--jobs: expected a number from 1 to ${MAX_JOBS}`)
  return jobs
}
