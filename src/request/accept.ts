/** RFC 9110 §12.4.2; what is none counts as not wanted. */
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

/**
 * Whether a page is wanted: only where `Accept` names `text/html` itself, with a weight above zero and none below that
 * of JSON, which wildcards stand for, too (RFC 9110 §12.5.1). A wildcard alone, which every API client sends, does not
 * ask for a page.
 */
export function wantsPage(accept: string | null): boolean {
  if (accept === null || accept.length > 4096) return false
  const weights = readWeights(accept)
  const html = weights.get('text/html') ?? 0
  const any = weights.get('application/*') ?? weights.get('*/*') ?? 0
  const json = weights.get('application/json') ?? any
  const problem = weights.get('application/problem+json') ?? any
  return html > 0 && html >= Math.max(json, problem)
}

/** By media range; of several alike the first. */
function readWeights(accept: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const item of accept.split(',')) {
    const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
    const weight = given === undefined ? 1 : WEIGHT.test(given) ? Number(given) : 0
    if (!weights.has(range)) weights.set(range, weight)
  }
  return weights
}

/** Whether this is a person opening a page: what `SESSION_ISSUE = "navigations"` means. */
export function isNavigation(headers: Headers): boolean {
  return headers.get('Sec-Fetch-Mode') === 'navigate' || wantsPage(headers.get('Accept'))
}
