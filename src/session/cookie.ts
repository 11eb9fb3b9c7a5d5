import { SESSION_COOKIE } from '../request/presented-token.ts'

export type SameSite = 'Lax' | 'Strict' | 'None'

/** `Set-Cookie` for a session: host-only, out of reach of scripts (RFC 6265bis §4.1.3.2). */
export function sessionCookie(token: string, maxAgeSeconds: number, sameSite: SameSite): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAgeSeconds}`
}

const OURS = /(^|[;,])[ \t]*__host-cordon[ \t]*=[^;,]*/gi

/** The client's `Cookie` header without our cookie, however a lenient origin might spell it; undefined when none is left. */
export function withoutSessionCookie(cookies: string): string | undefined {
  const rest = cookies
    .replace(OURS, '$1')
    .replace(/^[;,\s]+|[;,\s]+$/g, '')
    .replace(/([;,])[\s;,]*(?=[;,])/g, '')
  return rest === '' ? undefined : rest
}

/** Whether an origin's `Set-Cookie` would write our cookie. */
export function setsSessionCookie(setCookie: string): boolean {
  return /^[ \t]*__host-cordon[ \t]*(?:=|;|$)/i.test(setCookie)
}
