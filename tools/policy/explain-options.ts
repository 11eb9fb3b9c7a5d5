import { parseArgs } from 'node:util'
import { nearest } from '../../src/lib/nearest.ts'
import { parseStrictJson } from '../../src/lib/strict-json.ts'
import { parseIpAddress } from '../../src/net/ip-address.ts'
import { EXAMPLE_SIGNALS, signalFault } from '../../src/policy/example-signals.ts'
import type { Described, DescribedRequest } from '../../src/policy/situation.ts'
import { UsageError } from '../usage-error.ts'
import { dateOption } from './dates.ts'
import { likelyCode, namedCode, subdivisionFault } from './iso-3166.ts'

const STRING = { type: 'string' } as const
const LIST = { type: 'string', multiple: true, default: [] as string[] } as const

export const EXPLAIN_OPTIONS = {
  policy: STRING,
  env: STRING,
  gate: STRING,
  'token-file': STRING,
  place: STRING,
  city: STRING,
  asn: STRING,
  network: STRING,
  address: STRING,
  account: STRING,
  signal: LIST,
  method: { type: 'string', default: 'GET' },
  host: STRING,
  path: { type: 'string', default: '/' },
  header: LIST,
  body: STRING,
  at: STRING,
  record: STRING,
  json: { type: 'boolean', default: false },
} as const

export type ExplainValues = ReturnType<typeof readExplainOptions>

export function readExplainOptions(args: string[]) {
  return parseArgs({ args, options: EXPLAIN_OPTIONS }).values
}

/** Options that are short for a signal. */
const SIGNAL_OF = {
  place: 'place',
  city: 'place.city',
  asn: 'network.asn',
  network: 'network.class',
  account: 'account.id',
} as const

/**
 * What the arguments describe.
 *
 * @throws UsageError for a value that its signal cannot have
 */
export function describedBy(values: ExplainValues): Described {
  const given: Record<string, string | number | boolean> = {}
  for (const [option, name] of Object.entries(SIGNAL_OF)) {
    const text = values[option as keyof typeof SIGNAL_OF]
    if (text !== undefined) given[name] = checked(`--${option}`, name, text)
  }
  for (const text of values.signal) {
    const [, name, value] = /^([\w.]+)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined)
      throw new UsageError('--signal: expected name=value, such as bot.score=5')
    given[name] = checked('--signal', name, value)
  }
  return { given, request: requestOf(values) }
}

export function addressOption(text: string): string {
  if (parseIpAddress(text) === undefined) throw new UsageError('--address: expected an IP address')
  return text
}

function requestOf({ method, host, path, header, body }: ExplainValues): DescribedRequest {
  const headers = Object.fromEntries(header.map(readHeader))
  return {
    method: method.toUpperCase(),
    ...(host === undefined ? {} : { host }),
    path,
    headers,
    ...(body === undefined ? {} : { body: readBody(body) }),
  }
}

function readHeader(text: string): readonly [string, string] {
  const [, name, value] = /^([\w-]+):\s*(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new UsageError('--header: expected "Name: value"')
  return [name, value]
}

function readBody(text: string): unknown {
  const json = parseStrictJson(text)
  if (!json.ok) throw new UsageError(`--body: expected JSON (${json.error.replace('_', ' ')})`)
  return json.value
}

function checked(option: string, name: string, text: string): string | number | boolean {
  if (!EXAMPLE_SIGNALS.has(name)) {
    const near = nearest(name, EXAMPLE_SIGNALS)
    throw new UsageError(
      `${option}: there is no signal ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    )
  }
  // What a command line gives is text: read as a number or a word where the signal takes nothing else.
  const ways = [text, Number(text), text === 'true' ? true : text === 'false' ? false : text]
  const fitting = ways.find((value) => text.trim() !== '' && signalFault(name, value) === undefined)
  if (fitting === undefined) {
    const likely = name.startsWith('place') ? likelyCode(text) : undefined
    const hint = likely === undefined ? '' : `; did you mean ${namedCode(likely)}?`
    throw new UsageError(`${option}: ${signalFault(name, text) ?? 'expected a value'}${hint}`)
  }
  const fault = option === '--place' && text.length > 2 && text !== 'absent' ? subdivision(text) : undefined
  if (fault !== undefined) throw new UsageError(`${option}: expected ${fault}`)
  return fitting
}

function subdivision(text: string): string | undefined {
  return /^[A-Z]{2}-/.test(text) ? subdivisionFault(text, new Set()) : undefined
}

export function timeOption(values: ExplainValues) {
  return dateOption('--at', values.at)
}
