/**
 * Whether a page is wanted: only where `Accept` names `text/html` itself, with a weight above zero and none below that
 * of JSON (RFC 9110 §12.5.1). The wildcard, which every API client sends, does not ask for a page.
 */
export function wantsPage(accept: string | null): boolean {
  if (accept === null || accept.length > 4096) return false
  const html = weightOf(accept, 'text/html')
  return (
    html > 0 &&
    html >= Math.max(weightOf(accept, 'application/json'), weightOf(accept, 'application/problem+json'))
  )
}

function weightOf(accept: string, type: string): number {
  for (const item of accept.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    if (name !== type) continue
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    return weight === undefined ? 1 : Number(weight.slice(2)) || 0
  }
  return 0
}

/** Whether this is a person opening a page: what `SESSION_ISSUE = "navigations"` means. */
export function isNavigation(headers: Headers): boolean {
  return headers.get('Sec-Fetch-Mode') === 'navigate' || wantsPage(headers.get('Accept'))
}
