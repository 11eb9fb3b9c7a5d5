/** Methods that never travel, whatever the configuration says: they reflect headers or open tunnels (RFC 9110 §9.3). */
export const NEVER_FORWARDED: ReadonlySet<string> = new Set(['TRACE', 'TRACK', 'CONNECT'])

/**
 * Whether a request carries content on a method that has none. Origins disagree on what to do with it, which is how
 * requests are smuggled (RFC 9110 §9.3.1: "might lead some implementations to reject the request").
 */
export function hasUnexpectedContent(method: string, headers: Headers): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const length = headers.get('Content-Length')
  return headers.has('Transfer-Encoding') || (length !== null && length !== '0')
}
