import { err, ok, type Result } from '../lib/result.ts'
import type { RequestTarget } from '../observations/types.ts'

export type TargetFault = 'request.path' | 'request.host'

/** Forms of a path that `PATH_ADMIT` may let through; each is then matched under every reading. */
export const ADMISSIBLE_FORMS = ['//', ';', '%2f', '%5c', '%25', '%23', '%3f', '%3b', '\\'] as const
export type AdmissibleForm = (typeof ADMISSIBLE_FORMS)[number]

const MAX_URL_LENGTH = 16_384
const URL_SHAPE = /^(https?):\/\/([^/?#\\]*)([^?#]*)(\?[^#]*)?$/s
const HOST_SHAPE =
  /^((?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/

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
  if (url.length > MAX_URL_LENGTH) return err('request.path')
  const parts = URL_SHAPE.exec(url)
  if (parts === null) return err('request.path')
  const [, scheme, authority = '', path = '', query = ''] = parts
  const host = authority.toLowerCase()
  const hostParts = HOST_SHAPE.exec(host)
  if (hostParts === null || Number(hostParts[2] ?? 0) > 65_535) return err('request.host')
  if (hostHeader !== undefined && hostHeader.toLowerCase() !== host) return err('request.host')
  const readings = readPath(path, admitted)
  if (readings === undefined) return err('request.path')
  return ok({
    scheme: scheme === 'https' ? 'https' : 'http',
    host,
    hostname: hostParts[1] ?? host,
    path,
    query,
    readings,
  })
}

/** Legal in a path (RFC 3986 §3.3), plus the few illegal characters every parser escapes alike; `;` and `\` apart. */
const PATH_CHARACTERS = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@/%{}|^"[\]]*$/

/** Octets that no honest path escapes, because to some back end they end it, split it or vanish. */
const NEVER_ESCAPED = /%(?:[01][0-9a-f]|7f)/i

const ESCAPED_FORMS: Readonly<Record<string, string>> = {
  '%2f': '/',
  '%5c': '\\',
  '%25': '%',
  '%23': '#',
  '%3f': '?',
  '%3b': ';',
}

/**
 * Every way a back end might read this path, the plain one first; undefined when it could be read in ways that nobody
 * admitted. All readings are decoded, so that patterns are compared with characters, not with their spelling.
 */
function readPath(path: string, admitted: ReadonlySet<AdmissibleForm>): readonly string[] | undefined {
  let plain = path
  for (const form of ['\\', ';'] as const) {
    if (!path.includes(form)) continue
    if (!admitted.has(form)) return undefined
    plain = plain.replaceAll(form, '')
  }
  if (!PATH_CHARACTERS.test(plain) || NEVER_ESCAPED.test(path)) return undefined
  if (path.includes('//') && !admitted.has('//')) return undefined
  for (const form of Object.keys(ESCAPED_FORMS)) {
    if (path.toLowerCase().includes(form) && !admitted.has(form as AdmissibleForm)) return undefined
  }
  const decoded = decode(path)
  if (decoded === undefined || !readsAlike(decoded)) return undefined
  const readings = new Set([decoded])
  for (const reading of alternativeReadings(path, decoded)) {
    // An admitted form must not bring back a dot segment by the back door.
    if (hasDotSegment(reading)) return undefined
    readings.add(reading)
  }
  return [...readings]
}

/** Decodes once, strictly: bad escapes and overlong or invalid UTF-8 (RFC 3629 §3) are no text. */
function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function readsAlike(decoded: string): boolean {
  if (hasDotSegment(decoded)) return false
  // Full-width and compatibility forms turn into ASCII on back ends that normalise.
  if (decoded.normalize('NFKC') !== decoded.normalize('NFC')) return false
  // Windows and some routers drop a trailing dot or space of a segment.
  return !decoded.split('/').some((segment) => /[. \u00a0]$/.test(segment) || /^\s/.test(segment))
}

function hasDotSegment(path: string): boolean {
  return path.split(/[/\\]/).some((segment) => /^\.{1,2}$/.test(segment.split(';')[0] ?? ''))
}

/** How often a back end may decode again before we stop believing that anybody does. */
const MAX_DECODINGS = 4

function* alternativeReadings(path: string, decoded: string): Generator<string> {
  // A back end that does not decode what needs no escape, or that keeps an admitted separator inside its segment.
  const undecoded = decode(path.replace(KEPT_ESCAPES, '%25$1'))
  if (undecoded !== undefined) yield undecoded
  if (decoded.length > 1 && decoded.endsWith('/')) yield decoded.replace(/\/+$/, '') || '/'
  let again: string | undefined = decoded
  for (let round = 0; again !== undefined && round < MAX_DECODINGS; round++) {
    const slashes: string = again.replaceAll('\\', '/')
    const withoutParameters = slashes.replace(/;[^/]*/g, '')
    yield again
    yield slashes
    yield withoutParameters
    yield collapse(again)
    yield collapse(withoutParameters)
    for (const cut of ['?', '#'] as const) {
      const at = slashes.indexOf(cut)
      if (at >= 0) yield collapse(slashes.slice(0, at)) || '/'
    }
    again = again.includes('%') ? decode(again) : undefined
  }
}

/** Escapes of unreserved characters (RFC 3986 §2.3), and of the separators that `PATH_ADMIT` can let through. */
const KEPT_ESCAPES = /%(2[35dDeEfF]|3[0-9bBfF]|4[1-9a-fA-F]|5[0-9aAcCfF]|6[1-9a-fA-F]|7[0-9aAeE])/g

function collapse(path: string): string {
  return path.replace(/\/{2,}/g, '/')
}
