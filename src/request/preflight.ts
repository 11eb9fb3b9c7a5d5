/** What a browser asks before it sends a request of a page of another origin (Fetch standard, CORS-preflight fetch). */
export interface Preflight {
  /** As the browser serialises it; `null` for pages that have none. */
  readonly origin: string
  /** Headers that the request would carry. Every one is a token (RFC 9110 §5.6.2), and safe to be written back. */
  readonly headerNames: readonly string[]
}

/** More than any script sets; what is beyond is left out, and the browser then sends nothing. */
const MAX_NAMES = 64
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/

/**
 * The question, where this is a genuine preflight; undefined for every other OPTIONS, which is a request like any other.
 * All of it is the client's word: programs can send the same. Linear in the length of the headers.
 */
export function readPreflight(method: string, headers: Pick<Headers, 'get'>): Preflight | undefined {
  if (method !== 'OPTIONS' || hasContent(headers)) return undefined
  const origin = headers.get('Origin')
  const requestMethod = headers.get('Access-Control-Request-Method')
  if (origin === null || requestMethod === null || !TOKEN.test(requestMethod)) return undefined
  const names = headers.get('Access-Control-Request-Headers') ?? ''
  return { origin, headerNames: names.split(',', MAX_NAMES).map(trimmed).filter(isToken) }
}

function trimmed(text: string): string {
  return text.trim()
}

function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** The runtime gives a request a body by these two headers. */
function hasContent(headers: Pick<Headers, 'get'>): boolean {
  const length = headers.get('Content-Length')
  return headers.get('Transfer-Encoding') !== null || (length !== null && length !== '0')
}
