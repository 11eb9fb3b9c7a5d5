import { err, ok, type Result } from '../../../src/lib/result.ts'
import { millisFromSeconds, type UnixMillis, type UnixSeconds } from '../../../src/lib/time.ts'
import { formatIpAddress, parseIpAddress } from '../../../src/net/ip-address.ts'
import { LANGUAGES, type LanguageTag } from '../../../src/texts/languages.ts'
import { CLIENTS, type Client, clientById, OWN_ADDRESS } from './clients.ts'

/** What is tried: who asks, for what, and how. */
export interface Choice {
  readonly client: Client
  readonly method: string
  /** With its query; begins with a slash. */
  readonly path: string
  readonly body?: string
  readonly key?: string
  readonly language: LanguageTag
  readonly form: Form
  /** Absent: the real time. */
  readonly now?: UnixMillis
}

/** What the client wants to be refused with: `json` as configured for the path, the last two as ERROR_FORMS would have it. */
export const FORMS = ['page', 'json', 'openai', 'anthropic'] as const
export type Form = (typeof FORMS)[number]

/** Says which field is wrong, and what was expected: a sentence for a person. */
export interface ChoiceFault {
  readonly field: string
  readonly message: string
}

const FIELDS = ['client', 'address', 'cf', 'method', 'path', 'body', 'key', 'lang', 'form', 'now'] as const
type Field = (typeof FIELDS)[number]

/** 9999-12-31T23:59:59Z, the last second that RFC 3339 can write. */
const LAST_SECOND = 253402300799

/** Those that the runtime can send; what the gate thinks of them is its own answer. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/**
 * Reads the query of a try. Everything is optional but has to be right: a field that is unknown, given twice or
 * malformed is a fault, because a typo must not silently try something else.
 */
export function readChoice(query: URLSearchParams): Result<Choice, ChoiceFault> {
  const fields = readFields(query)
  if (!fields.ok) return fields
  const { method = 'GET', path = '/', body, key, lang = 'en', form = 'page' } = fields.value
  const client = readClient(fields.value)
  if (!client.ok) return client
  const now = readNow(fields.value.now)
  if (!now.ok) return now
  if (!METHODS.some((known) => known === method))
    return fault('method', `expected one of ${METHODS.join(', ')}`)
  const wrongPath = faultOfPath(path)
  if (wrongPath !== undefined) return fault('path', wrongPath)
  if (body !== undefined && (method === 'GET' || method === 'HEAD'))
    return fault('body', `a ${method} has none: choose POST or another method`)
  if (key !== undefined && !/^[\x21-\x7e]{1,256}$/.test(key))
    return fault('key', 'expected up to 256 printable ASCII characters without blanks')
  const language = LANGUAGES.find(({ tag }) => tag === lang)
  if (language === undefined)
    return fault('lang', `expected one of ${LANGUAGES.map(({ tag }) => tag).join(', ')}`)
  const known = FORMS.find((name) => name === form)
  if (known === undefined) return fault('form', `expected one of ${FORMS.join(', ')}`)
  return ok({
    client: client.value,
    method,
    path,
    language: language.tag,
    form: known,
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { key }),
    ...(now.value === undefined ? {} : { now: now.value }),
  })
}

type Fields = Partial<Record<Field, string>>

/** An empty field is one that was left out, as forms send it. */
function readFields(query: URLSearchParams): Result<Fields, ChoiceFault> {
  const fields: Fields = {}
  for (const [name, value] of query) {
    const field = FIELDS.find((known) => known === name)
    if (field === undefined)
      return fault(name.slice(0, 40), `there is no such field: known are ${FIELDS.join(', ')}`)
    if (fields[field] !== undefined) return fault(field, 'given twice')
    if (value !== '') fields[field] = value
  }
  return ok(fields)
}

function readClient({ client: id = 'ohio', address, cf }: Fields): Result<Client, ChoiceFault> {
  const own = readCf(cf)
  if (!own.ok) return own
  const chosen = id === OWN_ADDRESS ? readOwn(address) : readShipped(id, address)
  if (!chosen.ok || own.value === undefined) return chosen
  return ok({ ...chosen.value, cf: { ...chosen.value.cf, ...own.value } })
}

function readShipped(id: string, address: string | undefined): Result<Client, ChoiceFault> {
  const client = clientById(id)
  if (client === undefined)
    return fault('client', `expected ${OWN_ADDRESS} or one of ${CLIENTS.map((known) => known.id).join(', ')}`)
  if (address !== undefined) return fault('address', `only client=${OWN_ADDRESS} takes one`)
  return ok(client)
}

function readOwn(text: string | undefined): Result<Client, ChoiceFault> {
  const address = parseIpAddress(text?.trim() ?? '')
  if (address === undefined) return fault('address', 'expected one IPv4 or IPv6 address, such as 73.162.10.1')
  const written = formatIpAddress(address)
  return ok({
    id: OWN_ADDRESS,
    label: written,
    about: 'an address of your own',
    icon: 'pen',
    address: written,
  })
}

function readCf(
  text: string | undefined,
): Result<Readonly<Record<string, unknown>> | undefined, ChoiceFault> {
  if (text === undefined) return ok(undefined)
  const expected = 'expected a JSON object such as {"country":"T1","city":null}'
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault('cf', expected)
    return ok(value as Readonly<Record<string, unknown>>)
  } catch {
    return fault('cf', expected)
  }
}

/** What is tried has to be what was written: URLs are tidied up on their way into a request. */
function faultOfPath(path: string): string | undefined {
  if (!path.startsWith('/') || path.includes('#'))
    return 'expected a path that begins with a slash, without a fragment'
  if (/^\/\.cordon(?![^/?])(?!\/session(?:\?|$))/.test(path))
    return 'nothing is decided on the gate’s own endpoints'
  const { href, origin } = new URL(`http://host${path}`)
  const sent = href.slice(origin.length)
  return sent === path
    ? undefined
    : `expected a path as it goes over the wire: this one would be sent as ${sent}`
}

function readNow(text: string | undefined): Result<UnixMillis | undefined, ChoiceFault> {
  if (text === undefined) return ok(undefined)
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (!(seconds <= LAST_SECOND)) return fault('now', `expected whole Unix seconds from 0 to ${LAST_SECOND}`)
  return ok(millisFromSeconds(seconds as UnixSeconds))
}

function fault(field: string, message: string): Result<never, ChoiceFault> {
  return err({ field, message })
}
