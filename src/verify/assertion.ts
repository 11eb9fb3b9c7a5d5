import * as v from 'valibot'
import { encodeBase64url, utf8 } from '../lib/bytes.ts'
import { NETWORK_CLASSES, type NetworkClass } from '../net/network-class.ts'
import { ASSURANCE_LEVELS, IDENTITY_KINDS } from '../observations/types.ts'
import { TIERS } from '../policy/types.ts'

export const ASSERTION_TYPE = 'cordon-assertion+jwt'
export const ASSERTION_MAX_LIFETIME_SECONDS = 60

/**
 * What the gate states about one request. Written out, instead of derived from the schema, because origins are compiled
 * against it: a declaration that needs nothing else, and a contract that does not change with our own lists unnoticed.
 */
export interface AssertionClaims {
  /** The gate's `ISSUER`. */
  readonly iss: string
  /** The origin's `ORIGIN_AUDIENCE`, or the `audience` of its route. */
  readonly aud: string
  readonly iat: number
  readonly exp: number
  /** Names the statement, which several like requests may share: `Cordon-Decision` names the request. */
  readonly jti: string
  readonly sid?: string
  /** Whom the origin named, or whose key it accepted; `sub_kind` says which. */
  readonly sub?: string
  readonly sub_kind?: 'account' | 'key' | 'none'
  readonly htm: string
  /** See `pathHash()`. */
  readonly pth: string
  /** ISO 3166-1 and full ISO 3166-2 codes; absent when the place is not known. */
  readonly geo: { readonly country?: string; readonly region?: string }
  readonly net: { readonly asn?: number; readonly class: NetworkClass }
  readonly acr: 'none' | 'low' | 'substantial' | 'high'
  /** What is limited for `limit` is the origin's business. */
  readonly verdict: 'allow' | 'limit'
  /** The strictest tier this client may use; absent when none is open to it. */
  readonly tier_max?: 'open' | 'standard' | 'controlled'
  /** The value of the body, such as a model, that the gate decided on; absent where it looked for none, or could not read it. */
  readonly res?: string
  /** The policy revision that decided. */
  readonly pol: string
}

const claimsSchema: v.GenericSchema<unknown, AssertionClaims> = v.object({
  iss: v.string(),
  aud: v.string(),
  iat: v.number(),
  exp: v.number(),
  jti: v.string(),
  sid: v.exactOptional(v.string()),
  sub: v.exactOptional(v.string()),
  sub_kind: v.exactOptional(v.picklist(IDENTITY_KINDS)),
  htm: v.string(),
  pth: v.string(),
  geo: v.object({ country: v.exactOptional(v.string()), region: v.exactOptional(v.string()) }),
  net: v.object({ asn: v.exactOptional(v.number()), class: v.picklist(NETWORK_CLASSES) }),
  acr: v.picklist(ASSURANCE_LEVELS),
  verdict: v.picklist(['allow', 'limit']),
  tier_max: v.exactOptional(v.picklist(TIERS)),
  res: v.exactOptional(v.string()),
  pol: v.string(),
})

/** The claims of a token whose signature holds, or `undefined` when they are not those of an assertion. */
export function readAssertionClaims(claims: Readonly<Record<string, unknown>>): AssertionClaims | undefined {
  const read = v.safeParse(claimsSchema, claims)
  return read.success ? read.output : undefined
}

/** `pth`: base64url(SHA-256(path and query)). No `htu`, since behind TLS termination the origin sees another URL. */
export async function pathHash(pathAndQuery: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(pathAndQuery))))
}
