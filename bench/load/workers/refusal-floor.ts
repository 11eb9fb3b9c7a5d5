/** What any refusal of our shape costs, and nothing else: everything that is told and recorded is a constant. */

/** As long as a real one. */
const DECISION = 'A'.repeat(22)
const PROBLEM = JSON.stringify({
  type: 'https://api.example.com/.cordon/problems/place.restricted',
  status: 451,
  reason: 'place.restricted',
  decision: DECISION,
  detail: 'x'.repeat(620),
})
const RECORD = JSON.stringify({ event: 'decision', decision: DECISION, rest: 'x'.repeat(560) })
const HEADERS = new Headers({
  'Cache-Control': 'no-store',
  'Content-Language': 'en',
  Vary: 'Accept, Accept-Language',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Should-Retry': 'false',
  'Content-Type': 'application/problem+json',
})
/** What has to be read of a request to know that it is refused, and in which words. */
const READ = ['Host', 'CF-Connecting-IP', 'Cookie', 'Accept', 'Accept-Language'] as const

export default {
  fetch(request: Request): Response {
    const { cf, headers } = request
    const isRead = READ.every((name) => headers.get(name) !== '')
    const isThere = cf?.country === 'CU' && cf.asn !== undefined && isRead
    crypto.getRandomValues(new Uint8Array(16))
    console.log(RECORD)
    const answer = new Response(PROBLEM, { status: isThere ? 451 : 500, headers: HEADERS })
    answer.headers.set('Cordon-Decision', DECISION)
    return answer
  },
}
