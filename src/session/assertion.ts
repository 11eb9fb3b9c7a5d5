import { SignJWT } from 'jose'
import { BoundedMap } from '../lib/bounded-map.ts'
import { encodeBase64url } from '../lib/bytes.ts'
import type { UnixSeconds } from '../lib/time.ts'
import {
  ASSERTION_MAX_LIFETIME_SECONDS,
  ASSERTION_TYPE,
  type AssertionClaims,
  pathHash,
} from '../verify/assertion.ts'
import type { SigningKey } from './keyring.ts'

/** What is stated: everything but the claims that name this statement and its times. */
export type Statement = Omit<AssertionClaims, 'iat' | 'exp' | 'jti' | 'pth'> & {
  readonly pathAndQuery: string
}

export type AssertionMode = 'reused' | 'per-request'

/** Younger than this a statement serves again: three quarters of its life are then still ahead of it. */
const REUSE_SECONDS = 15
const MAX_REUSED = 2_000
/** Longer targets are hardly asked for twice, and would fill the memory. */
const MAX_REUSED_TARGET_LENGTH = 512

/** @param key the one that signs now: a statement of another one is not used again */
export type AssertionMinter = (statement: Statement, key: SigningKey, now: UnixSeconds) => Promise<string>

/**
 * Makes the signer of assertions. In mode `reused` one signed statement serves every request of which it is true word
 * by word: same facts, subject, method, target, body value, verdict, policy revision and origin. So it says nothing a fresh one would not say,
 * and an origin that must tell requests apart reads `Cordon-Decision`.
 */
export function assertionMinter(mode: AssertionMode, random: (bytes: number) => Uint8Array): AssertionMinter {
  const reusable = new BoundedMap<string, { readonly assertion: string; readonly signedAt: UnixSeconds }>(
    MAX_REUSED,
  )
  return async (statement, signingKey, now) => {
    const key = mode === 'reused' ? reuseKey(statement, signingKey.kid) : undefined
    const held = key === undefined ? undefined : reusable.get(key)
    if (held !== undefined && now >= held.signedAt && now - held.signedAt < REUSE_SECONDS)
      return held.assertion
    const assertion = await sign(statement, signingKey, now, random)
    if (key !== undefined) reusable.set(key, { assertion, signedAt: now })
    return assertion
  }
}

function reuseKey(statement: Statement, kid: string): string | undefined {
  if (statement.pathAndQuery.length > MAX_REUSED_TARGET_LENGTH) return undefined
  const { geo, net, ...rest } = statement
  return JSON.stringify([
    kid,
    geo.country,
    geo.region,
    net.asn,
    net.class,
    rest.iss,
    rest.aud,
    rest.sid,
    rest.sub,
    rest.sub_kind,
    rest.htm,
    rest.pathAndQuery,
    rest.acr,
    rest.verdict,
    rest.tier_max,
    rest.res,
    rest.pol,
  ])
}

async function sign(
  { pathAndQuery, ...claims }: Statement,
  { alg, kid, key }: SigningKey,
  now: UnixSeconds,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  return new SignJWT({
    ...claims,
    pth: await pathHash(pathAndQuery),
    iat: now,
    exp: now + ASSERTION_MAX_LIFETIME_SECONDS,
    jti: encodeBase64url(random(16)),
  })
    .setProtectedHeader({ alg, kid, typ: ASSERTION_TYPE })
    .sign(key)
}
