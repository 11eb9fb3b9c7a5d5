const URI_SHAPE = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/i
/** More than a URI may hold (RFC 3986 §2): some clients send a few characters unescaped that should not be. */
const PRINTABLE = /^[\x21-\x7e]*$/
const AUTHORITY_SHAPE = /^(\[[0-9a-f:.]+\]|[^:/?#@[\]\\]+)(?::(\d*))?$/i
const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
])

/**
 * The one spelling of the resource that an http(s) URI names, without query and fragment; `undefined` for anything else,
 * also for one with user information, which no target URI has (RFC 9110 §4.2.4).
 *
 * So that a proof is not refused for how its client spells the same thing: case of scheme and host, escapes of characters
 * that need none, dot segments, the scheme's own port, a path that is missing (RFC 3986 §6.2.2 and §6.2.3, as RFC 9449
 * §4.3 recommends). Nothing beyond: `%2f` is no slash, a path without its last slash is another, `//` is not `/`. Not the
 * URL class: it also reads `\` as `/`, drops tabs and newlines, and takes `0x7f.1` for an address.
 *
 * @param uri attacker-controlled, of bounded length
 */
export function normalTarget(uri: string): string | undefined {
  const parts = PRINTABLE.test(uri) ? URI_SHAPE.exec(uri) : null
  if (parts === null) return undefined
  const [, rawScheme = '', authority = '', path = ''] = parts
  const scheme = rawScheme.toLowerCase()
  const defaultPort = DEFAULT_PORTS.get(scheme)
  const [, host = '', port = ''] = AUTHORITY_SHAPE.exec(authority) ?? []
  if (defaultPort === undefined || host === '') return undefined
  const portPart = port === '' || port === defaultPort ? '' : `:${port}`
  return `${scheme}://${host.toLowerCase()}${portPart}${withoutDotSegments(withNeededEscapes(path))}`
}

const UNRESERVED = /[A-Za-z0-9\-._~]/

function withNeededEscapes(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (triplet: string, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16))
    return UNRESERVED.test(character) ? character : triplet.toUpperCase()
  })
}

/** RFC 3986 §5.2.4, for a path that is empty or begins with a slash. */
function withoutDotSegments(path: string): string {
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    if (segment !== '.' && segment !== '..') {
      kept.push(segment)
      continue
    }
    if (segment === '..') kept.pop()
    if (index === segments.length - 1) kept.push('')
  }
  return `/${kept.join('/')}`
}
