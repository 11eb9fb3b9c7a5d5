import { SESSION_COOKIE } from '../request/presented-token.ts'

export type SameSite = 'Lax' | 'Strict' | 'None'

/** `Set-Cookie` for a session: host-only, out of reach of scripts (RFC 6265bis §4.1.3.2). */
export function sessionCookie(token: string, maxAgeSeconds: number, sameSite: SameSite): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAgeSeconds}`
}

/**
 * The name as the most lenient reader would see it: percent-escapes decoded, case and white space ignored, a leading
 * `=` dropped and every separator folded (CVE-2020-8184, CVE-2022-31629, CVE-2023-23934, CVE-2026-39410).
 */
function isOurs(pair: string): boolean {
  const text = pair.replace(/^[\s=]+/, '')
  const name = text.slice(0, (text.indexOf('=') + 1 || text.length + 1) - 1)
  const decoded = name.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return /^[^a-z0-9]{2}host[^a-z0-9]cordon$/i.test(decoded.trim())
}

/**
 * The client's `Cookie` header without our cookie, however a lenient origin might spell it; undefined when none is left.
 * Every other cookie stays as it was written.
 */
export function withoutSessionCookie(cookies: string): string | undefined {
  // At even places what stands between separators, at odd ones the separators. Several lines arrive joined by a comma.
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

/** Whether an origin's `Set-Cookie` would write our cookie. */
export function setsSessionCookie(setCookie: string): boolean {
  // Browsers before the prefix rule for nameless cookies (RFC 6265bis §5.7) send `=__Host-cordon=x` back as ours.
  return isOurs(setCookie.split(';')[0] ?? '')
}
