import type { Problem } from './problem.ts'

export interface RefusalForm {
  /** Renders the page, where the client wants one (RFC 9110 §12.5.1). */
  readonly page: ((problem: Problem, nonce: string) => string) | undefined
  readonly nonce: string
  /** Who implements a legal block (RFC 7725 §4). */
  readonly blockedBy: string | undefined
}

/**
 * A refusal as a response: problem details (RFC 9457) or a page. Never cacheable, because 451 is so by default
 * (RFC 7725 §3) and another client's answer differs.
 */
export function refusal(problem: Problem, { page, nonce, blockedBy }: RefusalForm): Response {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    'Content-Type': page === undefined ? 'application/problem+json' : 'text/html; charset=utf-8',
    Vary: 'Accept',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  })
  if (problem.status === 451 && blockedBy !== undefined)
    headers.set('Link', `<${uriReference(blockedBy)}>; rel="blocked-by"`)
  // A 401 names the scheme that would help (RFC 9110 §11.6.1); 403 and 451 ask for nothing.
  if (problem.status === 401) headers.set('WWW-Authenticate', `Cordon error="${problem.reason}"`)
  // Every allowance there is counts by the minute (RFC 6585 §4).
  if (problem.status === 429) headers.set('Retry-After', '60')
  if (page === undefined) return new Response(JSON.stringify(problem), { status: problem.status, headers })
  headers.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  return new Response(page(problem, nonce), { status: problem.status, headers })
}

/** As a header may carry it (RFC 8288 §3): a URL as people write it can hold letters that no header takes. */
function uriReference(url: string): string {
  return url.replace(/[^\x21-\x7e]|[<>"]/gu, (character) => encodeURIComponent(character.toWellFormed()))
}
