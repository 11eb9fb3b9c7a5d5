import { BoundedMap } from '../lib/bounded-map.ts'
import { secondsFromMillis, type UnixMillis, type UnixSeconds } from '../lib/time.ts'
import {
  ASSERTION_MAX_LIFETIME_SECONDS,
  ASSERTION_TYPE,
  type AssertionClaims,
  pathHash,
  readAssertionClaims,
} from './assertion.ts'
import { fixedKeys, type KeySource } from './key-set.ts'
import { checkOptions } from './options.ts'
import type { JsonWebKeySet } from './published-keys.ts'
import { RemoteKeySet } from './remote-key-set.ts'
import type { RemoteKeys } from './remote-keys.ts'
import { type AnyRequest, assertedRequest } from './request.ts'
import { type TokenRules, verifySignedToken } from './signed-token.ts'

/**
 * - `assertion.*`: none, more than one, for another method or path, or (of `requireTier()`) for a client that may not
 *   use this tier
 * - `token.*`: not the gate's word, or not for this origin, or not now
 * - `keys.unavailable`: nothing to verify with. The only one that is nobody's fault who sent a request
 */
export type AssertionFault =
  | 'assertion.missing'
  | 'assertion.repeated'
  | 'assertion.method'
  | 'assertion.path'
  | 'assertion.tier'
  | 'token.size'
  | 'token.format'
  | 'token.duplicate_member'
  | 'token.header'
  | 'token.type'
  | 'token.kid'
  | 'token.alg'
  | 'token.signature'
  | 'token.issuer'
  | 'token.audience'
  | 'token.claims'
  | 'token.lifetime'
  | 'token.expired'
  | 'token.not_yet_valid'
  | 'keys.unavailable'

/** Claims or a reason: the one shape of everything here that checks something. */
export type Verification =
  | { readonly ok: true; readonly claims: AssertionClaims }
  | { readonly ok: false; readonly reason: AssertionFault }

export interface VerifierOptions {
  /** The URL of the gate's `/.cordon/jwks.json`, what `remoteKeys()` made of it, or a key set that you keep current. */
  readonly jwks: string | URL | RemoteKeys | JsonWebKeySet
  /** This origin's `ORIGIN_AUDIENCE`, or the `audience` of its route: an assertion for another origin of the same gate is none. */
  readonly audience: string
  /** The gate's `ISSUER`. Default: the origin of the key set's URL; required with a key set. */
  readonly issuer?: string
  /** How far this clock and the gate's may be apart: 0 to 60, default 30. */
  readonly clockToleranceSeconds?: number
}

export interface VerifyOptions extends VerifierOptions {
  /** Unix seconds; default: the clock. */
  readonly now?: number
}

/** Origins keep their own time, and some keep it badly. */
const DEFAULT_CLOCK_TOLERANCE_SECONDS = 30
const MAX_CLOCK_TOLERANCE_SECONDS = 60

/**
 * Promises of a request that verifies: the gate let it in, with this method and this target, at most a minute ago (give
 * or take the tolerance). Says nothing of its body; see `requireTier()`.
 *
 * @param request a Fetch API `Request`; Node's request, of which `originalUrl` counts before `url`; or
 *                `{ method, pathAndQuery, assertion }`. Method and target as received, before any decoding, mounting or
 *                rewriting. Attacker-controlled where the origin can be reached past the gate
 * @returns the claims, or the reason by code. Rejects with `TypeError` for options that would check nothing: no
 *          audience, no issuer beside a key set, a tolerance or time that is no number, a name that is no option's
 * Sources: RFC 7519, RFC 8725; RFC 9449 §4.3 for binding a token to a request.
 */
export async function verifyAssertion(request: AnyRequest, options: VerifyOptions): Promise<Verification> {
  checkVerifierOptions(options, ['now'])
  return verifier(options)(request, options.now)
}

const OPTION_NAMES = Object.keys({
  jwks: true,
  audience: true,
  issuer: true,
  clockToleranceSeconds: true,
} satisfies Record<keyof VerifierOptions, true>)

