import { wantsPage } from './accept.ts'

/**
 * Whether a person in front of a browser makes this request, or a script on a page they look at: browsers ask for pages,
 * and say from which site a request comes (Fetch Metadata; Node's own `fetch` sends `Sec-Fetch-Mode`, but not that). A
 * program may say the same; it is then told what a person is told, no more.
 */
export function isPerson(headers: Headers): boolean {
  return headers.has('Sec-Fetch-Site') || wantsPage(headers.get('Accept'))
}
