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
import { signClaims } from './sign-claims.ts'

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
/** The same with verdict, method and audience before it. */
const MAX_REUSED_REST_LENGTH = 1_024

/** By what a statement can be told from others without being put together. */
export interface KnownBy {
  /** The verdict that is recalled: everything about the client and its session that is stated follows from it. */
  readonly judgement?: object | undefined
  /** The rest of it. */
  readonly rest?: string
}

/**
 * At once where the statement was made before.
 *
 * @param key the one that signs now: a statement of another one is not used again
 */
export type AssertionMinter = (
  statement: () => Statement,
  key: SigningKey,
  now: UnixSeconds,
  by?: KnownBy,
) => string | Promise<string>

interface Signed {
  readonly assertion: string
  readonly signedAt: UnixSeconds
}

/**
 * Makes the signer of assertions. In mode `reused` one signed statement serves every request of which it is true word
 * by word: same facts, subject, method, target, body value, verdict, policy revision and origin. So it says nothing a fresh one would not say,
 * and an origin that must tell requests apart reads `Cordon-Decision`.
 */
export function assertionMinter(mode: AssertionMode, random: (bytes: number) => Uint8Array): AssertionMinter {
  if (mode === 'per-request') return (statement, key, now) => sign(statement(), key, now, random)
  const byWords = new BoundedMap<string, Signed>(MAX_REUSED)
  const byJudgement = new WeakMap<object, Signed & { readonly as: string }>()

  return (statement, key, now, { judgement, rest = '' } = {}) => {
    if (judgement === undefined || rest.length > MAX_REUSED_REST_LENGTH)
      return inWords(statement(), key, now).then(({ assertion }) => assertion)
    const as = `${key.kid} ${rest}`
    const held = byJudgement.get(judgement)
    if (held?.as === as && isReusable(held, now)) return held.assertion
    return inWords(statement(), key, now).then((signed) => {
      byJudgement.set(judgement, { ...signed, as })
      return signed.assertion
    })
  }

  async function inWords(statement: Statement, signingKey: SigningKey, now: UnixSeconds): Promise<Signed> {
    const words = reuseKey(statement, signingKey.kid)
    const held = words === undefined ? undefined : byWords.get(words)
    if (held !== undefined && isReusable(held, now)) return held
    const signed = { assertion: await sign(statement, signingKey, now, random), signedAt: now }
    if (words !== undefined) byWords.set(words, signed)
    return signed
  }
}

function isReusable({ signedAt }: Signed, now: UnixSeconds): boolean {
  return now >= signedAt && now - signedAt < REUSE_SECONDS
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
  key: SigningKey,
  now: UnixSeconds,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  const stated = {
    ...claims,
    pth: await pathHash(pathAndQuery),
    iat: now,
    exp: now + ASSERTION_MAX_LIFETIME_SECONDS,
    jti: encodeBase64url(random(16)),
  }
  return signClaims(stated, ASSERTION_TYPE, key)
}
