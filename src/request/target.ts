import { err, ok, type Result } from '../lib/result.ts'
import type { RequestTarget } from '../observations/types.ts'

export type TargetFault = 'request.path' | 'request.host'

/** Forms of a path that `PATH_ADMIT` may let through; each is then matched under every reading. */
export const ADMISSIBLE_FORMS = ['//', ';', '%2f', '%5c', '%25', '%23', '%3f', '%3b', '\\'] as const
export type AdmissibleForm = (typeof ADMISSIBLE_FORMS)[number]

/** Of the path, whose readings all cost something; the platform bounds the rest. */
const MAX_PATH_LENGTH = 8_192
const URL_SHAPE = /^(https?):\/\/([^/?#\\]*)([^?#]*)(\?[^#]*)?$/s
const HOST_SHAPE =
  /^((?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*|\[[0-9a-f:.]{2,45}\])(?::([1-9]\d{0,4}))?$/

/**
 * What is asked for, or why it cannot be told for sure.
 *
 * A path or host that two parsers could read differently is refused, not repaired: whatever we made of it, the origin
 * might make something else of it, and then we would have decided about another resource. Only single forms that the
 * operator admits go through, and those are matched under every reading.
 *
 * Entirely attacker-controlled. Linear in the URL's length, which is bounded.
 *
 * @param url       the URL as it arrived; not yet parsed by anything that would tidy it up
 * @param hostHeader the `Host` header, which must name the same authority; a joined pair of them names none
 * Sources: RFC 3986 §3.3 and §6.2, RFC 9112 §3.2; the advisories on path aliases of Envoy, Istio, Traefik, oauth2-proxy.
 */
export function parseTarget(
  url: string,
  hostHeader: string | undefined,
  admitted: ReadonlySet<AdmissibleForm> = new Set(),
): Result<RequestTarget, TargetFault> {
  const parts = URL_SHAPE.exec(url)
  if (parts === null) return err('request.path')
  const [, scheme = '', authority = '', path = '', query = ''] = parts
  if (path.length > MAX_PATH_LENGTH) return err('request.path')
  const named = parseAuthority(authority)
  if (named === undefined) return err('request.host')
  const { host, hostname } = named
  if (hostHeader !== undefined && hostHeader !== host && !isSameHost(hostHeader, host, scheme))
    return err('request.host')
  const readings = PLAIN_PATH.test(path) ? [path] : readPath(path, admitted)
  if (readings === undefined) return err('request.path')
  return ok({ scheme: scheme === 'https' ? 'https' : 'http', host, hostname, path, query, readings })
}

type Authority = Pick<RequestTarget, 'host' | 'hostname'>

/** The last one that was sound, by its text: a gate has few hosts, and most requests are for the one before. */
let lastAuthority: (Authority & { readonly text: string }) | undefined

function parseAuthority(text: string): Authority | undefined {
  if (lastAuthority?.text === text) return lastAuthority
  const host = text.toLowerCase()
  const parts = HOST_SHAPE.exec(host)
  if (parts === null || Number(parts[2] ?? 0) > 65_535) return undefined
  lastAuthority = { text, host, hostname: parts[1] ?? host }
  return lastAuthority
}

function isSameHost(header: string, host: string, scheme: string): boolean {
  const withoutDefaultPort = (text: string) => text.replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  return withoutDefaultPort(header.toLowerCase()) === withoutDefaultPort(host)
}

/** Segments of letters, digits and single dots between them: every back end reads such a path as it is written. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)+$/

/** Legal in a path (RFC 3986 §3.3), plus the few illegal characters every parser escapes alike; `;` and `\` apart. */
const PATH_CHARACTERS = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@/%{}|^"[\]]*$/

const ESCAPED_FORMS = ADMISSIBLE_FORMS.filter((form) => form.startsWith('%'))

/** More than any path with a few admitted forms has. A path that can be read in more ways is one nobody wrote. */
const MAX_READINGS = 64

/**
 * Every way a back end might read this path, the plain one first; undefined when it could be read in ways that nobody
 * admitted. All readings are decoded, so that patterns are compared with characters, not with their spelling.
 */
export function readPath(path: string, admitted: ReadonlySet<AdmissibleForm>): readonly string[] | undefined {
  let plain = path
  for (const form of ['\\', ';'] as const) {
    if (!path.includes(form)) continue
    if (!admitted.has(form)) return undefined
    plain = plain.replaceAll(form, '')
  }
  if (!PATH_CHARACTERS.test(plain)) return undefined
  if (path.includes('//') && !admitted.has('//')) return undefined
  const lowerCase = path.toLowerCase()
  if (ESCAPED_FORMS.some((form) => lowerCase.includes(form) && !admitted.has(form))) return undefined
  const decoded = decode(path)
  const kept = undecoded(path)
  return decoded === undefined || kept === undefined ? undefined : readingsFrom([decoded, kept])
}

/** Decodes once, strictly: bad escapes and overlong or invalid UTF-8 (RFC 3629 §3) are no text. */
function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Escapes of unreserved characters (RFC 3986 §2.3), and of what `PATH_ADMIT` can let through. */
const NEEDLESS = /%(2[35dDeEfF]|3[0-9bBfF]|4[1-9a-fA-F]|5[0-9aAcCfF]|6[1-9a-fA-F]|7[0-9aAeE])/g

/** As a back end reads it that decodes nothing needless; what others make of it follows from there. */
function undecoded(path: string): string | undefined {
  return decode(path.replace(NEEDLESS, '%25$1'))
}

/** What back ends are known to make of a path before they look it up. */
const REWRITES: readonly ((path: string) => string)[] = [
  (path) => decodeAgain(path, ESCAPES),
  (path) => decodeAgain(path, ESCAPES_BUT_SLASHES),
  (path) => decodeAgain(path, ESCAPES_BUT_SEPARATORS),
  (path) => path.replaceAll('\\', '/'),
  (path) => path.replace(/;[^/]*/g, ''),
  (path) => path.replace(/;.*/s, ''),
  (path) => path.replace(/\?.*/s, ''),
  (path) => path.replace(/#.*/s, ''),
  (path) => path.replace(/\/{2,}/g, '/'),
  withoutTrailingSlashes,
  (path) => path.normalize('NFC'),
  // Case-insensitive file systems and NFKC_Casefold drop what has no glyph of its own (CVE-2014-9390).
  (path) => path.replace(/\p{Default_Ignorable_Code_Point}/gu, ''),
]
const ESCAPES = /(?:%[0-9a-f]{2})+/gi
/** A back end may keep an escaped separator inside its segment. */
const ESCAPES_BUT_SLASHES = /(?:%(?!2f)[0-9a-f]{2})+/gi
const ESCAPES_BUT_SEPARATORS = /(?:%(?!2f|5c|23|3f|3b)[0-9a-f]{2})+/gi

/** Leaves alone what is no escape; broken UTF-8 has been refused by then. */
function decodeAgain(path: string, escapes: RegExp): string {
  return path.replace(escapes, (found) => decode(found) ?? found)
}

/**
 * All that can be made of these by any rewriting after any other, in any order and any number; undefined when one of
 * them is unsafe, so that an admitted form does not bring back by the back door what is refused at the front.
 */
function readingsFrom(first: readonly string[]): readonly string[] | undefined {
  const readings = new Set(first)
  // A Set hands out what is added while it is walked.
  for (const reading of readings) {
    if (readings.size > MAX_READINGS || isUnsafe(reading)) return undefined
    for (const rewrite of REWRITES) readings.add(rewrite(reading) || '/')
  }
  return [...readings]
}

/** No regular expression: it would try every slash of a long run as the beginning of the end. */
function withoutTrailingSlashes(path: string): string {
  let end = path.length
  while (end > 1 && path[end - 1] === '/') end--
  return path.slice(0, end)
}

const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/
/** Windows, some routers and everything that trims drop these. */
const TRIMMED_SEGMENT = /[.\s](?:\/|$)|\/\s/
/** No honest path has them: to some back end they end it, split it or vanish. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
/** The only characters that are ASCII in every normal form: Greek question mark, Greek varia, Kelvin sign. */
const ASCII_IN_DISGUISE = /[\u037e\u1fef\u212a]/
/** Not a standard, but IIS and its imitators decode it. */
const MICROSOFT_ESCAPE = /%u[0-9a-f]{4}/i

function isUnsafe(reading: string): boolean {
  if (DOT_SEGMENT.test(reading) || TRIMMED_SEGMENT.test(reading) || CONTROL.test(reading)) return true
  // Full-width and compatibility forms turn into ASCII on back ends that normalise.
  if (ASCII_IN_DISGUISE.test(reading) || reading.normalize('NFKC') !== reading.normalize('NFC')) return true
  if (MICROSOFT_ESCAPE.test(reading)) return true
  // Overlong and broken UTF-8, which only a second decoding brings to light.
  return reading.match(ESCAPES)?.some((escapes) => decode(escapes) === undefined) ?? false
}
