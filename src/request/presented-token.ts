import type { TokenCarrierKind } from '../observations/types.ts'

/** The cookie a browser carries its token in. The prefix makes the browser refuse it from anybody but this host. */
export const SESSION_COOKIE = '__Host-cordon'
/** The header an API client carries its token in. */
export const SESSION_HEADER = 'Cordon-Session'
/** The header in which it proves that it holds the key a token is bound to (RFC 9449 §4.1 calls it `DPoP`). */
export const PROOF_HEADER = 'Cordon-DPoP'

export type TokenCarrier =
  | { readonly found: 'none' }
  | { readonly found: 'repeated' }
  | { readonly found: 'token'; readonly token: string; readonly carrier: TokenCarrierKind }

/**
 * The session token as presented. Two of the same kind count as none: which one another reader would take cannot be
 * told. Header and cookie unlike: the header counts. Entirely attacker-controlled; linear.
 */
export function presentedToken(header: (name: string) => string | undefined): TokenCarrier {
  const value = header(SESSION_HEADER)
  if (value !== undefined)
    return value.includes(',') ? { found: 'repeated' } : { found: 'token', token: value, carrier: 'header' }
  const cookies = header('Cookie')
  return cookies === undefined ? { found: 'none' } : tokenInCookies(cookies)
}

/**
 * Only `;` ends a cookie (RFC 6265bis §4.2.1). Several lines arrive joined by a comma, and what follows one is passed over:
 * a neighbouring site may set a cookie whose value has a comma and our name in it.
 */
function tokenInCookies(cookies: string): TokenCarrier {
  if (!cookies.includes(SESSION_COOKIE)) return { found: 'none' }
  let token: string | undefined
  for (const part of cookies.split(';')) {
    const equals = part.indexOf('=')
    if (equals < 0 || trimmed(part.slice(0, equals)) !== SESSION_COOKIE) continue
    if (token !== undefined) return { found: 'repeated' }
    token = trimmed(part.slice(equals + 1))
  }
  return token === undefined ? { found: 'none' } : { found: 'token', token, carrier: 'cookie' }
}

/** Without spaces and tabs at both ends: no other white space (CVE-2026-39410), and no `/ +$/`, which is quadratic. */
function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text[from])) from++
  while (to > from && isBlank(text[to - 1])) to--
  return text.slice(from, to)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}
