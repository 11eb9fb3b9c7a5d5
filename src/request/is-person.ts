import { wantsPage } from './accept.ts'

/**
 * Whether a person in front of a browser makes this request, or a script on a page they look at: browsers say so in
 * Fetch Metadata, and ask for pages. A program may say the same; it is then told what a person is told, no more.
 */
export function isPerson(headers: Headers): boolean {
  return headers.has('Sec-Fetch-Mode') || wantsPage(headers.get('Accept'))
}
