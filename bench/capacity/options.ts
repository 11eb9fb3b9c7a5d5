import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError } from '../../tools/usage-error.ts'
import type { LogSettings } from './logs.ts'
import { CPU_MICROS, type CpuMicros, cpuMicrosIn } from './measured.ts'
import { LOG_ALLOW_RATE } from './product.ts'
import { type Shares, sharesOf } from './traffic.ts'

export interface Options {
  readonly requestsPerSecond: readonly number[]
  /** Undefined: as many as the platform would start, by the assumptions. */
  readonly isolates: number | undefined
  /** Undefined: ten for each request a second. */
  readonly sessions: number | undefined
  /** Networks of refused clients. */
  readonly networks: number
  readonly paths: number
  readonly shares: Shares
  readonly revocations: number
  readonly logs: LogSettings
  readonly cpuMicros: CpuMicros
  /** Requests a second. */
  readonly attack: number
  readonly minutes: number
  readonly seed: number
  readonly json: string | undefined
}

export const HELP = `Usage: npm run bench:capacity -- [options]

What traffic asks of isolates, Control, Replay, KV and logs, what it costs, and what an attack costs: a model, and two
simulations with the product's own code. See bench/README.md.

  --requests-per-second A,B   default 1000,100000
  --isolates N                default: 330, or one for every 50 requests a second
  --sessions N                that are active; default: ten for each request a second
  --networks N                that refused clients come from (10000)
  --paths N                   that a session asks for (1: an API with one endpoint)
  --refused-share S           of all requests (0.2)
  --first-share S             first visits (0.02)
  --api-share S               API clients with a session, a statement each (0.17)
  --strict-share S            single-use proofs (0.01); all others are known sessions
  --revocations N             in force (100)
  --log-allow-rate S          LOG_ALLOW_RATE (0.01)
  --log-sampling S            observability.head_sampling_rate (1)
  --invocation-logs           observability.logs.invocation_logs = true, which wrangler.toml switches off
  --cpu-micros FILE           from npm run bench -- --json FILE; default: those of bench/README.md
  --attack N                  requests a second of an attack (10000)
  --minutes N                 that Control is simulated for (15); a burst of 1,200 revocations in the middle
  --seed N                    (1)
  --json FILE
  --help
`

/** Throws a `UsageError`. @returns undefined where help is asked for */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      'requests-per-second': { type: 'string', default: '1000,100000' },
      isolates: { type: 'string' },
      sessions: { type: 'string' },
      networks: { type: 'string', default: '10000' },
      paths: { type: 'string', default: '1' },
      'refused-share': { type: 'string', default: '0.2' },
      'first-share': { type: 'string', default: '0.02' },
      'api-share': { type: 'string', default: '0.17' },
      'strict-share': { type: 'string', default: '0.01' },
      revocations: { type: 'string', default: '100' },
      'log-allow-rate': { type: 'string', default: String(LOG_ALLOW_RATE) },
      'log-sampling': { type: 'string', default: '1' },
      'invocation-logs': { type: 'boolean', default: false },
      'cpu-micros': { type: 'string' },
      attack: { type: 'string', default: '10000' },
      minutes: { type: 'string', default: '15' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const count = (name: keyof typeof values, most: number, least = 1) =>
    wholeNumber(`--${name}`, String(values[name]), least, most)
  const share = (name: keyof typeof values) => shareOf(`--${name}`, String(values[name]))
  const shares = sharesOf({
    first: share('first-share'),
    api: share('api-share'),
    strict: share('strict-share'),
    refused: share('refused-share'),
  })
  if (shares === undefined) throw new UsageError('the shares come to more than 1')
  return {
    requestsPerSecond: values['requests-per-second']
      .split(',')
      .map((text) => wholeNumber('--requests-per-second', text, 1, 10_000_000)),
    isolates: values.isolates === undefined ? undefined : count('isolates', 20_000),
    sessions: values.sessions === undefined ? undefined : count('sessions', 20_000_000),
    networks: count('networks', 20_000_000),
    paths: count('paths', 1_000),
    shares,
    revocations: count('revocations', 50_000, 0),
    logs: {
      allowRate: share('log-allow-rate'),
      sampling: share('log-sampling'),
      invocations: values['invocation-logs'],
    },
    cpuMicros: values['cpu-micros'] === undefined ? CPU_MICROS : microsOf(values['cpu-micros']),
    attack: count('attack', 10_000_000),
    minutes: count('minutes', 240, 10),
    seed: count('seed', 2 ** 32 - 1, 0),
    json: values.json,
  }
}

function microsOf(file: string): CpuMicros {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError('--cpu-micros: the file cannot be read')
  }
  return cpuMicrosIn(text, CPU_MICROS)
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text.trim()) || number < least || number > most)
    throw new UsageError(`${option} wants a whole number from ${least} to ${most}`)
  return number
}

function shareOf(option: string, text: string): number {
  if (!/^(?:0|1|0?\.\d+|1\.0+)$/.test(text)) throw new UsageError(`${option} wants a number from 0 to 1`)
  return Number(text)
}
