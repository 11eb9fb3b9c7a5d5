import type { RequestTarget } from '../observations/types.ts'
import type { Origin } from './origin.ts'

/** Paths and queries that parsing a URL changes nothing about, dots and escapes left aside: nearly all there are. */
const UNCHANGED =
  /^(?:\/(?:[A-Za-z0-9\-_~!$&()*+,=:@][A-Za-z0-9\-._~!$&()*+,=:@]*)?)+(?:\?[A-Za-z0-9\-._~!$&()*+,;=:@%/?]*)?$/

/**
 * Path and query as the platform sends them, which is what an assertion is about: it parses the URL once more, and what
 * no URL may hold is escaped by that (WHATWG URL §4.4). An empty query (`/a?`) stays one.
 */
export function sentPathAndQuery({ path, query }: Pick<RequestTarget, 'path' | 'query'>): string {
  const asWritten = path + query
  if (UNCHANGED.test(asWritten)) return asWritten
  const { href, origin } = new URL(`https://origin.invalid${asWritten}`)
  return href.slice(origin.length)
}

/** The URL that the origin is asked at. */
export function sentUrl(origin: Pick<Origin, 'base'>, target: RequestTarget, pathAndQuery: string): string {
  return `${origin.base ?? `${target.scheme}://${target.host}`}${pathAndQuery}`
}
