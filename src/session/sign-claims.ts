import { CompactSign } from 'jose'
import { utf8 } from '../lib/bytes.ts'
import type { SigningKey } from './keyring.ts'

/** Claims as a signed JWT (RFC 7519) of a type (RFC 8725 §3.11). Every claim is written as it is given. */
export function signClaims(claims: object, type: string, { alg, kid, key }: SigningKey): Promise<string> {
  return new CompactSign(utf8(JSON.stringify(claims))).setProtectedHeader({ alg, kid, typ: type }).sign(key)
}
