import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { SigningJwk } from '../../tools/signing-keys.ts'

/** An ES256 key as attackers and API clients hold one. */
export interface HeldKey {
  readonly privateKey: KeyObject
  /** Public members only. */
  readonly jwk: Readonly<Record<string, unknown>>
}

export function newKey(): HeldKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  return { privateKey, jwk: { kty, crv, x, y } }
}

export function privateKeyOf(jwk: SigningJwk): KeyObject {
  return createPrivateKey({ format: 'jwk', key: jwk as never })
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A compact JWS with ES256, at once: between two requests nobody waits for anything. */
export function signedJws(header: object, claims: object, key: KeyObject): string {
  const input = `${encoded({ alg: 'ES256', ...header })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

export interface ProofChoice {
  readonly method: string
  readonly url: string
  readonly token?: string
  readonly nonce?: string
}

/** A DPoP proof of its own for each request (RFC 9449 §4.2). */
export function proofFor({ privateKey, jwk }: HeldKey, { method, url, token, nonce }: ProofChoice): string {
  const ath = token === undefined ? undefined : createHash('sha256').update(token).digest('base64url')
  const claims = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: url,
    iat: Math.floor(Date.now() / 1000),
    ath,
    nonce,
  }
  return signedJws({ typ: 'dpop+jwt', jwk }, claims, privateKey)
}
