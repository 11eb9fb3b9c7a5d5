import type { UnixSeconds } from '../../../src/lib/time.ts'
import type { EdgeValue, Facts } from './facts.ts'
import { bitOf, PART, PARTS, type Part } from './facts.ts'
import { FIELD, FIELDS, type FieldName, type Scalar } from './fields.ts'
import { LineScanner } from './scan-line.ts'
import { timeOfLine } from './time-of-line.ts'

/** A line that is read, or why there is nothing in it to decide. */
export type ReadLine =
  | { readonly kind: 'request'; readonly facts: Facts }
  | { readonly kind: 'malformed'; readonly why: string }
  /** Sound, and no request of a client's. */
  | { readonly kind: 'passed_over'; readonly why: PassedOver }

/** Why a sound line was not decided. */
export const PASSED_OVER = ['subrequest', 'own_endpoint', 'other_record', 'same_request'] as const
export type PassedOver = (typeof PASSED_OVER)[number]

const TEXT_PARTS: readonly (readonly [Part, FieldName])[] = [
  ['city', 'ClientCity'],
  ['latitude', 'ClientLatitude'],
  ['longitude', 'ClientLongitude'],
  ['organization', 'ClientASNDescription'],
  ['protocol', 'ClientRequestProtocol'],
  ['tlsVersion', 'ClientSSLProtocol'],
  ['tlsCipher', 'ClientSSLCipher'],
  ['certificate', 'ClientMTLSAuthStatus'],
  ['ja3', 'JA3Hash'],
  ['ja4', 'JA4'],
  ['verifiedBot', 'VerifiedBotCategory'],
  ['colo', 'EdgeColoCode'],
]
const NUMBER_PARTS: readonly (readonly [Part, FieldName])[] = [
  ['asn', 'ClientASN'],
  ['rtt', 'ClientTCPRTTMs'],
  ['botScore', 'BotScore'],
]
/** Codes, which some write in lower case. */
const CODE_PARTS: readonly (readonly [Part, FieldName])[] = [
  ['country', 'ClientCountry'],
  ['region', 'ClientRegionCode'],
]

/** What a network's class depends on. */
const ALWAYS_READ: ReadonlySet<Part> = new Set(['organization', 'verifiedBot'])
/** Wanted only where what says the same better is missing. */
const SECOND_CHOICE: ReadonlySet<string> = new Set(['RayID', 'ClientRequestPath', 'EdgeEndTimestamp'])

/** Reads lines of Logpush's `http_requests`. Clients choose method, host, path, and half of what TLS says. */
export class LogpushReader {
  readonly #scanner: LineScanner
  readonly #values: Scalar[] = new Array<Scalar>(FIELDS.length).fill(undefined)
  readonly #facts = new LogpushFacts()
  readonly #request = { kind: 'request', facts: this.#facts } as const

  /** @param parts of a line that are read beside those that always are; of the others, only whether they are there */
  constructor(parts: ReadonlySet<Part>) {
    const isRead = (part: Part) => parts.has(part) || ALWAYS_READ.has(part)
    const unread = new Set<string>(TEXT_PARTS.flatMap(([part, field]) => (isRead(part) ? [] : [field])))
    this.#scanner = new LineScanner(
      FIELDS,
      (name) => !SECOND_CHOICE.has(name) && !unread.has(name),
      // No policy can ask for a query, and hardly two are the same.
      (name) => name === 'ClientRequestURI',
    )
  }

  /** What it answers holds until the next line is read: no object is made for a line. */
  read(bytes: Buffer, start: number, end: number): ReadLine {
    const values = this.#values
    if (!this.#scanner.scan(bytes, start, end, values) || needsSecondChoice(values)) {
      const fault = parseWhole(bytes.toString('utf8', start, end), values)
      if (fault !== undefined) return { kind: 'malformed', why: fault }
    }
    if (values[FIELD.WorkerSubrequest] === true) return { kind: 'passed_over', why: 'subrequest' }
    const fault = this.#facts.take(values)
    return fault === undefined ? this.#request : { kind: 'malformed', why: fault }
  }
}

function needsSecondChoice(values: readonly Scalar[]): boolean {
  return (
    (values[FIELD.ClientRequestURI] === undefined && values[FIELD.ClientRequestPath] !== undefined) ||
    (isNothing(values[FIELD.EdgeStartTimestamp]) && values[FIELD.EdgeEndTimestamp] !== undefined)
  )
}

function isNothing(value: Scalar): boolean {
  return value === undefined || value === null || value === ''
}

/** By which the edge calls the request that a line is about; empty where it does not say. */
export function rayOf(line: string): string {
  const values: Scalar[] = []
  if (parseWhole(line, values) !== undefined) return ''
  const ray = values[FIELD.RayID]
  return typeof ray === 'string' ? ray : ''
}