/** @throws TypeError for no options, or one that is neither of a verifier nor among these */
export function checkVerifierOptions(options: unknown, others: readonly string[]): void {
  checkOptions(
    options,
    [...OPTION_NAMES, ...others],
    'jwks and audience, and with a key set as jwks the issuer',
  )
}

export type Verifier = (request: AnyRequest, now?: number) => Promise<Verification>

/** The same with the options read once, for adapters: they fail when they are made, not at their first request. */
export function verifier(options: VerifierOptions): Verifier {
  const keys = keySource(options.jwks)
  const rules = rulesFrom(options, keys.issuer)
  return async (request, now = secondsFromMillis(Date.now() as UnixMillis)) => {
    // Every comparison with NaN is false, and so would be "expired".
    if (!Number.isFinite(now)) throw new TypeError('now must be Unix seconds')
    return verify(request, keys, rules, now as UnixSeconds)
  }
}

async function verify(
  request: AnyRequest,
  source: KeySource,
  rules: TokenRules,
  now: UnixSeconds,
): Promise<Verification> {
  const asserted = assertedRequest(request)
  if (!asserted.ok) return refused(asserted.error)
  const { method, pathAndQuery, assertion } = asserted.value
  const keys = await source.current(now)
  if (keys === undefined) return refused('keys.unavailable')
  let verified = await verifySignedToken(assertion, keys, rules, now)
  if (!verified.ok && verified.error === 'token.kid') {
    const newer = await source.newer(keys, now)
    if (newer !== undefined) verified = await verifySignedToken(assertion, newer, rules, now)
  }
  if (!verified.ok) return refused(verified.error)
  const claims = readAssertionClaims(verified.value)
  if (claims === undefined) return refused('token.claims')
  if (claims.htm !== method) return refused('assertion.method')
  if (claims.pth !== (await pathHash(pathAndQuery))) return refused('assertion.path')
  return { ok: true, claims }
}

function refused(reason: AssertionFault): Verification {
  return { ok: false, reason }
}

function rulesFrom(options: VerifierOptions, impliedIssuer: string | undefined): TokenRules {
  const { audience, issuer = impliedIssuer } = options
  const clockToleranceSeconds = options.clockToleranceSeconds ?? DEFAULT_CLOCK_TOLERANCE_SECONDS
  // Callers in JavaScript have no compiler that would tell them.
  if (typeof audience !== 'string' || audience === '') throw new TypeError('audience must be ORIGIN_AUDIENCE')
  if (typeof issuer !== 'string' || issuer === '') throw new TypeError('issuer must be ISSUER of the gate')
  if (!(clockToleranceSeconds >= 0 && clockToleranceSeconds <= MAX_CLOCK_TOLERANCE_SECONDS))
    throw new TypeError(`clockToleranceSeconds must be 0 to ${MAX_CLOCK_TOLERANCE_SECONDS}`)
  return {
    type: ASSERTION_TYPE,
    issuer,
    audience,
    maxLifetimeSeconds: ASSERTION_MAX_LIFETIME_SECONDS,
    clockToleranceSeconds,
  }
}

/** Key sets by URL, which come from code; an origin stands behind one gate, rarely two. */
const byUrl = new BoundedMap<string, RemoteKeySet>(16)

const JWKS =
  "jwks must be the URL of the gate's /.cordon/jwks.json, what remoteKeys() made of it, or a key set"

function keySource(jwks: VerifierOptions['jwks']): KeySource {
  if (jwks instanceof RemoteKeySet) return jwks
  if (typeof jwks === 'string' || jwks instanceof URL) {
    if (!URL.canParse(String(jwks))) throw new TypeError(JWKS)
    const { href } = new URL(jwks)
    const held = byUrl.get(href) ?? new RemoteKeySet(href)
    byUrl.set(href, held)
    return held
  }
  if (!isKeySet(jwks)) throw new TypeError(JWKS)
  return fixedKeys(jwks)
}

function isKeySet(jwks: RemoteKeys | JsonWebKeySet | undefined): jwks is JsonWebKeySet {
  return typeof jwks === 'object' && jwks !== null && 'keys' in jwks && Array.isArray(jwks.keys)
}
