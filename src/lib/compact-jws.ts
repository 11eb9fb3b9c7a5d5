import { decodeBase64url, decodeUtf8 } from './bytes.ts'
import { err, ok, type Result } from './result.ts'
import { parseStrictJson } from './strict-json.ts'

export type JwsFault =
  | 'token.size'
  | 'token.format'
  | 'token.duplicate_member'
  | 'token.header'
  | 'token.claims'

/** Longer than any token of ours, and than a browser would keep as a cookie (RFC 6265bis §5.6). */
export const MAX_TOKEN_LENGTH = 4096

/** Header and claims, as the text has them. */
export interface JwsParts {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

export type JwsTextFault = Extract<JwsFault, 'token.size' | 'token.format' | 'token.duplicate_member'>

/**
 * Reads a signed text without believing it: strict compact form only (RFC 7515 §7.1), canonical base64url, valid UTF-8,
 * and no member twice (RFC 7519 §4). Which header members there may be is for the caller to say.
 *
 * Libraries are more lenient than this, which is where about one hostile token in five gets through. Entirely
 * attacker-controlled; refused by length before anything is decoded.
 */
export function readCompactJws(text: string, maxLength: number): Result<JwsParts, JwsTextFault> {
  if (text.length > maxLength) return err('token.size')
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(text)) return err('token.format')
  const [protectedPart = '', payloadPart = '', signaturePart = ''] = text.split('.')
  if (decodeBase64url(signaturePart) === undefined) return err('token.format')
  const header = readPart(protectedPart)
  if (!header.ok) return header
  const claims = readPart(payloadPart)
  if (!claims.ok) return claims
  return ok({ header: header.value, claims: claims.value })
}

export interface DecodedJws {
  readonly header: { readonly alg: string; readonly kid: string; readonly typ: string }
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Reads a token without believing it, as `readCompactJws` does; its header has exactly `alg`, `kid` and `typ`, so that
 * `jwk`, `jku`, `x5u`, `crit` and `b64` are refused by not being known (RFC 8725 §3.10, RFC 7515 §4.1.11).
 *
 * Entirely attacker-controlled.
 */
export function decodeCompactJws(token: string): Result<DecodedJws, JwsFault> {
  const parts = readCompactJws(token, MAX_TOKEN_LENGTH)
  if (!parts.ok) return parts
  const { alg, kid, typ, ...others } = parts.value.header
  if (typeof alg !== 'string' || typeof kid !== 'string' || typeof typ !== 'string')
    return err('token.header')
  if (Object.keys(others).length > 0) return err('token.header')
  return ok({ header: { alg, kid, typ }, claims: parts.value.claims })
}

function readPart(part: string): Result<Record<string, unknown>, JwsTextFault> {
  const bytes = decodeBase64url(part)
  const text = bytes === undefined ? undefined : decodeUtf8(bytes)
  if (text === undefined) return err('token.format')
  const json = parseStrictJson(text)
  if (!json.ok) return err(json.error === 'duplicate_member' ? 'token.duplicate_member' : 'token.format')
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return err('token.format')
  return ok(json.value as Record<string, unknown>)
}