/** The slow way, which settles what is JSON. Fills `values` as the scanner would. */
export function parseWhole(text: string, values: Scalar[]): string | undefined {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return 'not a JSON object'
  for (const [index, name] of FIELDS.entries()) {
    const value: unknown = Object.hasOwn(line, name) ? (line as Record<string, unknown>)[name] : undefined
    if (typeof value === 'object' && value !== null) return `${name} is no single value`
    values[index] = value as Scalar
  }
  return undefined
}

class LogpushFacts implements Facts {
  at: UnixSeconds | undefined
  method = 'GET'
  host: string | undefined
  target: string | undefined
  address: string | undefined
  readonly edge: EdgeValue[] = new Array<EdgeValue>(PARTS.length).fill(undefined)
  recorded = 0

  /** Why these members are no request, where they are none. */
  take(values: readonly Scalar[]): string | undefined {
    const address = textOf(values[FIELD.ClientIP])
    const host = textOf(values[FIELD.ClientRequestHost])
    const method = textOf(values[FIELD.ClientRequestMethod])
    const target = textOf(values[FIELD.ClientRequestURI]) ?? textOf(values[FIELD.ClientRequestPath])
    if (address === undefined && host === undefined && method === undefined && target === undefined)
      return 'no member of Logpush http_requests'
    const start = values[FIELD.EdgeStartTimestamp]
    const written = isNothing(start) ? values[FIELD.EdgeEndTimestamp] : start
    const at = timeOfLine(written)
    if (at === undefined && !isNothing(written)) return 'a time that is none'
    this.at = at
    this.method = method ?? 'GET'
    this.host = host === undefined ? undefined : lowerCase(host)
    this.target = target
    this.address = address
    this.recorded = address === undefined ? 0 : ADDRESS_BIT
    this.#takeEdge(values)
    return undefined
  }

  #takeEdge(values: readonly Scalar[]): void {
    const { edge } = this
    let { recorded } = this
    for (let index = 0; index < TEXT_FIELDS.length; index++) {
      const part = TEXT_PLACES[index] as number
      const text = textOf(values[TEXT_FIELDS[index] as number])
      edge[part] = text
      if (text !== undefined) recorded |= 1 << part
    }
    for (let index = 0; index < NUMBER_FIELDS.length; index++) {
      const part = NUMBER_PLACES[index] as number
      const number = numberOf(values[NUMBER_FIELDS[index] as number])
      edge[part] = number
      if (number !== undefined) recorded |= 1 << part
    }
    for (let index = 0; index < CODE_FIELDS.length; index++) {
      const part = CODE_PLACES[index] as number
      const code = textOf(values[CODE_FIELDS[index] as number])
      edge[part] = code === undefined ? undefined : upperCase(code)
      if (code !== undefined) recorded |= 1 << part
    }
    this.recorded = recorded
  }
}

const ADDRESS_BIT = bitOf('address')
const fieldsOf = (list: readonly (readonly [Part, FieldName])[]) =>
  Uint8Array.from(list, ([, name]) => FIELD[name])
const placesOf = (list: readonly (readonly [Part, FieldName])[]) =>
  Uint8Array.from(list, ([part]) => PART[part])
const [TEXT_FIELDS, TEXT_PLACES] = [fieldsOf(TEXT_PARTS), placesOf(TEXT_PARTS)]
const [NUMBER_FIELDS, NUMBER_PLACES] = [fieldsOf(NUMBER_PARTS), placesOf(NUMBER_PARTS)]
const [CODE_FIELDS, CODE_PLACES] = [fieldsOf(CODE_PARTS), placesOf(CODE_PARTS)]

/** Upper case of codes that were met before; never more than there are codes. */
const CODES = new Map<string, string>()
const MAX_CODES = 10_000

function upperCase(code: string): string {
  const held = CODES.get(code)
  if (held !== undefined) return held
  const upper = code.toUpperCase()
  if (CODES.size < MAX_CODES) CODES.set(code, upper)
  return upper
}

function lowerCase(host: string): string {
  return UPPER.test(host) ? host.toLowerCase() : host
}

const UPPER = /[A-Z\u0080-\uffff]/

/** A member that is there and null says that there is nothing. */
function textOf(value: Scalar): string | undefined {
  if (typeof value === 'string') return value
  if (value === null) return ''
  return value === undefined ? undefined : String(value)
}

/** 0 is how Logpush writes that there is none. */
function numberOf(value: Scalar): number | undefined {
  if (typeof value === 'number') return value
  if (value === null || value === '') return 0
  const number = typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}
