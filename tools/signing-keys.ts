import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { PrivateJwk } from '../src/session/keyring.ts'

/** The algorithms that sign session tokens and assertions. `EdDSA` is Ed25519. */
export const SIGNING_ALGORITHMS = ['ES256', 'EdDSA'] as const
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number]

export type SigningJwk = PrivateJwk & { readonly kid: string }

/** A new private signing key whose `kid` is its thumbprint (RFC 7638), so that no two keys share one. */
export async function generateSigningKey(alg: SigningAlgorithm): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg }
}

/** 32 random bytes: the key of the HMACs that hide API keys. */
export function generateCredentialSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
}
