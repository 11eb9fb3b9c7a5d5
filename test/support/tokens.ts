import { SignJWT } from 'jose'
import { SIGNING_KEYS } from './keys.ts'

const [jwk] = (JSON.parse(SIGNING_KEYS) as { keys: (JsonWebKey & { kid: string })[] }).keys
if (jwk === undefined) throw new Error('there is no key')

export const TEST_KEY: JsonWebKey & { readonly kid: string } = jwk
export const PUBLIC_KEY = { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Signs with the gate's own key, or another. */
export async function signed(
  header: Record<string, unknown>,
  claims: Record<string, unknown>,
  key?: CryptoKey,
): Promise<string> {
  const own = key ?? (await crypto.subtle.importKey('jwk', TEST_KEY, P256, false, ['sign']))
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...header }).sign(own)
}

export function base64url(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** A token of three parts whose signature is what it is given. */
export function compact(header: unknown, claims: unknown, signature: string): string {
  return `${base64url(header)}.${base64url(claims)}.${signature}`
}

/** The classic: HMAC under the text of the public key, in the hope that a verifier takes it for the secret. */
export async function hmacUnderPublicKey(
  header: Record<string, unknown>,
  claims: Record<string, unknown>,
): Promise<string> {
  const secret = new TextEncoder().encode(JSON.stringify(PUBLIC_KEY))
  return new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret)
}

export async function foreignKey(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair
}
