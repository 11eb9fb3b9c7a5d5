import type { JWK } from 'jose'
import { encodeBase64url, utf8 } from '../../../src/lib/bytes.ts'
import type { UnixSeconds } from '../../../src/lib/time.ts'
import { SESSION_TYPE } from '../../../src/session/claims.ts'
import {
  importKeyring,
  type Keyring,
  type PrivateJwk,
  type SigningKey,
} from '../../../src/session/keyring.ts'
import { compileLifetimes } from '../../../src/session/lifetime.ts'
import type { SessionExpectation } from '../../../src/session/verify.ts'
import { SIGNING_KEYS } from '../../support/keys.ts'

/** 2026-11-01T00:00:00Z */
export const NOW = 1_793_491_200 as UnixSeconds
export const ISSUER = 'https://gate.test'
/** The epoch in force: tokens of an earlier one are revoked. */
export const EPOCH = 3
export const LIFETIMES = compileLifetimes({
  high: 3600,
  substantial: 1800,
  low: { privacy_relay: 1800, other: 600 },
  none: 300,
})
export const GRACE_SECONDS = 120
export const EXPECTED: SessionExpectation = {
  issuer: ISSUER,
  lifetimes: LIFETIMES,
  graceSeconds: GRACE_SECONDS,
  identitySeconds: 43_200,
  nextChange: () => undefined,
  policyRevision: '0123456789abcdef',
  reverify: 'on_expiry',
  revokes: ({ epoch }) => (epoch < EPOCH ? 'epoch' : undefined),
}

export const ES256_JWK = (JSON.parse(SIGNING_KEYS) as { keys: JWK[] }).keys[0] as JWK & { kid: string }

/** RFC 8037 appendix A.1; its thumbprint is A.3. */
export const ED25519_JWK = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  alg: 'EdDSA',
} as const

/** An hour: how long a retired key of `keyringOf` verifies. */
export const VERIFY_FOR_SECONDS = 3600

export async function keyringOf(...keys: PrivateJwk[]): Promise<Keyring> {
  const imported = await importKeyring(keys, { verifyForSeconds: VERIFY_FOR_SECONDS })
  if (!imported.ok) throw new Error(imported.error)
  return imported.value
}

export const keyring = await keyringOf(ES256_JWK)

/** The key that signs at this instant, where there is no doubt that one does. */
export function signerOf(ring: Keyring, now = NOW): SigningKey {
  const signer = ring.activeAt(now)
  if (signer === undefined) throw new Error('no key signs')
  return signer
}

export const HEADER = { alg: 'ES256', kid: ES256_JWK.kid, typ: SESSION_TYPE }

/** What a token of ours says; tests change one claim of it. */
export const CLAIMS = {
  iss: ISSUER,
  aud: ISSUER,
  sub: 'acct_7',
  sub_kind: 'account',
  auth_time: NOW - 600,
  iat: NOW,
  nbf: NOW,
  exp: NOW + 1800,
  jti: 'AAECAwQFBgcICQoLDA0ODw',
  sid: 'EBESExQVFhcYGRobHB0eHw',
  acr: 'substantial',
  acr_time: NOW,
  geo: { country: 'US', region: 'US-CA' },
  net: { asn: 7922, class: 'residential' },
  pol: '0123456789abcdef',
  epoch: EPOCH,
  bind: { fam: 4 },
}

export type Changes = Readonly<Record<string, unknown>>

/** Base with some members changed; `undefined` leaves one out. */
export function changed(base: object, changes: Changes): string {
  return JSON.stringify({ ...base, ...changes })
}

type Part = string | Uint8Array

const encoded = (part: Part) => encodeBase64url(typeof part === 'string' ? utf8(part) : part)

/** A token of exactly these texts or bytes under a good ES256 signature. */
export async function signedText(header: Part, claims: Part, key = signerOf(keyring).key): Promise<string> {
  const input = `${encoded(header)}.${encoded(claims)}`
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8(input))
  return `${input}.${encodeBase64url(new Uint8Array(signature))}`
}

/** A token of the base fixture with changes to header and claims, signed as it should be. */
export function signed(
  claims: Changes = {},
  header: Changes = {},
  key = signerOf(keyring).key,
): Promise<string> {
  return signedText(changed(HEADER, header), changed(CLAIMS, claims), key)
}

/** A token of these texts with whatever stands where the signature belongs. */
export function unsigned(header: Part, claims: Part, signature: string): string {
  return `${encoded(header)}.${encoded(claims)}.${signature}`
}

export async function otherKey(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
}

/** Bytes that count up, so that ids in tests are known: 00 01 02 … */
export function countingRandom(): (bytes: number) => Uint8Array {
  let next = 0
  return (bytes) => Uint8Array.from({ length: bytes }, () => next++ & 255)
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

export function headerOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
}
