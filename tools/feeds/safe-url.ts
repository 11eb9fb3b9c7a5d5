const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Lists decide who is let in, so they come by https; by http only from this machine, where a mirror may be served. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))
}

/** A URL as it may be shown: the query may hold a licence key. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return 'a URL that is none'
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`
}
