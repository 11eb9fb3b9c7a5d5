import { SESSION_COOKIE } from '../request/presented-token.ts'

export type SameSite = 'Lax' | 'Strict' | 'None'

export interface CookieAttributes {
  readonly sameSite: SameSite
  /** Kept apart for each site that embeds the service (CHIPS). */
  readonly partitioned: 'off' | 'on'
}

/** `Set-Cookie` for a session: host-only, out of reach of scripts (RFC 6265bis §4.1.3.2). */
export function sessionCookie(
  token: string,
  maxAgeSeconds: number,
  { sameSite, partitioned }: CookieAttributes,
): string {
  const attributes = `Path=/; Secure; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAgeSeconds}`
  return `${SESSION_COOKIE}=${token}; ${attributes}${partitioned === 'on' ? '; Partitioned' : ''}`
}

/** `Set-Cookie` that makes a browser forget the session: the same attributes, or it would be another cookie. */
export function expiredSessionCookie(attributes: CookieAttributes): string {
  return sessionCookie('', 0, attributes)
}

// Two separators, `host`, a separator, `cordon`; around it what parsers trim, cut off or take for an index.
const OURS = /^[^\x21-\x3c\x3e-\x7e]*[^a-z0-9]{2}host[^a-z0-9]cordon(?:[^\x21-\x5a\x5c-\x7e].*)?$/is

/**
 * Whether the most lenient reader would take this pair for our cookie: percent-escapes decoded, case and white space
 * ignored, a leading `=` dropped, separators folded (CVE-2020-8184, CVE-2022-31629, CVE-2023-23934, CVE-2026-39410).
 */
function isOurs(pair: string): boolean {
  const from = pair.search(/[^\s=]/)
  if (from < 0) return false
  const to = pair.indexOf('=', from)
  const name = to < 0 ? pair.slice(from) : pair.slice(from, to)
  if (!/host|%/i.test(name)) return false
  return OURS.test(
    name.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
  )
}

/**
 * The client's `Cookie` header without our cookie, however a lenient origin might spell it; undefined when none is left.
 * Every other cookie stays as it was written.
 */
export function withoutSessionCookie(cookies: string): string | undefined {
  // Several lines arrive joined by a comma; nearly always there is one line.
  if (!cookies.includes(',')) return withoutOurs(cookies)
  // At even places what stands between separators, at odd ones the separators.
  const parts = cookies.split(/([;,])/)
  let rest = ''
  for (let at = 0; at < parts.length; at += 2) {
    const part = parts[at] ?? ''
    if (!isOurs(part)) rest += `${parts[at - 1] ?? ''}${part}`
  }
  if (rest === cookies) return /[^;,\s]/.test(cookies) ? cookies : undefined
  rest = rest.replace(/^[;,\s]+/, '')
  return rest === '' ? undefined : rest
}

/** The same for one line, where nothing but `;` ends a cookie. */
function withoutOurs(cookies: string): string | undefined {
  const parts = cookies.split(';')
  const others = parts.filter((part) => !isOurs(part))
  if (others.length === parts.length) return /[^;\s]/.test(cookies) ? cookies : undefined
  const rest = others.join(';').replace(/^[;\s]+/, '')
  return rest === '' ? undefined : rest
}

/** Whether an origin's `Set-Cookie` would write our cookie. */
export function setsSessionCookie(setCookie: string): boolean {
  // Browsers before the prefix rule for nameless cookies (RFC 6265bis §5.7) send `=__Host-cordon=x` back as ours.
  return isOurs(setCookie.split(';')[0] ?? '')
}
