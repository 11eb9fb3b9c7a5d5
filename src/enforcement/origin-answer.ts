import { setsSessionCookie } from '../session/cookie.ts'
import { isReserved } from './forwardable-headers.ts'

/** Where an origin says whom it recognised. */
export const ACCOUNT_HEADER = 'Cordon-Account'

const ACCOUNT_ID = /^[\x21-\x7e]{1,128}$/

export type NamedAccount = { readonly named: string } | 'none' | 'malformed'

/** The account an origin names. It is trusted, its header is still data: what could break a token or a log is no id. */
export function namedAccount(headers: Headers): NamedAccount {
  const raw = headers.get(ACCOUNT_HEADER)
  if (raw === null) return 'none'
  return ACCOUNT_ID.test(raw) ? { named: raw } : 'malformed'
}

/**
 * The answer without what is not for the client: response headers under `Cordon-` are between the origin and us, and
 * our cookie is ours to set.
 */
export function withoutReserved(response: Response): Response {
  // An upgraded connection cannot be wrapped again; its headers are our own copy.
  const answer = response.status === 101 ? response : new Response(response.body, response)
  const { headers } = answer
  for (const name of [...headers.keys()]) if (isReserved(name)) headers.delete(name)
  const cookies = headers.getSetCookie()
  if (cookies.some(setsSessionCookie)) {
    headers.delete('Set-Cookie')
    for (const cookie of cookies) if (!setsSessionCookie(cookie)) headers.append('Set-Cookie', cookie)
  }
  return answer
}

/** Set by origins for caches of other operators, and heeded by them over `Cache-Control`. */
const OTHER_CACHES = ['CDN-Cache-Control', 'Cloudflare-CDN-Cache-Control', 'Surrogate-Control'] as const

/** An answer that carries somebody's session is nobody else's: `public` and `s-maxage` go, the rest stays. */
export function keepPrivate(headers: Headers): void {
  for (const name of OTHER_CACHES) headers.delete(name)
  const directives = (headers.get('Cache-Control') ?? '').match(/(?:[^,"]|"[^"]*")+/g) ?? []
  const kept = directives
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !/^(?:public|private|s-maxage)\b/i.test(directive))
  headers.set('Cache-Control', ['private', ...kept].join(', '))
}
