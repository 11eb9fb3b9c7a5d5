import * as v from 'valibot'
import { foldName } from '../lib/fold-name.ts'
import { parseInstant } from '../lib/time.ts'
import { parseAsn } from '../net/asn.ts'
import { parseCidr } from '../net/cidr.ts'
import { parsePlaceCode } from '../net/region.ts'
import { isPlaceEntry } from '../policy/place-lists.ts'
import { NEVER_FORWARDED } from '../request/message.ts'

/** Text that becomes a value of ours once, or an issue that says what was expected. */
export function parsed<T>(parse: (text: string) => T | undefined, expected: string) {
  return v.pipe(
    v.string(expected),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value)
      if (value !== undefined) return value
      addIssue({ message: expected })
      return NEVER
    }),
  )
}

/** Text that stays text, once it is known to be well-formed. */
export function wellFormed(parse: (text: string) => unknown, expected: string) {
  return v.pipe(
    v.string(expected),
    v.check((text) => parse(text) !== undefined, expected),
  )
}

export const instant = parsed(
  parseInstant,
  'a date (2026-09-15, midnight UTC) or an instant with its zone (2026-09-15T00:00Z)',
)

const PLACE_CODE = 'an ISO 3166-1 country code ("CN") or ISO 3166-2 subdivision code ("UA-43"), upper case'

export const placeCode = wellFormed(parsePlaceCode, PLACE_CODE)

/** In a list of places also a continent, or a group by its id. */
export const placeEntry = wellFormed(
  (text) => (isPlaceEntry(text) ? text : undefined),
  `${PLACE_CODE}, a continent ("continent:AF"), "group:eu", or a group of this policy ("group:<id>")`,
)

/** Of a region or a city, in any script. */
export const placeName = wellFormed(
  (text) => (foldName(text) === '' || text.length > 100 ? undefined : text),
  'a name of 1 to 100 characters, with letters in it',
)

export const asNumber = parsed(parseAsn, 'an ASN ("AS64500")')

export const place = parsed(parsePlaceCode, PLACE_CODE)

export const id = v.pipe(
  v.string('an id'),
  v.regex(/^[a-z0-9][a-z0-9:_-]{0,63}$/, 'an id of 1 to 64 characters: a-z 0-9 : _ -'),
)

export const shortText = v.pipe(
  v.string('text'),
  v.minLength(1, 'text that is not empty'),
  v.maxLength(500, 'text of at most 500 characters'),
)

/** `aud` of a token for an origin. */
export const audience = v.pipe(
  v.string('text'),
  v.regex(/^[\x21-\x7e]{1,200}$/, '1 to 200 printable ASCII characters'),
)

/** A prefix or an ASN, as an operator writes them in one list. */
export const network = parsed((text) => {
  const asn = parseAsn(text)
  if (asn !== undefined) return { asn }
  const cidr = parseCidr(text)
  return cidr.ok ? { prefix: cidr.value } : undefined
}, 'a prefix without host bits ("203.0.113.0/24") or an ASN ("AS64500")')

export function oneOf<const T extends readonly string[]>(values: T) {
  return v.picklist(values, `one of ${values.map((value) => `"${value}"`).join(', ')}`)
}

export function wholeNumber(min: number, max: number, unit: string) {
  const expected = `a whole number of ${unit} from ${min} to ${max}`
  return v.pipe(v.number(expected), v.integer(expected), v.minValue(min, expected), v.maxValue(max, expected))
}

/** An http or https origin: scheme, host and port, and nothing after it. */
export function originUrl(expected: string) {
  return wellFormed((text) => parseOrigin(text), expected)
}

/** As a browser writes it in `Origin`: a spelling it never sends would match nothing. */
export const pageOrigin = wellFormed(
  (text) => (parseOrigin(text) === undefined || new URL(text).origin !== text ? undefined : text),
  'an origin as browsers send it, without a slash at the end ("https://app.example.com")',
)

/** The text again, when it is an origin and nothing else. */
function parseOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { origin, protocol } = new URL(text)
  const bare = origin === text || `${origin}/` === text
  return bare && ['http:', 'https:'].includes(protocol) ? text : undefined
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** It is in every token twice, and the cookie has to stay below 1.5 KB. */
const MAX_ISSUER_LENGTH = 100

/** Tokens and documents name it, so it has to be https; on the developer's own machine http does. */
export const issuerUrl = wellFormed((text) => {
  if (text.length > MAX_ISSUER_LENGTH || parseOrigin(text) === undefined || text.endsWith('/'))
    return undefined
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || LOOPBACK.test(hostname) ? text : undefined
}, 'an https origin of at most 100 characters, without a path or a trailing slash ("https://api.example.com"); http only for localhost')

export const linkUrl = wellFormed(
  (text) => (URL.canParse(text) && /^(?:https?|mailto):/.test(text) ? text : undefined),
  'an absolute https, http or mailto URL',
)

const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/
export const hostName = v.pipe(
  v.string('a host name'),
  v.regex(HOST, 'an exact host name in lower case, with a port where it is not any ("api.example.com")'),
)

const METHOD = 'a method in upper case ("POST") that may be forwarded: not TRACE, TRACK or CONNECT'
export const method = v.pipe(
  v.string(METHOD),
  v.regex(/^[A-Z]+$/, METHOD),
  v.check((name) => !NEVER_FORWARDED.has(name), METHOD),
)
