import * as v from 'valibot'
import type { UnixSeconds } from '../lib/time.ts'
import { asn } from '../net/asn.ts'
import { NETWORK_CLASSES } from '../net/network-class.ts'
import { formatPlace, type Place, parsePlaceCode } from '../net/region.ts'
import {
  type AccountFacts,
  ASSURANCE_LEVELS,
  IDENTITY_KINDS,
  type SessionFacts,
} from '../observations/types.ts'
import { confirmationClaim } from './confirmation.ts'

export const SESSION_TYPE = 'cordon-session+jwt'

/** `geo` as tokens carry it: full region codes, nothing finer (no city, no address). */
export interface GeoClaim {
  readonly country?: string
  readonly region?: string
}

const placeClaim = v.pipe(
  v.strictObject({ country: v.exactOptional(v.string()), region: v.exactOptional(v.string()) }),
  v.check((geo) => geo.region === undefined || geo.country !== undefined),
  v.check((geo) => geo.country === undefined || placeOf(geo) !== undefined),
)

/** What the origin has said of the account: `created` in Unix seconds, `home` as a place's most exact code. */
export interface AccountClaim {
  readonly created?: number
  readonly home?: string
}

const accountClaims = v.pipe(
  v.strictObject({
    created: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    home: v.exactOptional(
      v.pipe(
        v.string(),
        v.check((code) => parsePlaceCode(code) !== undefined),
      ),
    ),
  }),
  v.check(({ created, home }) => created !== undefined || home !== undefined),
)

const identifier = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,128}$/))

/** Beyond the registered claims, which `verify/signed-token` has checked by then. */
const sessionClaims = v.object({
  sub: identifier,
  sub_kind: v.picklist(IDENTITY_KINDS),
  acct: v.exactOptional(accountClaims),
  auth_time: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sid: identifier,
  jti: identifier,
  iat: v.number(),
  nbf: v.number(),
  exp: v.number(),
  acr: v.picklist(ASSURANCE_LEVELS),
  acr_time: v.pipe(v.number(), v.integer(), v.minValue(0)),
  geo: placeClaim,
  net: v.strictObject({ asn: v.exactOptional(v.number()), class: v.picklist(NETWORK_CLASSES) }),
  pol: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  epoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  bind: v.strictObject({
    fam: v.exactOptional(v.picklist([4, 6])),
    ja4: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  }),
  cnf: v.exactOptional(confirmationClaim),
})

export type SessionClaims = v.InferOutput<typeof sessionClaims>

/** What a token says by itself: without what depends on the time and on the policy in force. */
export type TokenFacts = Omit<SessionFacts, 'assuranceStands' | 'renewalDue'>

/** The claims as facts; undefined when any is not what we would have written. */
export function readSessionClaims(claims: unknown): { facts: TokenFacts; epoch: number } | undefined {
  const parsed = v.safeParse(sessionClaims, claims)
  if (!parsed.success) return undefined
  const { output } = parsed
  // Nobody is vouched for after the token says so.
  if (output.auth_time > output.iat || output.acr_time > output.iat) return undefined
  if (output.acct !== undefined && output.sub_kind !== 'account') return undefined
  return {
    epoch: output.epoch,
    facts: {
      subject: output.sub,
      identity: output.sub_kind,
      ...(output.acct === undefined ? {} : { account: accountOf(output.acct) }),
      authenticatedAt: output.auth_time as UnixSeconds,
      sessionId: output.sid,
      tokenId: output.jti,
      issuedAt: output.iat,
      expiresAt: output.exp,
      assurance: output.acr,
      assuredAt: output.acr_time as UnixSeconds,
      place: placeOf(output.geo),
      asn: asn(output.net.asn),
      networkClass: output.net.class,
      addressFamily: output.bind.fam,
      ja4: output.bind.ja4,
      policyRevision: output.pol,
      confirmation: output.cnf,
    },
  }
}

/** The claim that says this; undefined where nothing is known. `readSessionClaims` reads it back. */
export function accountClaim(facts: AccountFacts | undefined): AccountClaim | undefined {
  if (facts?.created === undefined && facts?.home === undefined) return undefined
  const { created, home } = facts
  return {
    ...(created === undefined ? {} : { created }),
    ...(home === undefined ? {} : { home: formatPlace(home) }),
  }
}

function accountOf({ created, home }: AccountClaim): AccountFacts {
  const place = home === undefined ? undefined : parsePlaceCode(home)
  return {
    ...(created === undefined ? {} : { created: created as UnixSeconds }),
    ...(place === undefined ? {} : { home: place }),
  }
}

export function geoClaim(place: Place | undefined): GeoClaim {
  if (place === undefined) return {}
  return place.region === undefined
    ? { country: place.country }
    : { country: place.country, region: place.region }
}

function placeOf(geo: GeoClaim): Place | undefined {
  if (geo.country === undefined) return undefined
  const place = parsePlaceCode(geo.region ?? geo.country)
  return place?.country === geo.country ? place : undefined
}
