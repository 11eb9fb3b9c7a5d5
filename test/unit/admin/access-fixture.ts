import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { UnixSeconds } from '../../../src/lib/time.ts'

export const TEAM = 'https://example.cloudflareaccess.com'
export const AUDIENCE = '4'.repeat(64)
export const NOW = 1_793_491_200 as UnixSeconds
export const KID = 'kid-1'

const pair = await generateKeyPair('RS256', { extractable: true })
export const PRIVATE_KEY = pair.privateKey
export const PUBLIC_JWK: JWK = { ...(await exportJWK(pair.publicKey)), kid: KID, alg: 'RS256', use: 'sig' }
export const CERTS = { keys: [PUBLIC_JWK], public_cert: {}, public_certs: [] }

/** As the documentation of Cloudflare Access shows them. */
export const PERSON = {
  aud: [AUDIENCE],
  email: 'Ada@Example.com',
  exp: NOW + 600,
  iat: NOW - 60,
  nbf: NOW - 60,
  iss: TEAM,
  type: 'app',
  identity_nonce: '6ei69kawdKzMIAPF',
  sub: '7335d417-61da-459d-899c-0a01c76a2f94',
  country: 'US',
}
export const SERVICE = {
  type: 'app',
  aud: [AUDIENCE],
  exp: NOW + 600,
  iss: TEAM,
  common_name: 'e367826f93b8d71185e03fe518aff3b4.access',
  iat: NOW - 60,
  sub: '',
}

/** `undefined` removes a claim or a header member. */
export async function accessToken(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  base: Record<string, unknown> = PERSON,
  key: CryptoKey | Uint8Array = PRIVATE_KEY,
): Promise<string> {
  return new SignJWT(JSON.parse(JSON.stringify({ ...base, ...claims })))
    .setProtectedHeader(JSON.parse(JSON.stringify({ alg: 'RS256', kid: KID, typ: 'JWT', ...header })))
    .sign(key)
}

/** A JSON document that is asked for: how often, and what it answers. */
export function certsServer(first: unknown = CERTS) {
  const server = {
    document: first,
    asked: [] as string[],
    fetchJson: async (url: string): Promise<unknown> => {
      server.asked.push(url)
      if (server.document instanceof Error) throw server.document
      return server.document
    },
  }
  return server
}
