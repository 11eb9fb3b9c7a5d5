/**
 * The path of a request as it was sent, by which our own endpoints are told from everything else: decoding it first would
 * answer for spellings that are not ours. What is no URL has no path of ours; whoever parses it refuses it.
 */
export function pathAsSent({ url }: { readonly url: string }): string {
  const from = url.indexOf('/', url.indexOf('//') + 2)
  const to = url.indexOf('?')
  if (to < 0) return from < 0 ? '/' : url.slice(from)
  return from < 0 || from > to ? '/' : url.slice(from, to)
}
